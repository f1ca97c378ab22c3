"""What closed days tell is worked out anew at night, or when somebody asks for it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.domain.actuals import Drive
from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.learning import Learned
from scheduler.services.closing.daybook import read_day
from scheduler.services.facts import part_of_town, town_head
from scheduler.services.learning.driving import drives_of, learned_speeds
from scheduler.services.learning.estimating import estimates
from scheduler.services.learning.observing import observe
from scheduler.services.learning.record import Kept, kept_learned
from scheduler.services.parties import hold_clients
from scheduler.services.ports import Store, TravelTimes, UnitOfWork

LEARNED = "learning.renewed"
PROGRAM = UserId("")
SINCE = timedelta(days=365)
"""A year of closed days is looked at: what somebody needed before says little about them now."""
DRIVES_SINCE = timedelta(days=28)
"""So many days' drives are looked at: roads are dug up and repaired."""
AT_NIGHT = time(3)
"""From then on, by the town's clock, a new day's worker learns."""


def is_due(unit: UnitOfWork, now: datetime) -> bool:
    """Return whether a night has come since it was worked out last, and there is anything to learn from."""
    local = now.astimezone(town_head(unit).zone)
    as_of = kept_learned(unit).learned.as_of
    if local.time() < AT_NIGHT or (as_of is not None and as_of.astimezone(local.tzinfo).date() >= local.date()):
        return False
    return as_of is not None or bool(unit.actuals.between(local.date() - SINCE, local.date()))


def learn(store: Store, town_id: TownId, travel: TravelTimes, now: datetime, by: UserId = PROGRAM) -> Kept:
    """Work out anew what closed days tell, and keep it; whether plans use it stays as it is.

    Days are read before anybody is held off; of whoever is erased meanwhile nothing is kept.

    Parameters
    ----------
    by : UserId
        Who asked for it; empty: the program itself, of which the audit says nothing.

    Raises
    ------
    StaleError
        If somebody else has worked it out, or switched it, meanwhile.
    TravelError
        As the travel engine's.
    """
    with store.reading(town_id) as unit:
        before = kept_learned(unit)
        learned = worked_out(unit, travel, now)
    with store.writing(town_id) as unit:
        hold_clients(unit)
        learned = _of_known(unit, learned)
        unit.learned.put(learned, seen=before.stamp)
        if by:
            unit.audit.append(AuditEvent(at=now, by=by, action=LEARNED, subject="learning"))
    return Kept(learned=learned, stamp=unit.written_stamp)


def _of_known(unit: UnitOfWork, learned: Learned) -> Learned:
    """Return what was learned without clients who are not there any more; the unit holds the clients."""
    known = (one for one in learned.estimates if one.client_id is None or unit.clients.find(one.client_id) is not None)
    return replace(learned, estimates=tuple(known))


def worked_out(unit: UnitOfWork, travel: TravelTimes, now: datetime) -> Learned:
    """Return what closed days tell now; whether plans use it is as it is kept."""
    today = now.astimezone(town_head(unit).zone).date()
    town = part_of_town(
        unit, **{kind: getattr(unit, kind).all() for kind in ("districts", "places", "clients", "services")}
    )
    actuals = unit.actuals.between(today - SINCE, today)
    found = observe(town, actuals.values(), unit.bookings.between(today - SINCE, today))
    drives = _drives(unit, [day for day in found.days if day >= today - DRIVES_SINCE])
    return replace(
        kept_learned(unit).learned,
        as_of=now,
        first_day=found.days[0] if found.days else None,
        last_day=found.days[-1] if found.days else None,
        days=len(found.days),
        estimates=estimates(found.seen),
        left_out=found.left_out,
        speeds=learned_speeds(town, travel, drives),
    )


def _drives(unit: UnitOfWork, days: list[date]) -> list[Drive]:
    return [drive for day in days for drive in drives_of(read_day(unit, day))]
