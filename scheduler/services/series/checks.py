"""Whether a series is one that the town can serve, before it is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.request import Visit
from scheduler.domain.series import Series, monday_of
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork
from scheduler.services.series.occurrences import most_apart, requests_on
from scheduler.services.series.rules import LONGEST, Recurrence, check_rule
from scheduler.services.wishing import check_requests

MOST_DAYS = 400
"""Skipped, added and changed days of one series, each."""
MOST_PAUSES = 100
_LOOKED_AT = timedelta(days=366)
_WEEK = timedelta(days=7)
type _Problem = tuple[str, str, str, str]


def check_series(unit: UnitOfWork, series: Series) -> None:
    """Refuse a series that no weeks could hold.

    Raises
    ------
    InputError
        With what is wrong in which part, and what would be right.
    NotFoundError
        If no such town is kept.
    """
    rule = Recurrence(first=series.first, rule=series.rule, skipped=series.skipped, added=series.added)
    check_rule(rule, where="body")
    problems = [*_counts(series), *_people(series), *_spans(series), *_order(series), *_once(series)] or [
        *_days(series, rule)
    ]
    if problems:
        raise InputError([InputProblem(file="body", column=c, value=v, wrong=w, right=r) for c, v, w, r in problems])
    check_requests(unit, requests_on(series, series.first, series.first, town_head(unit).zone))


def _counts(series: Series) -> Iterator[_Problem]:
    for name in ("skipped", "added", "changed"):
        if len(getattr(series, name)) > MOST_DAYS:
            yield name, str(len(getattr(series, name))), "are too many days", f"name {MOST_DAYS} at most"
    if len(series.pauses) > MOST_PAUSES:
        yield "pauses", str(len(series.pauses)), "are too many", f"name {MOST_PAUSES} at most"
    if series.times_per_week is not None and not 1 <= series.times_per_week <= 7:
        yield "times_per_week", str(series.times_per_week), "is no number of days of a week", "use 1 to 7, or null"
    if not 1 <= series.gap_days <= 31:
        yield "gap_days", str(series.gap_days), "is no distance", "use 1 (any other day) to 31"


def _people(series: Series) -> Iterator[_Problem]:
    first = series.legs[0].request
    if any(leg.request.party.client_ids != first.party.client_ids for leg in series.legs):
        yield "legs", "", "are for different people", "make a series for each party"
    if series.same_staff and isinstance(first, Visit) and first.workers > 1:
        yield "same_staff", "true", "is for one worker", "leave it out where several crews are needed at once"
    if any(leg.request.after or leg.request.same_staff_as or leg.request.other_staff_than for leg in series.legs):
        yield "legs", "", "are tied to other requests", "leave ties out; the legs of a series belong together already"


def _spans(series: Series) -> Iterator[_Problem]:
    for leg in series.legs:
        if not leg.windows:
            yield "windows", "", "are none", "say between which hours it may begin"


def _order(series: Series) -> Iterator[_Problem]:
    if series.until is not None and series.until < series.first - timedelta(days=1):
        yield (
            "until",
            series.until.isoformat(),
            "is before the first day",
            f"end on {series.first.isoformat()} or later",
        )
    for day in (*series.added, *series.skipped):
        if not series.first <= day <= series.first + LONGEST:
            yield (
                "added",
                day.isoformat(),
                "is not while the series lasts",
                f"name days from {series.first.isoformat()}",
            )
            return


def _once(series: Series) -> Iterator[_Problem]:
    """Yield what is said twice, or of a leg that is none: nobody could tell which of it holds."""
    if twice := _twice(one.day for one in series.changed):
        yield "changed", min(twice).isoformat(), "name a day twice", "say once what is otherwise on a day"
    if any(len(one.windows) > len(series.legs) for one in series.changed):
        yield "changed", "windows", "are for more legs than there are", f"give hours for {len(series.legs)} at most"
    if begins := _twice(one.first for one in series.pauses):
        yield "pauses", min(begins).isoformat(), "begin twice on a day", "begin one pause on a day"


def _twice(days: Iterable[date]) -> list[date]:
    return [day for day, times in Counter(days).items() if times > 1]


def _days(series: Series, rule: Recurrence) -> Iterator[_Problem]:
    """Yield wishes that the days of the rule do not allow."""
    days = rule.days(series.first, series.first + _LOOKED_AT)
    gap = timedelta(days=series.gap_days)
    if series.times_per_week is None:
        near = next(((a, b) for a, b in pairwise(days) if b - a < gap), None)
        if near is not None:
            told = f"{near[0].isoformat()} and {near[1].isoformat()}"
            yield "gap_days", str(series.gap_days), f"is more than between {told}", "tell days further apart, or less"
        return
    weeks: dict[date, list[date]] = {}
    for day in days:
        weeks.setdefault(monday_of(day), []).append(day)
    best = max((most_apart(own, series.gap_days) for own in weeks.values()), default=0)
    if best < series.times_per_week:
        right = f"tell more days, a smaller distance, or {best} times"
        yield "times_per_week", str(series.times_per_week), "is more than any week of the rule allows", right
