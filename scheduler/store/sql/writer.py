"""What a unit leaves, written at its end: the town's row first, whose lock puts the ends of units in one order."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, insert, text, update

from scheduler.domain.audit import AuditEvent, chained
from scheduler.domain.errors import ConflictError
from scheduler.domain.service_days import DayState
from scheduler.domain.town import TownHead
from scheduler.store.private import PRIVATE
from scheduler.store.sql.audit_shelf import end_of_chain, entry_columns
from scheduler.store.sql.day_shelf import DOCUMENT, SECRET, day_where
from scheduler.store.sql.kind_writer import KindWriter
from scheduler.store.sql.last_changes import with_changes
from scheduler.store.sql.layout import LAYOUTS
from scheduler.store.sql.plan_shelf import HEAD, PLAN, packed, plan_where, text_bytes
from scheduler.store.sql.session import Session
from scheduler.store.sql.shelf import check_texts
from scheduler.store.sql.tables import AuditRow, DayRow, PlanRow, TownRow
from scheduler.store.sql.upsert import insert_or_leave, insert_or_update
from scheduler.store.unit import PlanKey, Written

CHANNEL = "dojazd"
"""Where PostgreSQL tells whoever listens of a town's new stamp: its id, a space, the stamp."""
_TOWN = (TownRow.stamp, TownRow.seq, TownRow.changes, TownRow.audit_number, TownRow.audit_digest)


def write(session: Session, written: Written) -> int:
    """Write everything that a unit has changed under the town's next stamp, and return it; 0: nothing was changed.

    Raises
    ------
    StaleError
        If something has another stamp than the unit saw.
    ConflictError
        If somebody else has added a plan of the same version.
    """
    if written.empty:
        return 0
    town = _advance(session, written)
    stamp: int = town.stamp
    seq: int = town.seq - _count(written)
    writers = {name: KindWriter(LAYOUTS[name], session, stamp) for name in written.kinds}
    for name, left in written.kinds.items():
        writers[name].put(left.put, seq)
        seq += len(left.put)
    for name, left in reversed(tuple(written.kinds.items())):
        writers[name].remove(left.gone)
    for state in written.days.values():
        _write_day(session, state, stamp)
    _write_plans(session, written)
    events = _write_events(session, town, written.events)
    _close(session, {**events, "changes": with_changes(town.changes, written.kinds, stamp)})
    if session.postgres:
        told = {"channel": CHANNEL, "told": f"{session.town_id} {stamp}"}
        session.run(text("SELECT pg_notify(:channel, :told)"), told)
    return stamp


def _advance(session: Session, written: Written) -> Row[Any]:
    """Take the town's next stamp and so many places as there are new things; return its row, which is locked now."""
    values: dict[str, Any] = {"stamp": TownRow.stamp + 1, "seq": TownRow.seq + _count(written), **_zone(written)}
    if not session.stamp:
        session.add_town()
    mine = update(TownRow).where(TownRow.id == session.town_id).values(values)
    (row,) = session.rows(mine.returning(*_TOWN))
    return row


def _count(written: Written) -> int:
    return sum(len(left.put) for left in written.kinds.values())


def _zone(written: Written) -> Mapping[str, str]:
    left = written.kinds.get("head")
    heads: list[TownHead] = [put.value for put in left.put.values()] if left else []
    return {"zone": heads[-1].zone.key} if heads else {}


def _write_day(session: Session, state: DayState, stamp: int) -> None:
    private, where = PRIVATE["days"], f"days {state.day.isoformat()}"
    row: dict[str, Any] = {"town_id": session.town_id, "day": state.day, "version": state.version, "stamp": stamp}
    row["document"] = DOCUMENT.write(private.hidden(state), where).decode()
    row["sealed"] = None
    if private.has(state):
        plain = SECRET.write(private.part(state), where)
        row["sealed"] = session.seals.seal(private.subjects(state), plain, where=day_where(state.day))
    session.run(insert_or_update(session.connection, DayRow.__table__), row)


def _write_plans(session: Session, written: Written) -> None:
    for (day, version), (head, plan) in written.plans.items():
        row = {
            "town_id": session.town_id,
            "day": day,
            "version": version,
            "document": HEAD.write(head, f"plans {day.isoformat()}").decode(),
            "plan": packed(
                session, PLAN.write(plan, f"plans {day.isoformat()}", checked=False), plan_where(day, version, "plan")
            ),
            "problem": None,
        }
        if session.run(insert_or_leave(session.connection, PlanRow.__table__), row).rowcount != 1:
            raise ConflictError(f"{day.isoformat()} has a plan of version {version} already")
    for (day, version), plan in written.redacted.items():
        where = plan_where(day, version, "plan")
        _change_plan(session, (day, version), {"plan": packed(session, PLAN.write(plan, where, checked=False), where)})
    for (day, version), problem in written.problems.items():
        where = plan_where(day, version, "problem")
        _change_plan(session, (day, version), {"problem": packed(session, text_bytes(problem, where), where)})
    for key in written.forgotten:
        _change_plan(session, key, {"plan": None, "problem": None})


def _change_plan(session: Session, key: PlanKey, values: Mapping[str, bytes | None]) -> None:
    mine = (PlanRow.town_id == session.town_id, PlanRow.day == key[0], PlanRow.version == key[1])
    session.run(update(PlanRow).where(*mine).values(values))


def _write_events(session: Session, town: Row[Any], events: Sequence[AuditEvent]) -> Mapping[str, Any]:
    """Write entries behind the end of the chain that the town's row tells; return what it tells then."""
    last, rows = end_of_chain(town), []
    for event in events:
        last = chained(event, last)
        row = {"town_id": session.town_id, **entry_columns(last)}
        check_texts(f"audit {event.action}", row.values())
        rows.append(row)
    if not rows or last is None:
        return {}
    session.run(insert(AuditRow), rows)
    return {"audit_number": last.number, "audit_digest": last.digest}


def _close(session: Session, values: Mapping[str, Any]) -> None:
    """Write what the town's row tells after everything else is written."""
    session.run(update(TownRow).where(TownRow.id == session.town_id).values(values))
