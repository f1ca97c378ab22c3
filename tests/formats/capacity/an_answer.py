"""An answer with everything in it that can go wrong on paper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.capacity.answers import Answer, Bounds, Cell, Ground, Made, Tested, Unlike
from scheduler.domain.capacity.figures import Figure

MONDAY = date(2026, 11, 23)
WEIRD = '=1+1 <b>O\'Łódź #read("x")'
FIGURES = [
    Figure(
        scenario=scenario, replication=number, day=MONDAY + timedelta(days=day), kpi="served", district=district,
        value=20 + number + day / 3,
    )
    for scenario in ("base", "second")
    for number in range(3)
    for day in range(2)
    for district in ("", "lazy", "-bugaj")
]  # fmt: skip


def cells(kpi: str, unit: str, better: str, base: float, second: float, half: float) -> list[Cell]:
    """Return one figure of both scenarios."""
    own = Cell(
        scenario="base", kpi=kpi, unit=unit, better=better, own=Bounds(mean=base, low=base - half, high=base + half)
    )
    change, apart = second - base, half / 2
    other = Cell(
        scenario="second", kpi=kpi, unit=unit, better=better,
        own=Bounds(mean=second, low=second - half, high=second + half),
        change=Bounds(mean=change, low=change - apart, high=change + apart),
    )  # fmt: skip
    return [own, other]


def an_answer() -> Answer:
    """Return it."""
    shares = [
        Cell(
            scenario=scenario, kpi="served_share", unit="share", better="up", district=district,
            own=Bounds(mean=share, low=share - 0.05, high=share + 0.05),
        )
        for scenario, part in (("base", {"lazy": 0.7, "bugaj": 0.9}), ("second", {"lazy": 0.93, "bugaj": 0.97}))
        for district, share in part.items()
    ]  # fmt: skip
    return Answer(
        study="second-bus",
        title=WEIRD,
        note="Czy kupić drugi autobus?",
        town="Starachowice",
        zone="Europe/Warsaw",
        made_at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        reference="base",
        scenarios={"base": "", "second": f"Drugi bus {WEIRD}"},
        districts={"lazy": "Łazy", "bugaj": "Bugaj <i>"},
        services={"bus": "Bus seniora"},
        sentences=({"pl": "Drugi bus zmniejsza odmowy z 14 % do 4 %.", "en": "A second bus lowers refusals."},),
        cells=(
            *cells("served_share", "share", "up", 0.82, 0.95, 0.02),
            *cells("refused_share", "share", "down", 0.14, 0.04, 0.02),
            *cells("cost_gr", "grosze", "down", 410_000, 492_000, 6_000),
            *cells("cost_per_served_gr", "grosze", "down", 5_800, 6_200, 120),
            *cells("rides_per_vehicle_hour", "per_hour", "up", 2.1, 1.3, 0.1),
            *cells("km", "km", "neither", 310, 402.5, 12),
            *shares,
            *(replace(one, district="", service="bus") for one in shares[::2]),
        ),
        unlike=(
            Unlike(
                scenario="base", best="bugaj", worst="lazy", gap=Bounds(mean=0.2, low=0.12, high=0.28),
                gini=Bounds(mean=0.06, low=0.03, high=0.09),
            ),
            Unlike(scenario="second", best="bugaj", worst="lazy", gap=None, gini=Bounds(mean=0.01)),
        ),
        ground=Ground(
            calls=812, days=40, tested_days=(date(2026, 10, 26), date(2026, 11, 20)),
            tested=(
                Tested(kpi="served", unit="count", real=41.2, played=Bounds(mean=40.1, low=38, high=42.2)),
                Tested(kpi="refused_share", unit="share", real=0.21, played=Bounds(mean=0.14, low=0.11, high=0.17)),
            ),
        ),
        made=Made(
            replications={"base": 10, "second": 12}, days=tuple(MONDAY + timedelta(days=day) for day in range(5)),
            level=0.95, deciding="served_share", wanted=0.02, reached=True, seed=7, effort=20, travel="great circle",
            program="0.1.0 abc",
        ),
    )  # fmt: skip
