"""`dojazd check`: whether these files are a town."""

from rich.console import Console

from scheduler.cli.options import Lang, TownPath, own_language
from scheduler.cli.words import WORDS
from scheduler.formats.town_reader import read_town


def check(
    town: TownPath,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Read a town's files, all of them, and report every problem."""
    read, word = read_town(town), WORDS[lang]
    counts = (
        (len(read.requests), "requests"),
        (len(read.clients), "clients"),
        (len(read.places), "places"),
        (len(read.staff), "staff"),
    )
    told = ", ".join(f"{count} {word[name]}" for count, name in counts)
    Console(soft_wrap=True).print(f"{word['fine_town']}: {read.name}: {told}", markup=False)
