"""Recurrence rules (RFC 5545), read by `dateutil`: what is no rule, or none of people's weeks, is refused.

A series has one occurrence a day at most, and people's appointments come by days, weeks, months and years. Rules by the
hour or second, and parts that nobody can say at a desk, are refused; so `dateutil` never looks through thousands of
years for a day that does not come.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rruleset, weekday

from scheduler.domain.errors import InputError, InputProblem

LONGEST = timedelta(days=3653)
"""A rule that says when it ends ends within ten years."""
LASTS = timedelta(days=10958)
"""A rule without an end is followed for thirty years."""
MOST_TIMES = 2_000
"""COUNT is this at most."""
LONGEST_TEXT = 200
FILE = "series"

_FREQUENCIES: Mapping[str, Literal[0, 1, 2, 3]] = {
    "DAILY": DAILY,
    "WEEKLY": WEEKLY,
    "MONTHLY": MONTHLY,
    "YEARLY": YEARLY,
}
_INTERVALS = {"DAILY": 366, "WEEKLY": 53, "MONTHLY": 24, "YEARLY": 5}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(T\d{6})?")
_PART = re.compile(r"([A-Z]+)=([A-Z0-9,+-]+)")
_KEYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY"})
_LEAP_YEAR = 2024


class NoRuleError(ValueError):
    """What is wrong with a rule, and what would be right; becomes an `InputError` that names where it stands."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right = wrong, right


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """The days of a rule.

    Attributes
    ----------
    first : date
        DTSTART; the rule counts from it.
    rule : str
        RRULE, with or without that word before it.
    skipped, added : tuple of date
        EXDATE and RDATE; a date that the rule does not tell may be skipped all the same.
    """

    first: date
    rule: str
    skipped: tuple[date, ...] = ()
    added: tuple[date, ...] = ()

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days from `first` to `last`, both included, in their order.

        Raises
        ------
        InputError
            If the rule is none.
        """
        return tuple(day for day in _set_of(self) if first <= day <= last) if last >= first else ()


def check_rule(rule: Recurrence, *, where: str = FILE) -> None:
    """Refuse what is no rule, or never comes.

    Raises
    ------
    InputError
        With what is wrong, in which part, and what would be right.
    """
    parts = _read(rule, where)
    if not rule.added and not any(True for _ in _made(parts, rule.first, rule.first + LONGEST)):
        right = "say a rule that comes, such as FREQ=WEEKLY;BYDAY=MO,TH"
        raise _refused(NoRuleError("tells no day within ten years", right), rule.rule, where)


def _read(rule: Recurrence, where: str) -> dict[str, str]:
    try:
        parts = _parts(rule.rule)
        _checked(parts, rule.first)
    except NoRuleError as error:
        raise _refused(error, rule.rule, where) from error
    return parts


def _refused(error: NoRuleError, rule: str, where: str) -> InputError:
    problem = InputProblem(file=where, column="rule", value=rule[:60], wrong=error.wrong, right=error.right)
    return InputError([problem])


@lru_cache(maxsize=4096)
def _set_of(rule: Recurrence) -> tuple[date, ...]:
    """Return all days of a rule; a desk asks for the days of one series again and again."""
    parts = _read(rule, FILE)
    whole = rruleset()
    whole.rrule(_made(parts, rule.first, rule.first + LASTS))
    for day in rule.added:
        whole.rdate(_at(day))
    for day in rule.skipped:
        whole.exdate(_at(day))
    return tuple(one.date() for one in whole)


def _made(parts: Mapping[str, str], first: date, last: date) -> rrule:
    """Return the rule as dateutil has it; it counts by the calendar, so its zone is of no account."""
    until = min(last, _until(parts["UNTIL"])) if "UNTIL" in parts else last
    return rrule(
        _FREQUENCIES[parts["FREQ"]],
        dtstart=_at(first),
        interval=int(parts.get("INTERVAL", "1")),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        # A rule with COUNT has no UNTIL (RFC 5545); it has MOST_TIMES days at most.
        until=None if "COUNT" in parts else _at(until),
        wkst=_WEEKDAYS.index(parts.get("WKST", "MO")),
        byweekday=[_weekday(one) for one in _list(parts, "BYDAY")] or None,
        bymonth=[int(one) for one in _list(parts, "BYMONTH")] or None,
        bymonthday=[int(one) for one in _list(parts, "BYMONTHDAY")] or None,
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)


def _weekday(told: str) -> weekday:
    return weekday(_WEEKDAYS.index(told[-2:]), int(told[:-2]) if told[:-2] else None)


def _list(parts: Mapping[str, str], key: str) -> list[str]:
    return parts[key].split(",") if key in parts else []


def _parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name."""
    if len(rule) > LONGEST_TEXT:
        raise NoRuleError(f"is {len(rule)} characters long", f"write {LONGEST_TEXT} at most")
    text = rule.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for one in text.split(";"):
        found = _PART.fullmatch(one)
        if found is None:
            raise NoRuleError(
                f"has a part {one[:20]!r}", "write parts as NAME=VALUE, with ; between: FREQ=WEEKLY;BYDAY=MO"
            )
        if found[1] in parts:
            raise NoRuleError(f"says {found[1]} twice", f"say {found[1]} once")
        parts[found[1]] = found[2]
    return parts


def _checked(parts: Mapping[str, str], first: date) -> None:
    """Refuse parts that are none, and such as make a rule that is not said at a desk."""
    if parts.get("FREQ") not in _FREQUENCIES:
        right = "write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY; for two hours of one day make two series"
        raise NoRuleError(f"has the frequency {parts.get('FREQ', 'none')}", right)
    for key in parts.keys() - _KEYS:
        raise NoRuleError(f"has a part {key}", f"use {', '.join(sorted(_KEYS))} only")
    if "COUNT" in parts and "UNTIL" in parts:
        raise NoRuleError("has both COUNT and UNTIL", "say one of the two")
    for key, check in _CHECKS.items():
        if key in parts:
            check(parts, first)
    if not _some_day_is(parts):
        raise NoRuleError("names a day that no month has", "BYMONTHDAY is a day of one of BYMONTH's months")


def _number(parts: Mapping[str, str], key: str, low: int, high: int) -> None:
    if key in {"INTERVAL", "COUNT"} and "," in parts[key]:
        raise NoRuleError(f"has {key}={parts[key][:12]}", f"{key} is one whole number")
    for one in _list(parts, key):
        if not re.fullmatch(r"[+-]?\d{1,9}", one) or not low <= int(one) <= high or int(one) == 0:
            raise NoRuleError(f"has {key}={one[:12]}", f"{key} is a whole number from {low} to {high}, and not 0")


def _check_interval(parts: Mapping[str, str], _first: date) -> None:
    _number(parts, "INTERVAL", 1, _INTERVALS[parts["FREQ"]])
    narrowed = {"BYMONTH"} & parts.keys() or (parts["FREQ"] == "DAILY" and {"BYDAY", "BYMONTHDAY"} & parts.keys())
    if int(parts["INTERVAL"]) > 1 and narrowed:
        told = ", ".join(sorted(narrowed))
        raise NoRuleError(f"says INTERVAL together with {told}", f"say every how many, or {told}, not both")


def _check_count(parts: Mapping[str, str], _first: date) -> None:
    _number(parts, "COUNT", 1, MOST_TIMES)


def _check_until(parts: Mapping[str, str], first: date) -> None:
    last = _until(parts["UNTIL"])
    if not first <= last <= first + LONGEST:
        right = (
            f"end from {first.isoformat()} to {(first + LONGEST).isoformat()}, or leave UNTIL out: until further notice"
        )
        raise NoRuleError(f"ends on {last.isoformat()}", right)


def _until(told: str) -> date:
    found = _UNTIL.fullmatch(told)
    try:
        return date(*(int(one) for one in found.groups()[:3])) if found else date.fromisoformat("")
    except ValueError as error:
        raise NoRuleError(f"has UNTIL={told[:20]}", "write the last day by the town's clock: UNTIL=20261231") from error


def _check_week_start(parts: Mapping[str, str], _first: date) -> None:
    if parts["WKST"] not in _WEEKDAYS:
        raise NoRuleError(f"has WKST={parts['WKST'][:12]}", "WKST is one of MO, TU, WE, TH, FR, SA, SU")


def _check_by_day(parts: Mapping[str, str], _first: date) -> None:
    monthly = parts["FREQ"] == "MONTHLY" or (parts["FREQ"] == "YEARLY" and "BYMONTH" in parts)
    for one in _list(parts, "BYDAY"):
        found = _BY_DAY.fullmatch(one)
        if found is None or (found[1] and not monthly):
            right = "name weekdays, MO to SU; with a number (2TU, -1FR) in months only"
            raise NoRuleError(f"has BYDAY={one[:12]}", right)


def _check_by_month(parts: Mapping[str, str], _first: date) -> None:
    _number(parts, "BYMONTH", 1, 12)


def _check_by_month_day(parts: Mapping[str, str], _first: date) -> None:
    _number(parts, "BYMONTHDAY", -31, 31)
    if parts["FREQ"] == "WEEKLY":  # RFC 5545 forbids it
        raise NoRuleError("has BYMONTHDAY in a rule by weeks", "use FREQ=MONTHLY with BYMONTHDAY")


def _some_day_is(parts: Mapping[str, str]) -> bool:
    months = [int(one) for one in _list(parts, "BYMONTH")] or [1]
    longest = max(monthrange(_LEAP_YEAR, month)[1] for month in months)
    days = [abs(int(one)) for one in _list(parts, "BYMONTHDAY")]
    return not days or min(days) <= longest


_CHECKS: Mapping[str, Callable[[Mapping[str, str], date], None]] = {
    "INTERVAL": _check_interval,
    "COUNT": _check_count,
    "UNTIL": _check_until,
    "WKST": _check_week_start,
    "BYDAY": _check_by_day,
    "BYMONTH": _check_by_month,
    "BYMONTHDAY": _check_by_month_day,
}
