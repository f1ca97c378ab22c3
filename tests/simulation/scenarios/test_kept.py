"""Changed towns are towns: the real office takes them in, and its rota makes their shifts."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.ids import TownId
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.formats.capacity.demand_reader import read_demand
from scheduler.formats.capacity.study_reader import read_study
from scheduler.services.keeping import keep_town
from scheduler.simulation.scenarios import apply, expand, expiring_said
from scheduler.store.memory import MemoryStore
from tests.simulation.scenarios.demo import demand, town

FIXTURES = Path(__file__).parents[3] / "fixtures"
SCENARIOS, DEMAND = FIXTURES / "scenarios", FIXTURES / "towns" / "starachowice" / "demand.toml"


def shifts(study: Study, changed: Town) -> tuple[Shift, ...]:
    """Return the shifts that a kept town's rota makes of the first day of a study."""
    nothing = replace(changed, requests={}, promises={}, published={}, pins=(), overrides=())
    store, at = MemoryStore(), datetime.combine(study.first_day - timedelta(days=7), time(8), changed.zone)
    with store.writing(TownId(changed.id)) as unit:
        keep_town(unit, nothing, at)
    with store.reading(TownId(changed.id)) as unit:
        return tuple(unit.shifts.between(study.first_day, study.first_day).values())


@pytest.mark.parametrize("name", sorted(path.name for path in SCENARIOS.glob("*.toml")))
def test_the_office_takes_in_every_scenario_of_the_demo(name: str) -> None:
    """A replication would end in an error after an hour, on the first evening of the third scenario."""
    study = read_study(SCENARIOS / name)

    for scenario in expand(study):
        changed, _ = apply(scenario, town(), read_demand(DEMAND))
        made = shifts(study, changed)
        assert {staff for one in made for staff in one.staff_ids} <= set(changed.staff)
        assert {one.vehicle_id for one in made} - {None} <= set(changed.vehicles)
        assert len(made) >= 10


def test_the_rota_makes_the_shifts_of_the_new_bus() -> None:
    """The pattern would be there, and no shift on any day."""
    study = read_study(SCENARIOS / "second-bus.toml")
    one, two, three = (shifts(study, apply(scenario, town(), demand())[0]) for scenario in expand(study))

    def buses(made: tuple[Shift, ...]) -> list[str]:
        return sorted(str(shift.vehicle_id) for shift in made if str(shift.vehicle_id).startswith("BUS"))

    assert buses(one) == ["BUS-1", "BUS-1"]
    assert buses(two) == ["BUS-1", "BUS-1", "BUS-2"]
    assert buses(three) == ["BUS-1", "BUS-1", "BUS-2", "BUS-3", "BUS-3"]


def test_what_runs_out_before_the_study_is_over_is_said() -> None:
    """In January the second bus's driver may not drive, and a manager would read that a second bus helps nobody."""
    before, after = date(2026, 12, 13), date(2027, 1, 15)

    assert expiring_said(town(), before) == {}
    assert expiring_said(town(), after)["en"].endswith("that work is not planned: P-08 (przewozy, 2026-12-13).")
    idle = replace(town(), patterns={name: one for name, one in town().patterns.items() if "P-08" not in one.staff_ids})
    assert expiring_said(idle, after) == {}
