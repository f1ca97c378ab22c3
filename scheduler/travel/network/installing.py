"""Putting a network where it is asked: one writer at a time, whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from scheduler.domain.errors import TravelError
from scheduler.domain.place import GeoPoint
from scheduler.travel.engine import Profile
from scheduler.travel.network.installed import MANIFEST, Roads, synced
from scheduler.travel.osrm import OsrmEngine

STAGING = "building-"


@contextmanager
def alone(roads: Roads) -> Iterator[None]:
    """Be the only one who writes to a town's networks, and remove what those have left who were killed.

    Raises
    ------
    TravelError
        If somebody else is writing.
    """
    try:
        with FileLock(roads.folder / "lock", timeout=0):
            for stale in roads.folder.glob(f"{STAGING}*"):
                shutil.rmtree(stale, ignore_errors=True)
            yield
    except Timeout:
        msg = f"another build is writing to {roads.folder}; wait until it has ended"
        raise TravelError(msg) from None


@contextmanager
def installed(staging: Path, roads: Roads, version: str) -> Iterator[Path]:
    """Give the new network its name; if it does not come into force, all is as it was.

    The same network once more, from the same extract, is dropped: one that is in use does not move. Only a damaged
    one makes room.
    """
    target = roads.folder / version
    if is_whole(roads, version):
        yield target
        return
    synced(staging)
    aside = roads.folder / f"{STAGING}replaced-{staging.name}"
    if target.exists():
        target.rename(aside)
    staging.rename(target)
    try:
        yield target
    except BaseException:
        if roads.in_force() == version and not aside.exists():
            raise  # interrupted when it was in force already
        shutil.rmtree(target, ignore_errors=True)
        if aside.exists():
            aside.rename(target)
        raise


def is_whole(roads: Roads, version: str) -> bool:
    """Tell whether a network is installed and can be asked: all of it is there, and the engine loads it."""
    try:
        require_whole(roads, version)
    except TravelError:
        return False
    return True


def require_whole(roads: Roads, version: str) -> None:
    """Hold that a network is installed and can be asked.

    Raises
    ------
    TravelError
        If something of it is missing, or the engine does not load it.
    """
    engine = OsrmEngine(roads.folder.parent, version=version)
    for profile in Profile:
        engine.snapped(GeoPoint(lat=0, lon=0), profile)


def tidy(roads: Roads) -> None:
    """Remove networks that are neither in force nor the one before, with which plans are verified; nothing else."""
    keep = {roads.in_force(), roads.before()}
    with suppress(OSError):
        for path in roads.folder.iterdir():
            if path.name not in keep and (path.name.startswith(STAGING) or (path / MANIFEST).is_file()):
                shutil.rmtree(path, ignore_errors=True)
