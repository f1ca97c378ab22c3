"""What somebody wants to see figures of: the period in the address, so that a link can be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request

from api.days_between import today_of
from scheduler.services.reporting.periods import Period, usual_periods

MOST_DAYS = 400
"""A year, and a little more."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A period of a page.

    Attributes
    ----------
    wrong : bool
        Whether what was asked for ends before it begins, or is too long; then `period` is this month.
    usual : mapping of str to Period
        What is asked for most.
    """

    path: str
    period: Period
    first: date
    last: date
    wrong: bool
    usual: Mapping[str, Period]

    def link(self, path: str = "", **more: str) -> str:
        """Return the address of a page (left out: of this one) for the same period."""
        return link(path or self.path, self.period, **more)

    def for_period(self, period: Period) -> str:
        """Return the address of this page for another period."""
        return link(self.path, period)


def link(path: str, period: Period, **more: str) -> str:
    """Return the address of a page for a period."""
    told = {"from": period.first.isoformat(), "to": period.last.isoformat(), **more}
    return f"{path}?{urlencode(told)}"


def asked(request: Request, first: date | None, last: date | None) -> Asked | str:
    """Return what is asked for; or, without a period, the address of the page for this month."""
    usual = usual_periods(today_of(request))
    this_month, path = usual["this_month"], request.url.path
    if first is None or last is None:
        return link(path, this_month)
    wrong = not first <= last or Period(first, last).days > MOST_DAYS
    period = this_month if wrong else Period(first, last)
    return Asked(path=path, period=period, first=first, last=last, wrong=wrong, usual=usual)
