"""Backups in tests: made, put back, and written again as somebody would who knows the format."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from scheduler.bootstrap import restoring
from scheduler.domain.audit import AuditEvent, chained
from scheduler.services.ports import Store
from scheduler.store.backup import Restored, read_key_ring, restore, ring_beside
from scheduler.store.kinds import KINDS
from scheduler.store.sql import SqlStore
from scheduler.store.sql.keys import RowKeys
from tests.store.conftest import MASTER_KEY
from tests.store.filled import OLA
from tests.store.samples import DAY, TOWN, client

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def everything(store: Store) -> dict[str, Any]:
    """Return all that a town's ports tell."""
    with store.reading(TOWN) as unit:
        told: dict[str, Any] = {kind.name: dict(getattr(unit, kind.name).all()) for kind in KINDS}
        told |= {"stamp": unit.stamp, "day": unit.days.get(DAY), "heads": list(unit.plans.heads(DAY))}
        told |= {"plan": unit.plans.get(DAY, 1), "audit": list(unit.audit.entries()), "last": unit.audit.last()}
        told["removed"] = unit.clients.changed(0).removed
        told["phone"] = dict(unit.clients.by_phone(client().phone))
    return told


def put_back(path: Path, store: SqlStore, *, replace: bool = False) -> Restored:
    ring = read_key_ring(ring_beside(path))
    return restore(store.engine, path, ring, MASTER_KEY, restoring(by=OLA, at=NOW, replace=replace))


def noted(before: dict[str, Any]) -> dict[str, Any]:
    """Return what a restored town tells, which told this when its backup was made."""
    made = f"backup={NOW.isoformat()}"
    event = AuditEvent(at=NOW, by=OLA, action="town.restored", subject=f"town:{TOWN}", fields=(made,))
    last = chained(event, before["last"])
    return {**before, "stamp": before["stamp"] + 1, "audit": [*before["audit"], last], "last": last}


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write a backup again with other content, as somebody would who knows the format."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in content.items():
            archive.writestr(name, raw)


def body(store: SqlStore, connection: Connection, document: str) -> bytes:
    """Return a booking's document as it lies in the database."""
    ring = store.ring(RowKeys(connection, TOWN), TOWN)
    return ring.seal(("town",), document.encode(), where="bookings/body/R-01")
