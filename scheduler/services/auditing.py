"""Who did what: noting reads, and looking whether the chain is whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from scheduler.domain.audit import AuditEntry, AuditEvent, AuditSearch, first_broken
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ClientId, UserId
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

READ, EXPORTED, PUBLISHED = "client.read", "client.exported", "plan.published"
_PAGE = 1_000
_SKEW = timedelta(minutes=15)
"""Clocks of several servers differ; entries stand in the order in which they were written."""
_ANCHOR = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def client_subject(client_id: ClientId) -> str:
    """Return a client as audit entries name it."""
    return f"client:{client_id}"


def day_subject(day: date) -> str:
    """Return a service day as audit entries name it."""
    return f"day:{day.isoformat()}"


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """An end of the chain, written down elsewhere: entries up to it can neither be changed nor taken away unnoticed.

    Raises
    ------
    InputError
        From `parse`, if a text is no anchor.
    """

    number: int
    digest: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the anchor that a text says, `1234:` and 64 hexadecimal digits."""
        found = _ANCHOR.fullmatch(text.strip().lower())
        if found is None:
            right = "give what `dojazd audit anchor` printed, a number, a colon and 64 digits"
            problem = InputProblem(file="--anchor", value=text[:80], wrong="is no anchor", right=right)
            raise InputError([problem])
        return cls(number=int(found[1]), digest=found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class Damage(StrEnum):
    """What is wrong with a chain: an entry was changed or taken out; its end is gone; it is not the anchor's chain."""

    BROKEN = "broken"
    CUT = "cut"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class AuditCheck:
    """What looking at the whole chain came to.

    Attributes
    ----------
    entries : int
        How many there are.
    damage : Damage or None
        None: the chain is whole.
    at : int or None
        The first entry that is wrong or missing.
    """

    entries: int
    damage: Damage | None = None
    at: int | None = None


def anchor_of(unit: UnitOfWork) -> Anchor | None:
    """Return the end of a town's chain; None: nothing was ever noted."""
    last = unit.audit.last()
    return None if last is None else Anchor(number=last.number, digest=last.digest)


def check_audit(unit: UnitOfWork, anchor: Anchor | None = None) -> AuditCheck:
    """Look at every entry of a town's chain, page by page.

    Parameters
    ----------
    anchor : Anchor, optional
        An end of the chain as it was once, kept where nobody could change it.
    """
    before: AuditEntry | None = None
    met = anchor is None or anchor.number == 0
    for entry in _walk(unit):
        if first_broken((entry,), before) is not None:
            missing = 1 if before is None else before.number + 1
            return AuditCheck(entries=missing - 1, damage=Damage.BROKEN, at=min(missing, entry.number))
        if anchor is not None and entry.number == anchor.number:
            if entry.digest != anchor.digest:
                return AuditCheck(entries=entry.number, damage=Damage.OTHER, at=entry.number)
            met = True
        before = entry
    count, kept = 0 if before is None else before.number, unit.audit.last()
    if kept != before or not met:
        return AuditCheck(entries=count, damage=Damage.CUT, at=count + 1)
    return AuditCheck(entries=count)


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """What somebody looks for in the chain, by days of the town; empty or None: whatever it is.

    Attributes
    ----------
    by : UserId or None
        Who did it; empty: the program itself.
    action, subject : str
        As `AuditSearch`.
    first, last : date or None
        Both included.
    """

    by: UserId | None = None
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def search_of(unit: UnitOfWork, wanted: AuditFilter) -> AuditSearch:
    """Return the search for what somebody looks for.

    Raises
    ------
    InputError
        If the days are in the wrong order.
    """
    first, last = wanted.first, wanted.last
    if first is not None and last is not None and last < first:
        raise InputError([InputProblem(file="query.from", wrong="is after `to`", right="name the days in their order")])
    zone = town_head(unit).zone
    start, end = (
        None if day is None else datetime.combine(day + timedelta(days=more), time.min, zone)
        for day, more in ((first, 0), (last, 1))
    )
    return AuditSearch(by=wanted.by, action=wanted.action or None, subject=wanted.subject or None, start=start, end=end)


def note_read(unit: UnitOfWork, user: UserId, client_id: ClientId, now: datetime, fields: Sequence[str]) -> bool:
    """Note that somebody read a client's data, once per user, client and quarter of an hour; return whether it was new.

    Parameters
    ----------
    fields : sequence of str
        Names of what was shown.
    """
    subject, begin = client_subject(client_id), quarter_of(now)
    for entry in reversed(unit.audit.about(subject)):
        event = entry.event
        if event.at < begin - _SKEW:
            break
        if event.action == READ and event.by == user and quarter_of(event.at) == begin:
            return False
    unit.audit.append(AuditEvent(at=now, by=user, action=READ, subject=subject, fields=tuple(fields)))
    return True


def quarter_of(moment: datetime) -> datetime:
    """Return the beginning of an instant's quarter-hour, in UTC."""
    moment = moment.astimezone(UTC)
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _walk(unit: UnitOfWork) -> Iterator[AuditEntry]:
    after = 0
    while page := unit.audit.entries(after, _PAGE):
        yield from page
        if page[-1].number <= after:  # a chain whose numbers were changed does not go on for ever
            return
        after = page[-1].number
