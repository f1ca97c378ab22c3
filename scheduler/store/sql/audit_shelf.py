"""The stored audit chain."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Select, or_, select

from scheduler.domain.audit import AuditEntry, AuditEvent, AuditSearch
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import UserId
from scheduler.store.sql.session import Session
from scheduler.store.sql.tables import AuditRow, TownRow

_ZONES = timedelta(days=1)
"""Times are kept as whoever wrote them told them: by their own zone, some hours off at the most."""
_READ_AT_ONCE = 200


class SqlAuditShelf:
    """The chain of one town."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entries(self, after: int, limit: int) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`."""
        return self._read(self._kept(AuditRow.number > after).order_by(AuditRow.number).limit(limit))

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject."""
        return self._read(self._kept(AuditRow.subject == subject).order_by(AuditRow.number))

    def search(self, wanted: AuditSearch, *, beyond: int | None, newest: bool, limit: int) -> Sequence[AuditEntry]:
        """Return entries that fit, beyond a number, in the order that is asked for."""
        found: list[AuditEntry] = []
        number, close = AuditRow.number, list(_close_to(wanted))
        while len(found) < limit:
            place = [] if beyond is None else [number < beyond if newest else number > beyond]
            order = number.desc() if newest else number
            page = self._read(self._kept(*close, *place).order_by(order).limit(_READ_AT_ONCE))
            found += [entry for entry in page if wanted.fits(entry.event)]
            if len(page) < _READ_AT_ONCE:
                break
            beyond = page[-1].number
        return found[:limit]

    def last(self) -> AuditEntry | None:
        """Return the end of the chain as the town's row says it; of an entry that was taken away only its place."""
        head = select(TownRow.audit_number, TownRow.audit_digest).where(TownRow.id == self._session.town_id)
        rows = self._session.rows(head)
        end = end_of_chain(rows[0]) if rows else None
        found = self._read(self._kept(AuditRow.number == end.number)) if end else []
        return found[0] if end and found and found[0].digest == end.digest else end

    def _kept(self, *where: ColumnElement[bool]) -> Select[Any]:
        return select(AuditRow.__table__).where(AuditRow.town_id == self._session.town_id, *where)

    def _read(self, statement: Select[Any]) -> list[AuditEntry]:
        return [_entry(row) for row in self._session.rows(statement)]


def _close_to(wanted: AuditSearch) -> Iterator[ColumnElement[bool]]:
    """Yield what narrows a search down; what is left is looked at entry by entry."""
    if wanted.by is not None:
        yield AuditRow.by == wanted.by
    if wanted.action is not None:
        yield or_(AuditRow.action == wanted.action, AuditRow.action.startswith(f"{wanted.action}.", autoescape=True))
    if wanted.subject is not None:
        of_kind = AuditRow.subject.startswith(wanted.subject, autoescape=True)
        yield of_kind if wanted.any_of_kind else AuditRow.subject == wanted.subject
    if wanted.start is not None:
        yield AuditRow.at >= (wanted.start - _ZONES).date().isoformat()
    if wanted.end is not None:
        yield AuditRow.at < (wanted.end + 2 * _ZONES).date().isoformat()


def end_of_chain(town: Row[Any]) -> AuditEntry | None:
    """Return the end of the chain as a town's row tells it: its place, and nothing of what happened there."""
    if not town.audit_number:
        return None
    untold = AuditEvent(at=datetime.min.replace(tzinfo=UTC), action="", subject="")
    return AuditEntry(number=town.audit_number, event=untold, before="", digest=town.audit_digest)


def _entry(row: Row[Any]) -> AuditEntry:
    """Return an entry as it stands; whether it follows from the one before is asked elsewhere."""
    try:
        event = AuditEvent(
            at=datetime.fromisoformat(row.at),
            by=UserId(row.by),
            action=row.action,
            subject=row.subject,
            fields=msgspec.json.decode(row.fields, type=tuple[str, ...]),
        )
    except (ValueError, msgspec.MsgspecError) as error:
        raise StoreError(f"what is kept at audit/{row.number} cannot be read; somebody has changed it") from error
    return AuditEntry(number=row.number, event=event, before=row.before, digest=row.digest)


def entry_columns(entry: AuditEntry) -> Mapping[str, Any]:
    """Return an entry as columns, without its town."""
    event = entry.event
    return {
        "number": entry.number,
        "at": event.at.isoformat(),
        "by": event.by,
        "action": event.action,
        "subject": event.subject,
        "fields": msgspec.json.encode(event.fields).decode(),
        "before": entry.before,
        "digest": entry.digest,
    }
