"""Public holidays and a town's own days off, and what becomes of a service on them.

Which days are holidays is known to the `holidays` package; in Poland 24 December is one since 2025.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from scheduler.domain.booking import Refusal
from scheduler.domain.booking_policy import BookingPolicy, HolidayRule
from scheduler.domain.errors import InputError, InputProblem

_OWN: Mapping[str, str] = {"pl": "dzień wolny ustalony przez gminę", "en": "a day off of the town's own"}
_LANGUAGES = {"pl": "pl", "en": "en_US"}
_DAY = timedelta(days=1)
_SATURDAY = 6


class HolidayCalendar:
    """Which days are not worked in a town.

    Parameters
    ----------
    policy : BookingPolicy
        Its region and its own days off.

    Raises
    ------
    InputError
        If nobody knows the public holidays of the region.
    """

    def __init__(self, policy: BookingPolicy) -> None:
        self._region, self._own = policy.region, policy.days_off
        _of_year(policy.region, 2026)  # an unknown region is said here, not in the middle of a call

    def name(self, day: date) -> Mapping[str, str] | None:
        """Return what a holiday or a day off is called, by language; None: it is an ordinary day.

        A language that the region's holidays have no names in gets those of the region's own.
        """
        found = _of_year(self._region, day.year).get(day)
        return found or (_OWN if day in self._own else None)

    def works(self, day: date) -> bool:
        """Return whether a day is a working day: Monday to Friday, and neither a holiday nor a day off."""
        return day.isoweekday() < _SATURDAY and self.name(day) is None

    def day_for(self, rule: HolidayRule, day: date) -> date | None:
        """Return the day on which a service that was wished for `day` is given; None: it is not.

        Only holidays and days off are touched: on an ordinary Sunday it is the rota that says who works.
        """
        if rule is HolidayRule.KEEP or self.name(day) is None:
            return day
        return None if rule is HolidayRule.SKIP else self._next_working_day(day)

    def refusal(self, rule: HolidayRule, day: date) -> Refusal | None:
        """Return why a service is not given on `day`, with the day on which it is, if there is one; None: it is."""
        name, given = self.name(day), self.day_for(rule, day)
        if name is None or given == day:
            return None
        summary = {
            "pl": f"{day:%d.%m.%Y} to dzień wolny ({name['pl']}), tej usługi wtedy nie ma.",
            "en": f"{day.isoformat()} is a holiday ({name['en']}); this service is not given then.",
        }
        other = given or self._next_working_day(day)
        change = {
            "pl": f"Najbliższy dzień roboczy: {other:%d.%m.%Y}.",
            "en": f"The next working day is {other.isoformat()}.",
        }
        return Refusal(code="holiday", day=day, summary=summary, change=change)

    def _next_working_day(self, day: date) -> date:
        day += _DAY
        while not self.works(day):
            day += _DAY
        return day


@lru_cache(maxsize=64)
def _of_year(region: str, year: int) -> Mapping[date, Mapping[str, str]]:
    """Return the names of a year's holidays by day."""
    by_language = {key: _named(region, year, language) for key, language in _LANGUAGES.items()}
    return {day: {key: names[day] for key, names in by_language.items()} for day in by_language["pl"]}


def _named(region: str, year: int, language: str) -> Mapping[date, str]:
    country, _, part = region.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, language=language)
    except NotImplementedError as error:
        wrong = "is no country, or part of one, whose public holidays are known"
        right = "write an ISO 3166 code such as PL or DE-SN"
        problem = InputProblem(file="policy", column="booking.region", value=region, wrong=wrong, right=right)
        raise InputError([problem]) from error
    return dict(found.items())
