"""Studies that a wizard could write."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from scheduler.domain.capacity import changes as made
from scheduler.domain.capacity.kpis import KPIS
from scheduler.domain.capacity.ranges import Range
from scheduler.domain.capacity.scenarios import (
    BASE,
    Design,
    Factor,
    FleetQuestion,
    Level,
    Repetition,
    Scenario,
    ServiceLevel,
    Study,
)
from scheduler.domain.catalogue import Pooling
from scheduler.domain.ids import DistrictId, ProviderId, ServiceId, StaffId

IDS: Any = st.text("abcXYZ012łó-_.", min_size=1, max_size=8).filter(lambda name: name[0] not in "-_.")
NAMES = st.sampled_from(["Drugi autobus", '=1+1 <b>O\'Łódź #read("x")', "a\\b # c", "Nazwa, z | kreską", "[x]\n\tb"])
CLOCKS = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda clock: clock.replace(second=0, microsecond=0))
GROSZE = st.integers(0, 100_000_000)
MAYBE_ID: Any = st.none() | IDS
MAYBE_CLOCK = st.none() | CLOCKS


@st.composite
def one_of_three(draw: st.DrawFn) -> dict[str, Any]:
    """Draw whose hours or rates: exactly one of three."""
    return {draw(st.sampled_from(["pattern_id", "staff_id", "vehicle_id"])): draw(IDS)}


@st.composite
def hours(draw: st.DrawFn) -> made.Hours:
    """Draw other hours."""
    start, end = draw(st.tuples(MAYBE_CLOCK, MAYBE_CLOCK).filter(any))
    return made.Hours(**draw(one_of_three()), start=start, end=end)


@st.composite
def growth(draw: st.DrawFn) -> made.GrowDemand:
    """Draw more or less demand."""
    where = draw(st.sampled_from([(), ("district_id",), ("service_id",), ("district_id", "service_id")]))
    return made.GrowDemand(permille=draw(st.integers(-1000, 10_000)), **{name: draw(IDS) for name in where})


CHANGES = st.one_of(
    st.builds(made.AddVehicle, like=IDS, id=MAYBE_ID, crews=st.booleans()),
    st.builds(made.RemoveVehicle, vehicle_id=IDS),
    st.builds(made.AddStaff, like=IDS, id=MAYBE_ID),
    st.builds(made.RemoveStaff, staff_id=IDS),
    st.builds(
        made.AddShift, like=IDS, id=MAYBE_ID, vehicle_id=MAYBE_ID, start=MAYBE_CLOCK, end=MAYBE_CLOCK,
        staff_ids=st.lists(IDS, max_size=3, unique=True).map(tuple), weekdays=st.frozensets(st.integers(1, 7)),
    ),
    st.builds(made.RemoveShift, pattern_id=IDS),
    hours(),
    st.builds(made.PromiseWindow, width=st.integers(1, 1440).map(lambda n: timedelta(minutes=n)), service_id=MAYBE_ID),
    st.builds(made.PoolRides, pooling=st.sampled_from(Pooling), service_id=MAYBE_ID),
    st.builds(lambda whose, gr: made.Rate(**whose, gr=gr), one_of_three(), GROSZE),
    growth(),
    st.builds(
        made.ContractOut, service_id=IDS, provider_id=IDS, share_permille=st.integers(0, 1000), gr_per_request=GROSZE
    ),
)  # fmt: skip
SOME_CHANGES = st.lists(CHANGES, max_size=4).map(tuple)


def parts(kind: Any, least: int = 0) -> Any:
    """Draw scenarios or levels with ids of their own."""
    one = st.builds(kind, id=IDS, name=NAMES, changes=SOME_CHANGES)
    return st.lists(one, min_size=least, max_size=3, unique_by=lambda part: part.id).map(tuple)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Draw a number that is varied, in steps."""
    varied: list[tuple[str, made.Change]] = [
        ("permille", made.GrowDemand(permille=0, district_id=DistrictId("lazy"))),
        ("share_permille", third()),
        ("gr_per_request", third()),
        ("gr", made.Rate(staff_id=StaffId("P-01"), gr=0)),
        ("width", made.PromiseWindow(width=timedelta(minutes=1))),
    ]
    field, change = draw(st.sampled_from(varied))
    finest = Decimal(1) if field == "width" else Decimal("0.1")
    low, step = (draw(st.integers(1, 150)) * finest for _ in range(2))
    one = Range(field=field, low=low, high=low + step * draw(st.integers(1, 3)), step=step, changes=(change,))
    return replace(one, changes=one.changes_at(low))


def third() -> made.ContractOut:
    """Return a share of a service that is contracted out."""
    return made.ContractOut(
        service_id=ServiceId("bus"), provider_id=ProviderId("spoldzielnia"), share_permille=0, gr_per_request=0
    )


FACTOR = st.builds(Factor, id=IDS, name=NAMES, levels=parts(Level, 2)) | st.builds(
    Factor, id=IDS, name=NAMES, range=ranges()
)
FACTORS = st.lists(FACTOR, max_size=2, unique_by=lambda factor: factor.id).map(tuple)
SHARES = st.integers(1, 9_999).map(lambda number: number / 10_000)


@st.composite
def repetitions(draw: st.DrawFn) -> Repetition:
    """Draw how often the days are played."""
    least = draw(st.integers(2, 50))
    width = st.none() | st.integers(1, 10_000).map(lambda number: number / 1_000)
    return Repetition(
        kpi=draw(st.sampled_from(sorted(KPIS))), half_width=draw(width), least=least,
        most=least + draw(st.integers(0, 50)), level=draw(SHARES),
    )  # fmt: skip


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Draw a study."""
    scenarios: tuple[Scenario, ...] = draw(parts(Scenario))
    return Study(
        id=draw(IDS), name=draw(NAMES), town=draw(IDS), note=draw(NAMES), seed=draw(st.integers(0, 999_999_999)),
        first_day=draw(st.dates(date(2000, 1, 1), date(2199, 12, 31))), days=draw(st.integers(1, 366)),
        reference=draw(st.sampled_from([BASE, *(one.id for one in scenarios)])), scenarios=scenarios,
        service_id=draw(MAYBE_ID), factors=draw(FACTORS),
        design=draw(st.builds(Design, samples=st.none() | st.integers(1, 64))),
        repetition=draw(repetitions()), service_level=draw(st.builds(ServiceLevel, share=SHARES, confidence=SHARES)),
        fleet=draw(st.none() | st.builds(FleetQuestion, like=IDS, most=st.integers(1, 50))),
    )  # fmt: skip
