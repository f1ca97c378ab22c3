"""The files of a feed in one archive that is the same, byte by byte, for the same rides."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

type Row = Mapping[str, str | int]
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def table(rows: Sequence[Row]) -> bytes:
    """Return rows as a file of GTFS: UTF-8, commas, the columns of the first row.

    A value has no tab and no end of a line, which the reference forbids.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: " ".join(str(value).split()) for key, value in row.items()} for row in rows)
    return out.getvalue().encode()


def digest(files: Mapping[str, bytes]) -> str:
    """Return what tells one content from another."""
    told = hashlib.sha256()
    for name, content in sorted(files.items()):
        told.update(f"{name} {len(content)}\n".encode() + content)
    return told.hexdigest()[:16]


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the archive. It is not compressed: what deflate makes of a file changes from library to library."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
