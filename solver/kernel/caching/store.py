"""Files of one version of the compiled code, read wherever they are, written where that can be done."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from solver.kernel.caching.places import VARIABLE, CacheError, Place, distrust, prepare

KEPT = 4
"""Versions that stay in a place: those of a few branches, or of the machines that share a home."""

FOLDER = re.compile(r"kernel-[0-9a-f]{16}")
CHECKSUM = 32
COMPLETE = "complete"


class Store:
    """Named bytes on disk.

    A file is written whole under another name and then renamed, so any number of processes may write at once; it begins
    with its checksum, so one that a full disk or a power cut has spoiled counts as missing.

    Parameters
    ----------
    places : sequence of Place
        None: nothing is kept.
    name : str
        Folder in each place.
    """

    def __init__(self, places: Sequence[Place], name: str) -> None:
        self.places = places
        self.name = name

    def readable(self) -> list[Path]:
        """Return the folders that are there and can be trusted."""
        folders = ((place.folder / self.name, place.owners) for place in self.places)
        return [folder for folder, owners in folders if not distrust(folder, owners)]

    @cached_property
    def writable(self) -> Place | None:
        """The first place where our folder is, or can be made, and takes files; looked for when first needed."""
        for place in self.places:
            new = not (place.folder / self.name).exists()
            if not prepare(place, self.name):
                if new:
                    prune(place.folder)
                return place
        return None

    def require(self) -> None:
        """Check that the place that was asked for by name can be used.

        Raises
        ------
        CacheError
            If nothing can be read from it nor written to it.
        """
        for place in self.places:
            if place.demanded and not self.readable() and self.writable is None:
                msg = (
                    f"{VARIABLE}: {prepare(place, self.name)}; name a folder that you, and nobody else, can write to, "
                    "or leave the variable out"
                )
                raise CacheError(msg)

    def read(self, file: str) -> bytes | None:
        """Return the bytes of a file; None if it is nowhere, or spoiled."""
        for folder in self.readable():
            with suppress(OSError):
                data = (folder / file).read_bytes()
                if hashlib.sha256(data[CHECKSUM:]).digest() == data[:CHECKSUM]:
                    return data[CHECKSUM:]
        return None

    def write(self, file: str, data: bytes) -> None:
        """Keep bytes if there is a place for them; a full disk is no reason to stop."""
        if self.writable is None:
            return
        folder = self.writable.folder / self.name
        with suppress(OSError):
            handle, draft = tempfile.mkstemp(dir=folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(hashlib.sha256(data).digest() + data)
                os.chmod(draft, self.writable.mode & 0o644)
                os.replace(draft, folder / file)
            except BaseException:
                os.unlink(draft)
                raise

    def is_complete(self) -> bool:
        """Return whether everything that a search calls has been kept once."""
        return self.read(COMPLETE) is not None

    def complete(self) -> None:
        """Remember that everything has been kept."""
        if not self.is_complete():
            self.write(COMPLETE, b"")


def prune(place: Path) -> None:
    """Remove all but the newest folders of compiled code; a process that still reads from one compiles again."""
    found: list[tuple[float, Path]] = []
    for folder in place.iterdir():
        if FOLDER.fullmatch(folder.name):
            with suppress(OSError):  # another process prunes too
                found.append((folder.lstat().st_mtime, folder))
    for _, folder in sorted(found, reverse=True)[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
