"""How fast the offline register answers while somebody types: ``python -m benchmarks.addresses``.

A register of 50,000 invented points in a town and its villages is written as CSV, loaded, and asked for the beginnings
of addresses that are in it, letter by letter, and for such addresses with a wrong letter.
"""

import csv
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.gazetteer import Gazetteer, load_register
from scheduler.services.ports import BoundingBox

POINTS = 50_000
VILLAGES = 40
BOX = BoundingBox(south=50.9, west=20.9, north=51.2, east=21.2)
_FIRST = "Jana Adama Marii Stefana Henryka Juliusza Emilii Tadeusza Stanisława Wincentego Romualda Ignacego".split()
_STEMS = "Kowal Zieliń Wiśniow Brzozow Lipow Klonow Sosnow Jodłow Szkol Ogrodow Polan Łąkow Źródl Młyń Piask".split()
_MIDDLES = "a o e i u ar or er ow ew in on an el".split()
_ENDS = "skiego ckiej na owa icza ówka nego ego".split()


def street_names(count: int, rng: random.Random) -> list[str]:
    """Return invented names of streets, some after people, some after dates, all different."""
    names = {"3 Maja", "11 Listopada", "al. Armii Krajowej", "os. Stawki", "Rynek", "gen. Władysława Sikorskiego"}
    while len(names) < count:
        name = rng.choice(_STEMS) + rng.choice(_MIDDLES) + rng.choice(_MIDDLES) + rng.choice(_ENDS)
        person = f"{rng.choice(_FIRST)} " if rng.random() < 0.5 else ""
        names.add(f"{rng.choice(['ul. ', 'ul. ', 'os. ', 'al. '])}{person}{name}")
    return sorted(names)


def write_register(path: Path, rng: random.Random, points: int = POINTS) -> list[str]:
    """Write a register as CSV and return the addresses in it."""
    villages = [
        f"{rng.choice(_STEMS)}{rng.choice(_MIDDLES)}wice {number}".rsplit(" ", 1)[0] for number in range(VILLAGES)
    ]
    streets = street_names(1_400, rng)
    lines = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(
            "miejscowosc ulica numer_porzadkowy kod_pocztowy szerokosc_geograficzna dlugosc_geograficzna".split()
        )
        for number in range(points):
            village = number % 10 == 0
            town = rng.choice(villages) if village else "Starachowice"
            street = "" if village else streets[rng.randrange(len(streets))]
            house = f"{number // len(streets) + 1}{rng.choice(['', '', 'A', '/2'])}"
            at = f"{rng.uniform(BOX.south, BOX.north):.6f}", f"{rng.uniform(BOX.west, BOX.east):.6f}"
            writer.writerow([town, street, house, "27-200", *at])
            lines.append(f"{street or town} {house}, {town}" if street else f"{town} {house}")
    return lines


def typed(lines: Sequence[str], rng: random.Random, count: int) -> Iterator[str]:
    """Yield beginnings of addresses, letter by letter."""
    for _ in range(count):
        line = rng.choice(lines)
        yield from (line[:length] for length in range(1, len(line) + 1))


def misspelt(lines: Sequence[str], rng: random.Random, count: int) -> Iterator[str]:
    """Yield addresses with one letter left out."""
    for _ in range(count):
        line = rng.choice(lines)
        at = rng.randrange(4, 9)
        yield line[:at] + line[at + 1 :]


def report(name: str, seconds: list[float]) -> None:
    """Print median and percentiles of a list of durations in milliseconds."""
    seconds.sort()
    picks = [seconds[int(len(seconds) * share)] * 1000 for share in (0.5, 0.9, 0.99)]
    print(
        f"{name:<28} {len(seconds):>6} asked   median {picks[0]:6.2f} ms   p90 {picks[1]:6.2f} ms   "
        f"p99 {picks[2]:6.2f} ms   worst {seconds[-1] * 1000:6.2f} ms"
    )


def main() -> None:
    """Measure and print."""
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "prg.csv"), Path(folder, "town.sqlite")
        lines = write_register(source, rng)
        begun = time.perf_counter()
        loaded = load_register(source, target, box=BOX)
        took = time.perf_counter() - begun
        size = target.stat().st_size / 1e6
        print(f"loaded {loaded.points} points of {loaded.roads} streets in {took:.1f} s, {size:.1f} MB")
        begun = time.perf_counter()
        with Gazetteer(target) as gazetteer:
            print(f"opened in {(time.perf_counter() - begun) * 1000:.0f} ms")
            report("as you type", [timed(gazetteer.suggest, text) for text in typed(lines, rng, 150)])
            report("with a letter missing", [timed(gazetteer.suggest, text) for text in misspelt(lines, rng, 500)])
            towns = gazetteer.towns
            found = [timed(gazetteer.find, normalise(line, towns)) for line in rng.sample(lines, 1000)]
            report("whole address", found)


def timed[T](ask: object, question: T) -> float:
    """Return how many seconds a question takes."""
    if not callable(ask):
        raise TypeError(ask)
    begun = time.perf_counter()
    ask(question)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
