"""Loading a town's addresses from a file into its gazetteer."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scheduler.geocoding.gazetteer.csv_rows import read_file
from scheduler.geocoding.gazetteer.entry import Entry
from scheduler.geocoding.gazetteer.osm import read_osm
from scheduler.geocoding.gazetteer.problems import refused
from scheduler.geocoding.gazetteer.register import read_register
from scheduler.geocoding.gazetteer.writing import LoadReport, OnProgress, write_gazetteer
from scheduler.services.ports import BoundingBox

_CHUNK = 1 << 20


def load_register(
    source: Path,
    target: Path,
    *,
    box: BoundingBox,
    town: str = "",
    loaded_at: datetime | None = None,
    on_progress: OnProgress | None = None,
) -> LoadReport:
    """Load the CSV export of an address register, such as the national one (PRG), into a gazetteer file.

    Parameters
    ----------
    target : Path
        Replaced as a whole, or left as it was.
    box : BoundingBox
        Of the town: it tells which axis comes first, and rows outside are left out and counted.
    town : str
        For rows without a town.
    loaded_at : datetime or None
        None: now.

    Raises
    ------
    InputError
        With every bad cell of the export.
    GeocodingError
        If the gazetteer cannot be written.
    """
    content = read_file(source)
    register = read_register(content, source.name, box, town)
    facts = _facts("prg", source, hashlib.sha256(content).hexdigest(), register.data_date, loaded_at)
    points, roads, repeated = write_gazetteer(target, register.entries, facts, on_progress)
    return LoadReport(
        points=points,
        roads=roads,
        repeated=repeated,
        outside=register.outside,
        swapped=register.swapped,
        source=facts["source"],
        checksum=facts["checksum"],
    )


def load_osm(
    source: Path,
    target: Path,
    *,
    box: BoundingBox | None = None,
    town: str = "",
    loaded_at: datetime | None = None,
    on_progress: OnProgress | None = None,
) -> LoadReport:
    """Load the addresses of an OpenStreetMap extract (.osm.pbf) into a gazetteer file.

    Parameters
    ----------
    box : BoundingBox or None
        Addresses outside are left out and counted; None: the whole extract.
    town : str
        For addresses without `addr:city`.

    Raises
    ------
    InputError
        If the extract cannot be read, or holds no address.
    GeocodingError
        If the gazetteer cannot be written.
    """
    extract = read_osm(source, box, town)
    _refuse_none(extract.entries, source.name)
    facts = _facts("osm", source, _checksum(source), extract.data_date, loaded_at)
    points, roads, repeated = write_gazetteer(target, extract.entries, facts, on_progress)
    return LoadReport(
        points=points,
        roads=roads,
        repeated=repeated,
        outside=extract.outside,
        swapped=False,
        source=facts["source"],
        checksum=facts["checksum"],
    )


def _refuse_none(entries: Sequence[Entry], name: str) -> None:
    if not entries:
        right = "give an extract with addresses (not one of roads alone) that covers the town"
        raise refused(name, "holds no address inside the town's box", right)


def _facts(kind: str, source: Path, checksum: str, date: str, loaded_at: datetime | None) -> dict[str, str]:
    loaded = (loaded_at or datetime.now(UTC)).astimezone(UTC)
    return {
        "source": kind,
        "file": source.name,
        "checksum": checksum,
        "data_date": date or datetime.fromtimestamp(source.stat().st_mtime, UTC).date().isoformat(),
        "loaded_at": loaded.isoformat(timespec="seconds"),
    }


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
