"""Travel times: how fast and how large each engine is, and how far the great circle is off the roads.

`python -m benchmarks travel --extract chelm=FILE.osm.pbf [--extract ...] [--places 50,200,400] [--repeat 9]` builds the
networks of each extract in a folder of its own and prints one line of JSON a measurement:

- `build`: seconds, size on disk and peak memory;
- `matrix`: an engine in a process of its own: milliseconds for the first matrix with loading, and the median and the
  slowest of those that follow, without a cache; peak memory (of the server too, where there is one);
- `cached`: a plan's travel once all legs are known, and with one new place: of the road engine alone, and of all
  that a user's plan asks (`travel_for`);
- `error`: mean absolute error of the great circle on points that neither its rates nor its detours were fitted to.
"""

import argparse
import json
import multiprocessing
import os
import random
import re
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import numpy as np
import osmium

from benchmarks.memory import forget_peak, peak_mb
from scheduler.bootstrap import SystemClock, travel_for
from scheduler.domain.ids import DistrictId
from scheduler.domain.place import GeoPoint
from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import Town
from scheduler.services.ports import TravelPoint, TravelTimes
from scheduler.travel.cached import CachedEngine
from scheduler.travel.detours import TownDetours
from scheduler.travel.engine import OffNetworkError, Profile, RoadEngine
from scheduler.travel.legs_cache import LegsCache
from scheduler.travel.network.anchors import error, fit_straight
from scheduler.travel.network.build import BuildReport, build
from scheduler.travel.network.installed import Roads
from scheduler.travel.osrm import OsrmEngine
from scheduler.travel.osrm_http import OsrmHttp, OsrmHttpSettings
from scheduler.travel.roads import RoadTravel, unreachable
from scheduler.travel.straight import StraightTravel

type Row = dict[str, object]

DOORS, JUDGES = 60, 300
ROUTES, STOPS = 12, 15
"""A day's routes, whose ways are drawn in the cached re-plan."""


def road_points(
    extract: Path, engine: OsrmEngine, count: int, seed: int, exclude: Collection[GeoPoint] = ()
) -> list[TravelPoint]:
    """Return nodes of roads, drawn at random from those not excluded, that roads connect with each other."""
    where: dict[int, GeoPoint] = {}
    used: set[int] = set()
    for thing in osmium.FileProcessor(str(extract)):
        if isinstance(thing, osmium.osm.Node):
            where[thing.id] = GeoPoint(lat=thing.lat, lon=thing.lon)
        elif isinstance(thing, osmium.osm.Way) and "highway" in thing.tags:
            used.update(node.ref for node in thing.nodes)
    there = [k for k in sorted(used & where.keys()) if where[k] not in exclude]
    drawn = random.Random(seed).sample(there, min(3 * count, len(there)))
    points = [TravelPoint(point=where[k], district_id=DistrictId("town"), name=str(k)) for k in drawn]
    return _connected(engine, points[: count + count // 2])[:count]


def _connected(engine: OsrmEngine, points: Sequence[TravelPoint]) -> list[TravelPoint]:
    try:
        lost = set(unreachable(engine.legs(points, points, Profile.CAR).tenths))
    except OffNetworkError as error:  # on roads that are connected with nothing
        off = {point.point for point, _ in error.far}
        return _connected(engine, [point for point in points if point.point not in off])
    return [point for k, point in enumerate(points) if k not in lost]


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    """Return the milliseconds that some work took, and its result."""
    began = time.perf_counter()
    done = work()
    return 1000 * (time.perf_counter() - began), done


@contextmanager
def routed(data: Path) -> Iterator[tuple[str, int]]:
    """Run OSRM's own server on loopback; yield its address and its process."""
    spec = find_spec("osrm")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("osrm-bindings is not installed here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(spec.submodule_search_locations[0]) / "bin" / "osrm-routed"
    words: list[str | Path] = [program, "-i", "127.0.0.1", "-p", str(port), "-t", "2", "-a", "CH", data]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url)
            yield url, process.pid
        finally:
            process.kill()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{url}/nearest/v1/driving/0,0", timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("osrm-routed does not answer")


def matrix_row(engine: str, home: Path, points: Sequence[TravelPoint], repeat: int) -> Row:
    """Measure an engine in a new process.

    Raises
    ------
    ChildProcessError
        If that process ended without an answer.
    """
    with _server(engine, home) as (url, pid):
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_measure, args=(there, engine, (home, url), list(points), repeat)
        )
        process.start()
        there.close()  # or nobody would notice that the other process has ended
        try:
            row: Row = here.recv()
        except EOFError:
            process.join()
            msg = f"measuring {engine} ended with code {process.exitcode}"
            raise ChildProcessError(msg) from None
        finally:
            here.close()
        process.join()
        if pid:
            told = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
            row["server_mb"] = round(int(told[1]) / 1024) if told else None
    return row


@contextmanager
def _server(engine: str, home: Path) -> Iterator[tuple[str, int]]:
    if engine != "osrm_http":
        yield "", 0
        return
    roads = Roads(home)
    with routed(roads.data(roads.current(), Profile.CAR)) as server:
        yield server


def _measure(pipe: Connection, engine: str, place: tuple[Path, str], points: list[TravelPoint], repeat: int) -> None:
    forget_peak()
    home, url = place
    before = peak_mb()
    first, _ = timed(lambda: travel(engine, home, url).matrix(points, TravelMode.CAR))
    warm = travel(engine, home, url)
    warm.matrix(points[:2], TravelMode.CAR)
    rng = random.Random(1)
    later = []
    for _ in range(repeat):
        rng.shuffle(points)  # or the last answer would do
        later.append(timed(lambda: warm.matrix(points, TravelMode.CAR))[0])
    pipe.send(
        {
            "engine": engine,
            "places": len(points),
            "first_ms": round(first, 1),
            "median_ms": round(statistics.median(later), 1),
            "slowest_ms": round(max(later), 1),
            "peak_mb": round(peak_mb()),
            "of_which_engine_mb": round(peak_mb() - before, 1),
        }
    )


def travel(engine: str, home: Path, url: str) -> TravelTimes:
    """Return an engine without a cache."""
    if engine == "straight":
        return StraightTravel(Policy())
    asked: RoadEngine = OsrmEngine(home)
    if engine == "osrm_http":
        asked = OsrmHttp(OsrmHttpSettings(urls={Profile.CAR: url}), clock=SystemClock())
    return RoadTravel(CachedEngine(asked, LegsCache(None)), Policy())


def cached_rows(home: Path, points: Sequence[TravelPoint], repeat: int) -> Iterator[Row]:
    """Measure a plan's travel when everything, or everything but one place, is known."""
    with tempfile.TemporaryDirectory() as folder, _kept_in(Path(folder)):
        path = Path(folder) / "legs.sqlite"
        yield _cached_row("osrm", lambda: _with_cache(home, path), points, repeat)
        town = Town(id="b", name="b", centre=points[0].point, zone=ZoneInfo("Europe/Warsaw"), policy=Policy())
        yield _cached_row("travel_for", lambda: travel_for(town, home), points, repeat)


def _with_cache(home: Path, path: Path) -> TravelTimes:
    return RoadTravel(CachedEngine(OsrmEngine(home), LegsCache(path)), Policy())


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Keep a user's legs in a folder, and ask the town's own network, whatever this computer is set to."""
    before = dict(os.environ)
    os.environ.update({"DOJAZD_DATA": str(folder), "DOJAZD_TRAVEL": "osrm"})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _cached_row(through: str, engines: Callable[[], TravelTimes], points: Sequence[TravelPoint], repeat: int) -> Row:
    rng = random.Random(2)
    routes = [rng.sample(list(points[:-1]), STOPS + 2) for _ in range(ROUTES)]

    def plan(places: Sequence[TravelPoint]) -> None:
        travel = engines()  # each plan is a program of its own
        for mode in (TravelMode.CAR, TravelMode.VAN):
            told = travel.matrix(places, mode).engine
            if told != "osrm":
                raise SystemExit(f"{told} answered instead of the network")
        for route in routes:
            travel.ways(route, TravelMode.VAN)

    cold, _ = timed(lambda: plan(points[:-1]))
    known = [timed(lambda: plan(points[:-1]))[0] for _ in range(repeat)]
    new, _ = timed(lambda: plan(points))
    return {
        "through": through,
        "places": len(points) - 1,
        "cold_ms": round(cold, 1),
        "known_median_ms": round(statistics.median(known), 1),
        "known_slowest_ms": round(max(known), 1),
        "one_new_place_ms": round(new, 1),
    }


def error_rows(extract: Path, home: Path, report: BuildReport) -> Iterator[Row]:
    """Measure the great circle on road nodes; doors and anchors are others."""
    engine = OsrmEngine(home)
    doors = road_points(extract, engine, DOORS, seed=11)
    judges = road_points(extract, engine, JUDGES, seed=12, exclude={door.point for door in doors})
    fit_straight(engine, report.folder, doors, Policy())
    fitted = TownDetours(report.folder, report.network.version)
    legs = engine.legs(judges, judges, Profile.CAR)
    for name, straight in (
        ("rates", StraightTravel(Policy())),
        ("rates and detours", StraightTravel(Policy(), fitted)),
    ):
        told = straight.matrix(judges, TravelMode.CAR)
        yield {
            "straight": name,
            "pairs": len(judges) * (len(judges) - 1),
            "seconds_mape": round(error(told.seconds.astype(np.float64), legs.tenths / 10), 1),
            "metres_mape": round(error(told.metres.astype(np.float64), legs.metres.astype(np.float64)), 1),
        }


def rows(name: str, extract: Path, places: Sequence[int], repeat: int) -> Iterator[Row]:
    """Yield all measurements of one extract."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        report = build(extract, home)
        megabytes = {"size_mb": round(report.size_bytes / 1e6, 1), "peak_mb": round(report.peak_bytes / 1e6)}
        yield {"what": "build", "town": name, "seconds": round(report.seconds, 1), **megabytes}
        points = road_points(extract, OsrmEngine(home), max(places) + 1, seed=1)
        for count in places:
            for engine in ("osrm", "osrm_http", "straight"):
                yield {"what": "matrix", "town": name, **matrix_row(engine, home, points[:count], repeat)}
        for row in cached_rows(home, points[:201], repeat):
            yield {"what": "cached", "town": name, **row}
        for row in error_rows(extract, home, report):
            yield {"what": "error", "town": name, **row}


def main() -> int:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extract", action="append", required=True, metavar="NAME=FILE")
    parser.add_argument("--places", default="50,200,400")
    parser.add_argument("--repeat", type=int, default=9)
    told = parser.parse_args()
    places = [int(count) for count in told.places.split(",")]
    for one in told.extract:
        name, _, path = one.partition("=")
        for row in rows(name, Path(path), places, told.repeat):
            print(json.dumps(row), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
