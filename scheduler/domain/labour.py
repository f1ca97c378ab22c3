"""Break and rest rules as data per contract type, each citing its article."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.ids import ContractTypeId


@dataclass(frozen=True, kw_only=True)
class BreakRule:
    """A break that is owed from a certain length of the working day.

    Attributes
    ----------
    from_work : timedelta
        Owed when the working day is at least (`strictly_above`: longer than) this.
    duration : timedelta
        Uninterrupted.
    counts_as_work : bool
        Paid and inside the working time.
    latest_start : timedelta or None
        After the start of the shift, the break has begun by then; None: any time inside the shift.
    earliest_start : timedelta
        Not before this long after the start of the shift, so that it is a rest and not a late start.
    """

    from_work: timedelta
    strictly_above: bool = False
    duration: timedelta
    counts_as_work: bool = True
    earliest_start: timedelta = timedelta(0)
    latest_start: timedelta | None = None
    article: str


@dataclass(frozen=True, kw_only=True)
class ContractType:
    """What the law or the contract gives one kind of worker.

    Attributes
    ----------
    daily_rest, weekly_rest : timedelta
        Uninterrupted, between the end of one working day and the start of the next; once in seven days.
    longest_day : timedelta or None
        Working time in a day without overtime.
    longest_driving : timedelta or None
        At the wheel in a day.
    night_start_h, night_end_h : int
        Local hours between which a worker who may not work at night may not be planned.
    """

    id: ContractTypeId
    name: str
    breaks: tuple[BreakRule, ...] = ()
    daily_rest: timedelta = timedelta(0)
    daily_rest_article: str = ""
    weekly_rest: timedelta = timedelta(0)
    weekly_rest_article: str = ""
    longest_day: timedelta | None = None
    longest_day_article: str = ""
    longest_driving: timedelta | None = None
    overtime_allowed: bool = True
    night_allowed: bool = True
    night_start_h: int = 21
    night_end_h: int = 7


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _hours(count: int) -> timedelta:
    return timedelta(hours=count)


_STATUTORY_BREAKS = (
    BreakRule(
        from_work=_hours(6),
        duration=_minutes(15),
        earliest_start=_hours(1),
        article="Kodeks pracy, art. 134 § 1 pkt 1",
    ),
    BreakRule(
        from_work=_hours(9),
        strictly_above=True,
        duration=_minutes(15),
        earliest_start=_hours(5),
        article="Kodeks pracy, art. 134 § 1 pkt 2",
    ),
    BreakRule(
        from_work=_hours(16),
        strictly_above=True,
        duration=_minutes(15),
        earliest_start=_hours(10),
        article="Kodeks pracy, art. 134 § 1 pkt 3",
    ),
)

_DAILY_REST = _hours(11)
_DAILY_ARTICLE = "Kodeks pracy, art. 132 § 1"
_WEEKLY_REST = _hours(35)
_WEEKLY_ARTICLE = "Kodeks pracy, art. 133 § 1"

EMPLOYMENT = ContractType(
    id=ContractTypeId("employment"),
    name="umowa o pracę",
    breaks=_STATUTORY_BREAKS,
    daily_rest=_DAILY_REST,
    daily_rest_article=_DAILY_ARTICLE,
    weekly_rest=_WEEKLY_REST,
    weekly_rest_article=_WEEKLY_ARTICLE,
)
"""Labour Code: 15 min from 6 h, again above 9 h and above 16 h; 11 h and 35 h of rest."""

DRIVER = ContractType(
    id=ContractTypeId("driver"),
    name="umowa o pracę, kierowca",
    # 30 min from 6 h and 45 min above 9 h, in parts of at least 15 min, the first 30 before six hours of work are over.
    breaks=(
        *_STATUTORY_BREAKS,
        BreakRule(
            from_work=_hours(6),
            duration=_minutes(15),
            counts_as_work=False,
            earliest_start=_hours(1),
            latest_start=_hours(6),
            article="Ustawa o czasie pracy kierowców, art. 13",
        ),
    ),
    daily_rest=_DAILY_REST,
    daily_rest_article="Ustawa o czasie pracy kierowców, art. 14 ust. 1",
    weekly_rest=_WEEKLY_REST,
    weekly_rest_article="Ustawa o czasie pracy kierowców, art. 14 ust. 2",
    longest_driving=_hours(9),
)
"""Employed drivers: 30 min of break from 6 h and 45 min above 9 h, whole or in quarters of an hour."""

DISABILITY = ContractType(
    id=ContractTypeId("disability"),
    name="umowa o pracę, orzeczenie o niepełnosprawności",
    breaks=(
        BreakRule(
            from_work=timedelta(0),
            duration=_minutes(15),
            earliest_start=_hours(1),
            article="Ustawa o rehabilitacji zawodowej, art. 17",
        ),
        *_STATUTORY_BREAKS,
    ),
    daily_rest=_DAILY_REST,
    daily_rest_article=_DAILY_ARTICLE,
    weekly_rest=_WEEKLY_REST,
    weekly_rest_article=_WEEKLY_ARTICLE,
    longest_day=_hours(7),
    longest_day_article="Ustawa o rehabilitacji zawodowej, art. 15 ust. 2",
    overtime_allowed=False,
    night_allowed=False,
)
"""Moderate or significant disability: a 7 h day, neither night nor overtime, 15 min more of break."""

MANDATE = ContractType(id=ContractTypeId("mandate"), name="umowa zlecenie")
"""A civil contract: no statutory breaks or rest."""

STATUTORY_CONTRACTS = (EMPLOYMENT, DRIVER, DISABILITY, MANDATE)
"""What a town's file need not repeat; a town may add its own or replace these."""
