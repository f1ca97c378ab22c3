"""Finished replications, a file each: whole or not at all, and known again by what they were played from."""

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.sheets.private_files import write_private

ENDING = ".json"
_SCHEMA = 1


class KeptInFiles:
    """Replications kept in a folder, by the keys of their tasks.

    Parameters
    ----------
    folder : Path
        Made if it is missing, its owner's alone.

    Raises
    ------
    InputError
        If the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            for one in (folder.parent, folder):  # the parent is the study's own folder
                one.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _refusal(folder, error) from error

    def get(self, key: str) -> tuple[Figure, ...] | None:
        """Return the figures of a replication; None: there are none, or the file is not what was written.

        A file that was torn by a crash or touched by hand is as good as none: the replication is played again.
        """
        try:
            content = self._path(key).read_bytes()
        except OSError:
            return None
        seal, _, body = content.partition(b"\n")
        return _figures(body) if seal == _seal(key, body) else None

    def keep(self, key: str, figures: Sequence[Figure]) -> None:
        """Write the figures of a replication, and return when they would outlast a power cut.

        Raises
        ------
        InputError
            If the disk is full, or the folder gone.
        ValueError
            For a figure that is no number.
        """
        rows = [[f.scenario, f.replication, f.day.isoformat(), f.kpi, f.district, f.service, f.value] for f in figures]
        body = json.dumps(rows, allow_nan=False, ensure_ascii=False).encode()
        new = self._folder / f".{key}-{os.getpid()}"
        try:
            new.unlink(missing_ok=True)
            write_private(new, _seal(key, body) + b"\n" + body)
            _to_disk(new)
            new.replace(self._path(key))
            _to_disk(self._folder)
        except OSError as error:
            raise _refusal(self._folder, error) from error

    def clear(self) -> None:
        """Forget all of them."""
        for path in self._folder.glob(f"*{ENDING}"):
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{ENDING}"


def _seal(key: str, body: bytes) -> bytes:
    return hashlib.sha256(f"{_SCHEMA} {key}\n".encode() + body).hexdigest().encode()


def _figures(body: bytes) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            scenario=scenario,
            replication=replication,
            day=date.fromisoformat(day),
            kpi=kpi,
            district=district,
            service=service,
            value=value,
        )
        for scenario, replication, day, kpi, district, service, value in json.loads(body)
    )


def _to_disk(path: Path) -> None:
    """Have the system write what it holds of a file or a folder; Windows knows no folders that are opened."""
    if os.name == "nt" and path.is_dir():
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _refusal(folder: Path, error: OSError) -> InputError:
    wrong = f"cannot be written ({error.strerror or error})"
    right = "choose a folder that you may write to, with room on its disk"
    return InputError([InputProblem(file=str(folder), wrong=wrong, right=right)])
