"""Stored plans and their problems: packed, and sealed under the town's key."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import batched

from sqlalchemy import ColumnElement, select, tuple_

from scheduler.domain.errors import InputError, InputProblem, StoreError
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import PlanHead
from scheduler.store.private import TOWN
from scheduler.store.sql.documents import Document
from scheduler.store.sql.plan_mentions import mentioned
from scheduler.store.sql.session import Session
from scheduler.store.sql.tables import PlanRow
from scheduler.store.unit import PlanKey


@dataclass(frozen=True)
class _Task:
    task_id: str


@dataclass(frozen=True)
class _Stop:
    tasks: tuple[_Task, ...]


@dataclass(frozen=True)
class _Route:
    shift_id: str
    stops: tuple[_Stop, ...]


@dataclass(frozen=True)
class _Orders:
    """What of a plan's document says who does what in which order."""

    routes: tuple[_Route, ...]

    @property
    def by_shift(self) -> Mapping[ShiftId, tuple[str, ...]]:
        """The ids of each shift's tasks."""
        return {
            ShiftId(route.shift_id): tuple(task.task_id for stop in route.stops for task in stop.tasks)
            for route in self.routes
        }


_BATCH = 100
"""So many versions are fetched at once: some megabytes, packed."""

HEAD = Document(PlanHead)
ORDERS = Document(_Orders)
PLAN = Document(Plan)


def plan_where(day: date, version: int, column: str) -> str:
    """Return where something of a plan's row stands."""
    return f"plans/{column}/{day.isoformat()}/{version}"


class SqlPlanShelf:
    """Versions of plans of one town."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return the heads of a day."""
        return self._heads(PlanRow.day == day)

    def head(self, day: date, version: int) -> PlanHead | None:
        """Return the head of one version."""
        found = self._heads(PlanRow.day == day, PlanRow.version == version)
        return found[0] if found else None

    def plan(self, day: date, version: int) -> Plan | None:
        """Return the content of one version."""
        return self._read(day, version, PLAN, self._session.zone)

    def orders(self, day: date, version: int) -> Mapping[ShiftId, Sequence[str]] | None:
        """Return the tasks of each shift of one version, in order; nothing else of it is decoded."""
        found = self._read(day, version, ORDERS, None)
        return None if found is None else found.by_shift

    def naming(
        self, requests: Collection[str], words: Collection[str], but: Collection[PlanKey]
    ) -> Mapping[PlanKey, frozenset[str]]:
        """Return what of some requests and words is in each version but some; only these are read."""
        mine = PlanRow.town_id == self._session.town_id
        kept = self._session.rows(select(PlanRow.day, PlanRow.version).where(mine, PlanRow.plan.is_not(None)))
        found: dict[PlanKey, frozenset[str]] = {}
        for keys in batched(((row.day, row.version) for row in kept if (row.day, row.version) not in but), _BATCH):
            these = tuple_(PlanRow.day, PlanRow.version).in_(keys)
            for row in self._session.rows(select(PlanRow.day, PlanRow.version, PlanRow.plan).where(mine, these)):
                where = plan_where(row.day, row.version, "plan")
                plain = unpacked(self._session, row.plan, where)
                found[row.day, row.version] = mentioned(plain, where, requests, words) if plain else frozenset()
        return found

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of one version."""
        plain = self._opened(day, version, "problem")
        return None if plain is None else plain.decode()

    def _read[T](self, day: date, version: int, document: Document[T], zone: tzinfo | None) -> T | None:
        """Return what is in one version; what this process has read of it is not opened and decoded again."""
        sealed, where = self._sealed(day, version, "plan"), plan_where(day, version, "plan")
        if sealed is None:
            return None
        memory, key = self._session.memory.plans, (day, version, document)
        found: T | None = memory.find(key, sealed)
        if found is None:
            plain = unpacked(self._session, sealed, where)
            if plain is None:
                return None
            found = document.read(plain, where, zone)
            memory.keep(key, sealed, found)
        return found

    def _heads(self, *where: ColumnElement[bool]) -> Sequence[PlanHead]:
        kept = select(PlanRow.day, PlanRow.version, PlanRow.document).where(
            PlanRow.town_id == self._session.town_id, *where
        )
        return [
            HEAD.read(row.document, plan_where(row.day, row.version, "document"), self._session.zone)
            for row in self._session.rows(kept)
        ]

    def _opened(self, day: date, version: int, column: str) -> bytes | None:
        sealed = self._sealed(day, version, column)
        return None if sealed is None else unpacked(self._session, sealed, plan_where(day, version, column))

    def _sealed(self, day: date, version: int, column: str) -> bytes | None:
        mine: list[ColumnElement[bool]] = [
            PlanRow.town_id == self._session.town_id,
            PlanRow.day == day,
            PlanRow.version == version,
        ]
        rows = self._session.rows(select(PlanRow.__table__.c[column].label("sealed")).where(*mine))
        sealed: bytes | None = rows[0].sealed if rows else None
        return sealed


def packed(session: Session, plain: bytes, where: str) -> bytes:
    """Return a text packed and sealed under the town's key."""
    return session.seals.seal((TOWN,), zlib.compress(plain), where=where)


def unpacked(session: Session, sealed: bytes, where: str) -> bytes | None:
    """Return what `packed` wrote; None: the town's key was destroyed.

    Raises
    ------
    StoreError
        If it was changed.
    """
    plain = session.seals.open((TOWN,), sealed, where=where)
    try:
        return None if plain is None else zlib.decompress(plain)
    except zlib.error as error:
        raise StoreError(f"what is kept at {where} cannot be unpacked; restore it from a backup") from error


def text_bytes(text: str, where: str) -> bytes:
    """Return a text in UTF-8.

    Raises
    ------
    InputError
        If it holds half of a surrogate pair.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        wrong, right = "holds half of a character", "write it again"
        raise InputError([InputProblem(file=where, wrong=wrong, right=right)]) from error
