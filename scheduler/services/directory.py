"""Lists of clients, found by name or one after another: each list that somebody reads is one entry of the audit."""

from collections.abc import Iterable, Sequence
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
        self, who: Principal, *, after: ClientId | None, limit: int, now: datetime
    ) -> tuple[Sequence[Client], ClientId | None]:
        """Return some of the clients by name, and after whom the next ones come; None: there are none.

        Raises
        ------
        InputError
            If the one after whom they should come is not there any more.
        """
        with self._store.reading(who.town_id) as unit:
            index = self._index(unit)
            if after is not None and after not in index:
                right = "begin the list again"
                raise InputError([InputProblem(file="query.cursor", wrong="is none of this list", right=right)])
            ids = index.following(after, limit + 1)
            found = _clients(unit, ids[:limit])
        self._note(who, len(found), now)
        return found, ids[limit - 1] if len(ids) > limit else None

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
