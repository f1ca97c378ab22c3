"""Figures of days that were never played, for tests of what is made of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from scheduler.domain.capacity.figures import Figure

MONDAY = date(2027, 1, 11)


def figures(
    scenario: str, kpi: str, replications: Sequence[Sequence[float]], *, district: str = "", service: str = ""
) -> Iterator[Figure]:
    """Yield the figures of one KPI: a row of days for each replication."""
    for number, days in enumerate(replications):
        for place, value in enumerate(days):
            yield Figure(
                scenario=scenario, replication=number, day=MONDAY + timedelta(days=place), kpi=kpi, district=district,
                service=service, value=value,
            )  # fmt: skip


def town(scenario: str, by_kpi: Mapping[str, Sequence[Sequence[float]]], *, district: str = "") -> Iterator[Figure]:
    """Yield the figures of several KPIs."""
    for kpi, replications in by_kpi.items():
        yield from figures(scenario, kpi, replications, district=district)
