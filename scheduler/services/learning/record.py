"""The record of what a town has learned: a manager decides whether plans use it, and what is about somebody can go."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import ClientId, UserId
from scheduler.domain.learning import LEARNED_ID, Learned
from scheduler.services.ports import UnitOfWork

SWITCHED = "learning.switched"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a town has learned, and its stamp: which state of it somebody saw."""

    learned: Learned
    stamp: int


def kept_learned(unit: UnitOfWork) -> Kept:
    """Return what a town has learned; nothing, and not used, if nobody has ever worked it out."""
    found = unit.learned.find(LEARNED_ID)
    return Kept(learned=found or Learned(), stamp=unit.learned.stamp_of(LEARNED_ID))


def switch(unit: UnitOfWork, *, used: bool, by: UserId, now: datetime, seen: int) -> Learned:
    """Let plans use what was learned, or the catalogue's times again; plans that are made from now on do.

    Raises
    ------
    StaleError
        If it is not as it was seen.
    """
    kept = kept_learned(unit)
    if kept.stamp != seen:
        raise StaleError("what was learned", seen=seen, now=kept.stamp)
    if kept.learned.used == used:
        return kept.learned
    after = replace(kept.learned, used=used, changed_at=now, changed_by=by)
    unit.learned.put(after, seen=kept.stamp)
    fields = ("used=true" if used else "used=false",)
    unit.audit.append(AuditEvent(at=now, by=by, action=SWITCHED, subject="learning", fields=fields))
    return after


def forget_client(unit: UnitOfWork, client_id: ClientId) -> None:
    """Take out what was learned about one client."""
    kept = kept_learned(unit)
    rest = tuple(one for one in kept.learned.estimates if one.client_id != client_id)
    if rest != kept.learned.estimates:
        unit.learned.put(replace(kept.learned, estimates=rest), seen=kept.stamp)


def learned_until(unit: UnitOfWork, last: date) -> int:
    """Return how many estimates there are, if all come from days until `last`; else 0.

    Otherwise they are worked out anew, the next night, from the days that are kept.
    """
    learned = kept_learned(unit).learned
    return len(learned.estimates) if learned.last_day is not None and learned.last_day <= last else 0


def forget_estimates(unit: UnitOfWork) -> None:
    """Take out everything that was learned; whether plans use what is learned next stays as it is."""
    kept = kept_learned(unit)
    bare = replace(kept.learned, first_day=None, last_day=None, days=0, estimates=(), left_out={}, speeds=())
    unit.learned.put(bare, seen=kept.stamp)
