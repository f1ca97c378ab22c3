"""Looks into a workbook's ZIP before anything opens it: a few kilobytes can unpack to gigabytes."""

import io
import zipfile

from scheduler.formats.town.files import unreadable

MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 100 * 1024 * 1024
# Sheets of repeated text pack at up to about 1:100; a bomb at 1:1000.
HIGHEST_RATIO = 300
_SMALL = 1024 * 1024
_SAVE_AGAIN = "save it again as .xlsx from a spreadsheet program"


def check_zip(content: bytes, name: str) -> None:
    """Refuse a ZIP that is broken, encrypted, or unpacks to much more than it seems.

    The sizes in the directory are binding: `zipfile` never unpacks more of an entry than it declares.

    Raises
    ------
    UnreadableError
        With the problem to report.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise unreadable(name, "is not a workbook (.xlsx)", _SAVE_AGAIN) from error
    if len(entries) > MOST_ENTRIES:
        raise unreadable(name, f"holds {len(entries)} files", _SAVE_AGAIN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise unreadable(name, "is protected by a password", "save it without one")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or any(map(_bomb, entries)):
        wrong = f"would unpack from {len(content) // 1024} kB to {unpacked // 1024} kB, as a zip bomb does"
        raise unreadable(name, wrong, _SAVE_AGAIN)


def _bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size)
