"""Lists of clients, found by name or one after another: each list that somebody reads is one entry of the audit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from scheduler.domain.audit import AuditEvent
from scheduler.domain.client import Client
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ClientId, TownId
from scheduler.services.access import Principal
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.searching import NameIndex

LISTED = "clients.listed"


@dataclass(frozen=True, kw_only=True)
class ListPlace:
    """A place in the list: after a client, as they were at some stamp."""

    client_id: ClientId
    stamp: int


class Directory:
    """The clients of all towns; their names are read once, and then only those that have changed.

    It may be asked by several threads at once.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._indexes: dict[TownId, NameIndex] = {}
        self._guard = Lock()

    def find(self, who: Principal, text: str, *, limit: int, now: datetime) -> Sequence[Client]:
        """Return clients for what was typed so far, best first, as `NameIndex.find` takes it."""
        with self._store.reading(who.town_id) as unit:
            found = _clients(unit, self._index(unit).find(text, limit))
        self._note(who, len(found), now)
        return found

    def page(
        self, who: Principal, *, after: ListPlace | None, limit: int, now: datetime
    ) -> tuple[Sequence[Client], ListPlace | None]:
        """Return some of the clients by name, and after whom the next ones come; None: there are none.

        Raises
        ------
        InputError
            If the one after whom they should come was changed since, or is gone: with another name they would come
            elsewhere, and those between would be left out or come twice.
        """
        with self._store.reading(who.town_id) as unit:
            index = self._index(unit)
            begin = None if after is None else after.client_id
            ids = index.following(begin, limit + 1, as_of=unit.stamp)
            # A database is asked only for ids that are known: others may be nothing that it takes for one.
            if ids is None or (after is not None and unit.clients.stamp_of(after.client_id) != after.stamp):
                wrong, right = "stands for somebody who was changed meanwhile", "begin the list again"
                raise InputError([InputProblem(file="query.cursor", wrong=wrong, right=right)])
            found = _clients(unit, ids[:limit])
            last = ids[limit - 1] if len(ids) > limit else None
            more = None if last is None else ListPlace(client_id=last, stamp=unit.clients.stamp_of(last))
        self._note(who, len(found), now)
        return found, more

    def _index(self, unit: UnitOfWork) -> NameIndex:
        with self._guard:
            index = self._indexes.setdefault(unit.town_id, NameIndex())
        index.update(unit)
        return index

    def _note(self, who: Principal, count: int, now: datetime) -> None:
        with self._store.writing(who.town_id) as unit:
            subject, told = f"town:{who.town_id}", (f"count={count}",)
            unit.audit.append(AuditEvent(at=now, by=who.user_id, action=LISTED, subject=subject, fields=told))


def _clients(unit: UnitOfWork, ids: Iterable[ClientId]) -> list[Client]:
    """Return those who are there: the index may know already what has become of them meanwhile."""
    return [client for one in ids if (client := unit.clients.find(one)) is not None]
