"""Who has looked at which clients: one entry per user, client and quarter of an hour, however much is shown at once."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from threading import Lock

from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import ClientId, TownId, UserId
from scheduler.services.access import Principal
from scheduler.services.ports import Store, UnitOfWork

QUARTER_S = 15 * 60
MOST = 100_000
"""So many looks are remembered by a process, before it asks the chain again."""

type _Look = tuple[TownId, UserId, ClientId]


class Looks:
    """Writes looks at clients into the audit.

    A screen shows many clients and is drawn every few seconds. So a process remembers what it has written already;
    what it has not, it looks for in the chain, for another process may have.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[_Look, int] = OrderedDict()
        self._guard = Lock()

    def note(self, who: Principal, clients: Iterable[ClientId], now: datetime) -> None:
        """Note that somebody looks at clients."""
        quarter = _quarter(now)
        new = [one for one in dict.fromkeys(clients) if self._known.get((who.town_id, who.user_id, one)) != quarter]
        if not new:
            return
        with self._store.reading(who.town_id) as unit:
            unwritten = [one for one in new if not _written(unit, who.user_id, one, quarter)]
        if unwritten:
            with self._store.writing(who.town_id) as unit:
                for one in unwritten:
                    unit.audit.append(AuditEvent(at=now, by=who.user_id, action="client.read", subject=f"client:{one}"))
        self._remember(who, new, quarter)

    def _remember(self, who: Principal, clients: Iterable[ClientId], quarter: int) -> None:
        with self._guard:
            for one in clients:
                look = who.town_id, who.user_id, one
                self._known[look] = quarter
                self._known.move_to_end(look)
            while len(self._known) > MOST:
                self._known.popitem(last=False)


def _quarter(at: datetime) -> int:
    return int(at.timestamp() // QUARTER_S)


def _written(unit: UnitOfWork, user: UserId, client_id: ClientId, quarter: int) -> bool:
    return any(
        entry.event.by == user and entry.event.action == "client.read" and _quarter(entry.event.at) == quarter
        for entry in unit.audit.about(f"client:{client_id}")
    )
