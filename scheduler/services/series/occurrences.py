"""The occurrences of a series: on which days it may have them, and what is asked for on one of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.booking_policy import HolidayRule
from scheduler.domain.request import Request, Ride
from scheduler.domain.series import ClockSpan, Series, monday_of, occurrence_id
from scheduler.domain.time import TimeWindow, clock_instant
from scheduler.domain.town import TownHead
from scheduler.services.holidays import HolidayCalendar
from scheduler.services.series.rules import Recurrence

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """So many occurrences on some days: one on a day of the rule, or some in a week of which the town chooses the days.

    Attributes
    ----------
    days : mapping of date to date
        Days of the rule that it may be for, and the service day of each: another one after a holiday.
    lost : mapping of date to str
        Days of the rule that it may not be for, and why: pause, holiday, or past.
    """

    days: Mapping[date, date]
    times: int = 1
    lost: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is booked of a series already, by days of its rule.

    Attributes
    ----------
    held : set of date
        Booked.
    over : set of date
        Was booked, and somebody cancelled it: it is not booked again.
    partly : mapping of date to date
        Booked for some of the party alone, while somebody is back who was away; with the service day of what is booked.
    """

    held: Collection[date] = frozenset()
    over: Collection[date] = frozenset()
    partly: Mapping[date, date] = field(default_factory=dict)


def rule_days(series: Series, first: date, last: date) -> tuple[date, ...]:
    """Return the days that the rule tells while the series lasts, from `first` to `last`, changed ones too."""
    rule = Recurrence(first=series.first, rule=series.rule, skipped=series.skipped, added=series.added)
    return rule.days(first, last if series.until is None else min(last, series.until))


def turns(series: Series, first: date, last: date, head: TownHead, known: Known) -> tuple[Turn, ...]:
    """Return what is still to be put in on some days, in their order.

    Parameters
    ----------
    first, last : date
        Both included. Of a series whose days the town chooses only whole weeks up to `last` are looked at: before the
        rest of a week can be booked, nobody can choose among its days.
    """
    calendar = _Calendar(series, head)
    beside = tuple(Turn(days={day: given}) for day, given in sorted(known.partly.items()) if first <= given <= last)
    if series.times_per_week is None:
        return (*beside, *_fixed(series, rule_days(series, first, last), calendar, known))
    return (*beside, *_chosen(series, first, last, calendar, known))


def requests_on(series: Series, day: date, given: date, zone: ZoneInfo) -> tuple[Request, ...]:
    """Return what is asked for on a day.

    Parameters
    ----------
    day : date
        Of the rule.
    given : date
        The service day.
    """
    change = series.change_of(day)
    ids = [occurrence_id(series, day, number) for number in range(len(series.legs))]
    made = []
    for number, leg in enumerate(series.legs):
        own = change.windows[number] if change and number < len(change.windows) else ()
        spans = own or leg.windows
        windows = tuple(_window(span, given, zone) for span in spans)
        wish = None if leg.wish is None else _wish(leg.wish, spans, given, zone)
        request = replace(leg.request, id=ids[number], day=given, windows=windows, wish=wish)
        made.append(_together(request, ids[0]) if len(ids) > 1 else request)
    return tuple(made)


def _together(request: Request, first: str) -> Request:
    """Return a request that is served with the others of its occurrence or not at all; rides are one journey."""
    whole = replace(request, group=first)
    return replace(whole, journey=first) if isinstance(whole, Ride) else whole


def _window(span: ClockSpan, day: date, zone: ZoneInfo) -> TimeWindow:
    start = clock_instant(day, span.start, zone)
    end = clock_instant(day if span.end >= span.start else day + _DAY, span.end, zone)
    # Where the clocks go forward an hour is read as the next one: a window there never ends before it starts.
    return TimeWindow(start=start, end=max(start, end, key=datetime.timestamp))


def _wish(wish: time, spans: tuple[ClockSpan, ...], day: date, zone: ZoneInfo) -> datetime:
    overnight = bool(spans) and spans[0].end < spans[0].start and wish < spans[0].start
    return clock_instant(day + _DAY if overnight else day, wish, zone)


class _Calendar:
    """What becomes of a series on holidays: where its legs differ, the strictest holds."""

    def __init__(self, series: Series, head: TownHead) -> None:
        policy = head.policy.booking
        self._calendar = HolidayCalendar(policy)
        rules = {policy.of(leg.request.service_id).holidays for leg in series.legs}
        self._rule = rules.pop() if len(rules) == 1 else HolidayRule.SKIP

    def given(self, day: date) -> date | None:
        return self._calendar.day_for(self._rule, day)


def _fixed(series: Series, days: Collection[date], calendar: _Calendar, known: Known) -> Iterator[Turn]:
    for day in days:
        change = series.change_of(day)
        if day in known.held or day in known.over or series.paused(day) or (change is not None and change.cancelled):
            continue
        given = calendar.given(day)
        yield Turn(days={} if given is None else {day: given}, lost={day: "holiday"} if given is None else {})


def _chosen(series: Series, first: date, last: date, calendar: _Calendar, known: Known) -> Iterator[Turn]:
    end = last if series.until is None or series.until > last else series.until + _WEEK
    monday = monday_of(first)
    while monday + _WEEK - _DAY <= max(last, end):
        whole = rule_days(series, monday, min(monday + _WEEK - _DAY, last))
        turn = _week(series, whole, first, calendar, known)
        if turn.times > 0:
            yield turn
        monday += _WEEK


def _week(series: Series, whole: tuple[date, ...], first: date, calendar: _Calendar, known: Known) -> Turn:
    """Return what is still to be put into a week; what is cancelled there, or was before, counts as had."""
    changed = {day for day in whole if (change := series.change_of(day)) is not None and change.cancelled}
    had = changed | {day for day in whole if day in known.held or day in known.over}
    lost = {day: why for day in whole if (why := _lost(series, day, first, calendar))}
    wanted = min(series.times_per_week or 0, most_apart(whole, series.gap_days))
    # What is over cannot be had any more, and a pause of the whole week is what was asked for.
    open_days = [day for day in whole if lost.get(day) != "past"]
    still = min(wanted - len(had), most_apart(open_days, series.gap_days))
    if all(lost.get(day) in {"pause", "past"} for day in whole):
        still = 0
    days = {day: day for day in whole if day not in lost and day not in had}
    return Turn(days=days, times=max(0, still), lost={day: why for day, why in lost.items() if why != "past"})


def _lost(series: Series, day: date, first: date, calendar: _Calendar) -> str:
    if day < first:
        return "past"
    if series.paused(day):
        return "pause"
    return "holiday" if calendar.given(day) != day else ""


def most_apart(days: Collection[date], gap_days: int) -> int:
    """Return how many of some days can be had that are so far from each other."""
    count, last = 0, None
    for day in sorted(days):
        if last is None or day - last >= timedelta(days=gap_days):
            count, last = count + 1, day
    return count
