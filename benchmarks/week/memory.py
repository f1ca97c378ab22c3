"""Whether the memory of servers that live for days stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from statistics import fmean

BUSY_FROM = 10
"""The hour from which on a server has done everything once since it began: before, its caches fill."""
MOST_GROWTH = 0.10
"""Of a life's second day to its first one, at the same hours."""


@dataclass(frozen=True, kw_only=True)
class Lived:
    """An hour of a server that was not killed, with its proportional memory and that of the processes beside it, MB."""

    server: str
    at: datetime
    own: float
    beside: float


def grows(hours: Sequence[Lived]) -> tuple[list[str], Mapping[str, Sequence[int]]]:
    """Return which lives have grown too much from day to day, and the means of each life's days.

    Parameters
    ----------
    hours : sequence of Lived
        In the order of time; a life is an unbroken row of one server's hours.
    """
    wrong, means = list[str](), dict[str, list[int]]()
    for number, (name, life) in enumerate(groupby(hours, key=lambda one: one.server), start=1):
        lived = [one for one in life if one.at.hour >= BUSY_FROM]
        for what in ("own", "beside"):
            days = [fmean(getattr(one, what) for one in day) for _, day in groupby(lived, key=_date)]
            means[f"{number} {name} {what}"] = [round(one) for one in days]
            if any(later > days[0] * (1 + MOST_GROWTH) for later in days[1:]):
                wrong.append(f"the memory of {name} ({what}) grew in its life {number}: {[*map(round, days)]} MB")
    return wrong, means


def _date(one: Lived) -> date:
    return one.at.date()
