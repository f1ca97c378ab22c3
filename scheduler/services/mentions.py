"""Where plans speak of clients, looked for before anybody is held off: to go through the plans of years takes a while.

A version never changes but that something is taken out of it. So what was found in a reading unit stays good, and under
the locks only versions are looked at that were made since.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.ids import ClientId
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """What a look through the plans has found.

    Attributes
    ----------
    traces : frozenset of str
        What was looked for: names of clients, and ids of their requests.
    seen : frozenset of (date, int)
        The versions that were looked through.
    days : mapping of str to frozenset of date
        By what was looked for, the days of which a version speaks of it.
    """

    traces: frozenset[str] = frozenset()
    seen: frozenset[tuple[date, int]] = frozenset()
    days: Mapping[str, frozenset[date]] = field(default_factory=dict)

    @property
    def all_days(self) -> frozenset[date]:
        """The days of which a version speaks of anything that was looked for."""
        return frozenset().union(*self.days.values())


NOTHING_SEEN = Mentions()


def look_for(unit: UnitOfWork, client_ids: Collection[ClientId], known: Mentions = NOTHING_SEEN) -> Mentions:
    """Return where plans speak of some clients, by their names or requests, wherever their bookings say they were.

    Parameters
    ----------
    known : Mentions
        Of an earlier look for them, perhaps for others as well: only what is newer is looked through, unless something
        is known of them now that was not looked for then.
    """
    clients = [unit.clients.find(one) for one in client_ids]
    names = {one.name for one in clients if one is not None and one.name.strip()}
    requests = {key for one in client_ids for key in unit.bookings.of_client(one)}
    traces = frozenset(names | requests)
    if not traces <= known.traces:
        known = NOTHING_SEEN
    days = {trace: set(known.days.get(trace, ())) for trace in traces}
    newer = unit.plans.naming(requests, names, but=known.seen) if traces else {}
    for (day, _), found in newer.items():
        for trace in found:
            days[trace].add(day)
    return Mentions(
        traces=traces,
        seen=known.seen | newer.keys(),
        days={trace: frozenset(found) for trace, found in days.items()},
    )
