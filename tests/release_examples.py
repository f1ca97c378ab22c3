"""Files of today's program that a release keeps; the same each time they are made."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.formats.capacity.answer_json import dump_answer
from scheduler.formats.capacity.tables import tables_of
from scheduler.formats.client_record import record_document
from scheduler.formats.sheets.cash_csv import cash_csv
from scheduler.formats.sheets.report_files import report_csv
from scheduler.services.exporting import export_client
from scheduler.services.reporting.columns import TABLES
from scheduler.store.backup import backup, ring_beside
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
from tests.formats.capacity.an_answer import FIGURES, an_answer
from tests.formats.report_of import report_of
from tests.formats.sheets.test_cash_csv import cash_of, entry
from tests.solver.vroom_cases import job, problem, shipment, solved, vehicle
from tests.unit.services.kept_office import EWA, LATER, Office

MASTER_KEY = MasterKey(bytes(32))
"""Opens the kept backup, in which nothing is."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def archived(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive that is the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def made() -> Mapping[str, bytes]:
    """Return the files by name."""
    return {"answer.json": f"{dump_answer(an_answer())}\n".encode(), "client.json": _client(), **_vroom(), **_tables(),
            **_backup()}  # fmt: skip


def _client() -> bytes:
    office = Office()
    office.call()
    with office.reading() as unit:
        document = record_document(export_client(unit, EWA, LATER), ZoneInfo("Europe/Warsaw"))
    return _text(document)


def _vroom() -> Mapping[str, bytes]:
    asked = problem(
        job(1, 2, delivery=[1], time_windows=[[0, 900]], description="parcel", skills=[1]),
        shipment(3, (1, 3), amount=[1], priority=5),
        job(9, 4, delivery=[9]),
        vehicles=[
            vehicle(capacity=[2], skills=[1], breaks=[{"id": 1, "time_windows": [[300, 600]], "service": 60}])
        ],
    )  # fmt: skip
    return {"vroom.json": _text(asked), "vroom-solution.json": _text(solved(asked))}


def _tables() -> Mapping[str, bytes]:
    results = archived(sorted(tables_of(FIGURES, an_answer()).items()))
    reports = (
        (f"{name}.{lang}.csv", report_csv(report_of(name), lang=lang).encode())
        for name in TABLES
        for lang in ("pl", "en")
    )
    return {"study-tables.zip": results, "reports.zip": archived(reports),
            "cash.csv": cash_csv(cash_of(entry("Maria Kowalska", 505))).encode()}  # fmt: skip


def _backup() -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "backup.zip"
        with open_store(f"sqlite:///{folder}/dojazd.sqlite", ring_of(MASTER_KEY)) as store:
            backup(store.engine, path, MASTER_KEY, datetime(2026, 11, 22, 20, tzinfo=UTC))
        with zipfile.ZipFile(path) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
        return {"backup.zip": archived(members), ring_beside(path).name: ring_beside(path).read_bytes()}


def _text(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
