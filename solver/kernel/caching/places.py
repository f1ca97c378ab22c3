"""Folders for compiled code: it is executed, so nobody else may be able to write to them."""

import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "DOJAZD_KERNEL_CACHE"
"""Environment variable with the folder to use instead of those that are found."""

WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class CacheError(Exception):
    """The folder that was asked for cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A folder that holds one folder for each version of the compiled code.

    Attributes
    ----------
    folder : Path
    mode : int
        Permissions of what is made in it; files get those of them that make sense for a file.
    owners : frozenset of int
        Users whose code is trusted.
    demanded : bool
        Whether somebody asked for this place by name.
    """

    folder: Path
    mode: int
    owners: frozenset[int]
    demanded: bool = False


def places(sources: Path) -> list[Place]:
    """Return where compiled code may be, best place first.

    The one named by `DOJAZD_KERNEL_CACHE`, and no other; else beside the sources, where whoever installs brings it for
    everybody; the user's cache folder; a private temporary folder, which lasts until the machine is restarted.

    Parameters
    ----------
    sources : Path
        The folder of the compiled functions' modules.
    """
    us = frozenset({_user(), 0})
    if wish := os.environ.get(VARIABLE):
        return [Place(folder=Path(os.path.realpath(wish)), mode=0o755, owners=us, demanded=True)]
    owner = sources.stat()  # whoever can change the sources decides anyway what is executed
    beside = Place(folder=sources / "__pycache__", mode=owner.st_mode & 0o755, owners=us | {owner.st_uid})
    private = [Place(folder=folder, mode=0o700, owners=us) for folder in (_of_user(), _temporary()) if folder]
    return [beside, *private]


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _of_user() -> Path | None:
    """Return our part of the user's cache folder; None if it is not known, or there is no home to have it in."""
    wishes = (os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache"))
    known = next((Path(os.path.realpath(wish)) for wish in wishes if os.path.isabs(wish)), None)  # as its standard says
    return known / "dojazd" if known and known.parent.is_dir() else None


def _temporary() -> Path | None:
    try:
        folder = os.path.realpath(tempfile.gettempdir())
        found = None if folder == os.path.realpath(os.getcwd()) else folder  # the last resort of tempfile
    except OSError:
        return None
    return Path(found, f"dojazd-kernel-{_user()}") if found else None


def distrust(folder: Path, owners: frozenset[int]) -> str:
    """Return why code in this folder must not be executed; empty if nothing speaks against it.

    The folder around it counts too: whoever can write there can put another one in its place.
    """
    for path in (folder, folder.parent):
        try:
            found = path.lstat()
        except OSError as error:
            return f"{path}: {error.strerror}"
        if not stat.S_ISDIR(found.st_mode):
            return f"{path} is not a folder"
        if os.name == "posix" and found.st_uid not in owners:
            return f"{path} belongs to somebody else (user {found.st_uid})"
        if os.name == "posix" and found.st_mode & WRITTEN_BY_OTHERS:
            return f"others can write to {path}"
    return ""


def prepare(place: Place, name: str) -> str:
    """Make a folder of this name in a place; return why it cannot be used, empty if it can."""
    folder = place.folder / name
    try:
        for path in (place.folder, folder):
            _make(path, place.mode)
        refused = distrust(folder, place.owners)
        if not refused:
            tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        return f"{error.filename or folder}: {error.strerror}"
    return refused


def _make(folder: Path, mode: int) -> None:
    """Make a folder with exactly these permissions, whatever the umask, unless it is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    folder.chmod(mode)
