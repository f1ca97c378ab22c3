"""The columns of each table that is printed or opened in a spreadsheet: others' programs find them by their names."""

from collections.abc import Mapping

from scheduler.domain.report import Column, Kind
from scheduler.services.reporting.words_of_reports import column, joined, word

KPIS = (
    column("row", width=14),
    column("figure", width=16),
    column("value", Kind.NUMBER, 7),
    column("unit", width=8),
    column("numerator", Kind.COUNT, 9),
    column("denominator", Kind.COUNT, 9),
    column("formula", width=40),
)
DEFINITIONS = (
    column("figure", width=16),
    column("unit", width=8),
    column("says", width=38),
    column("formula", width=38),
)
SPREADS = (
    column("figure", width=24),
    column("above_min", Kind.COUNT, 9),
    column("upto_min", Kind.COUNT, 9),
    column("doors", Kind.COUNT, 9),
)
SETTLEMENT = (
    column("service", width=18),
    column("rates", width=17),
    column("ordered", Kind.COUNT, 8),
    column("ordered_s", Kind.SECONDS, 9),
    column("ordered_m", Kind.METRES, 9),
    column("ordered_gr", Kind.MONEY, 12),
    column("delivered", Kind.COUNT, 10),
    column("delivered_s", Kind.SECONDS, 10),
    column("delivered_m", Kind.METRES, 10),
    column("delivered_gr", Kind.MONEY, 12),
    column("in_vain", Kind.COUNT, 9),
    column("disputed", Kind.COUNT, 8),
    column("disputed_gr", Kind.MONEY, 11),
)
MILEAGE = (
    column("day", Kind.DAY, 11),
    column("shift", width=18),
    column("crew", width=22),
    column("odometer_from", Kind.BLANK, 13),
    column("odometer_to", Kind.BLANK, 13),
    column("planned_km", Kind.METRES, 10),
    column("driven_km", Kind.METRES, 10),
    column("signature", Kind.BLANK, 14),
)
_REACHED = (
    ("persons", Kind.COUNT), ("requests", Kind.COUNT), ("rides", Kind.COUNT), ("hours", Kind.SECONDS),
    ("cost", Kind.MONEY),
)  # fmt: skip
STATISTICS = (
    column("by", width=9),
    column("row", width=17),
    *(
        Column(name=joined(word(key), word(span)), kind=kind, width=9)
        for span in ("month", "year")
        for key, kind in _REACHED
    ),
)


def plan_actual(*, by_service: bool) -> tuple[Column, ...]:
    """Return the columns of plan against actual, by crew or by service."""
    return (
        column("day", Kind.DAY, 11),
        column("by_service" if by_service else "row", width=18),
        column("served", Kind.COUNT, 8),
        *(column(key, Kind.CLOCK, 7) for key in ("planned_begin", "began", "planned_end", "ended")),
        *(column(key, Kind.SECONDS, 8) for key in ("planned_hours", "worked_hours")),
        *(column(key, Kind.METRES, 8) for key in ("planned_km", "driven_km")),
        *(column(key, Kind.SECONDS, 8) for key in ("planned_doors", "at_doors")),
        column("apart_min", Kind.NUMBER, 9),
        column("timed", Kind.COUNT, 8),
        column("on_time", Kind.COUNT, 8),
    )


def service_card(*, client: bool) -> tuple[Column, ...]:
    """Return the columns of a client's card, or of a worker's."""
    return (
        column("day", Kind.DAY, 11),
        column("from", Kind.CLOCK, 7),
        column("until", Kind.CLOCK, 7),
        column("service", width=24),
        column("worker" if client else "client", width=24),
        column("signature", Kind.BLANK, 20),
    )


TABLES: Mapping[str, tuple[Column, ...]] = {
    "kpis": KPIS,
    "definitions": DEFINITIONS,
    "plan_actual": plan_actual(by_service=False),
    "plan_actual_by_service": plan_actual(by_service=True),
    "spreads": SPREADS,
    "settlements": SETTLEMENT,
    "statistics": STATISTICS,
    "service_cards_of_clients": service_card(client=True),
    "service_cards_of_workers": service_card(client=False),
    "mileage": MILEAGE,
}
