"""The folder of day packs: what is printed of each published day, for when servers and phones are dead.

A day's pack is a folder named by the day and the version of its plan. It appears whole or not at all, and the pack of
an older version goes only then; so whoever opens the folder finds one of them at any moment. Files are plain, and
private to whoever runs the program.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from scheduler.formats.sheets.private_files import publish

_NAME = re.compile(r"(20\d\d-\d\d-\d\d) v(\d{1,7})")
_BEGUN = re.compile(r"\.(20\d\d-\d\d-\d\d) v(\d{1,7})-\w+")
"""What is left of a pack that was being written when the power went."""


def write_pack(folder: Path, day: date, version: int, files: Mapping[str, bytes]) -> Path:
    """Write a day's pack, and remove those of its other versions.

    Raises
    ------
    InputError
        If the folder cannot be used; what is there stays as it is.
    """
    made = folder / f"{day.isoformat()} v{version}"
    publish(made, files, replaces=lambda _name: True)
    for path, packed, other in _packs(folder):
        if packed == day and other != version:
            shutil.rmtree(path, ignore_errors=True)
    return made


def packed_versions(folder: Path) -> Mapping[date, int]:
    """Return of which days there are packs, of which version; of a day with several the latest."""
    found: dict[date, int] = {}
    for _, day, version in _packs(folder):
        found[day] = max(version, found.get(day, 0))
    return found


def remove_packs(folder: Path, *, before: date | None = None, of: date | None = None, dry_run: bool = False) -> int:
    """Remove the packs of days before one, or of one day, and return how many.

    What is left of packs that were never finished goes with those of days before: it names people, too.

    Parameters
    ----------
    dry_run : bool
        Only count.
    """
    gone = [
        path
        for path, day, _ in _packs(folder)
        if (before is not None and day < before) or (of is not None and day == of)
    ]
    gone += [path for path, day, _ in _packs(folder, _BEGUN) if before is not None and day < before]
    for path in [] if dry_run else gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def _packs(folder: Path, name: re.Pattern[str] = _NAME) -> Iterator[tuple[Path, date, int]]:
    """Yield the packs that are there; whatever else lies in the folder is somebody else's."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:  # not there yet, or not reachable now: whoever writes to it is told
        return
    for path in paths:
        named = name.fullmatch(path.name)
        if named is None or path.is_symlink() or not path.is_dir():
            continue
        try:
            yield path, date.fromisoformat(named[1]), int(named[2])
        except ValueError:  # the 31st of June
            continue
