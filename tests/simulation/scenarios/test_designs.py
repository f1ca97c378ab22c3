"""Combinations of what is varied."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.changes import AddVehicle, GrowDemand
from scheduler.domain.capacity.scenarios import Design, Factor, FleetQuestion, Level, Repetition, Scenario, Study
from scheduler.domain.errors import InputError
from scheduler.domain.ids import ServiceId, VehicleId
from scheduler.simulation.scenarios import check, expand, with_fleet
from tests.simulation.scenarios.demo import town


def factor(name: str, levels: int) -> Factor:
    """Return a factor whose level k adds k per cent to demand; level 0 is the town as it is."""
    return Factor(
        id=name,
        name=name,
        levels=tuple(
            Level(id=f"{name}{k}", name=f"{name} {k}", changes=(GrowDemand(permille=10 * k),) if k else ())
            for k in range(levels)
        ),
    )


def study(**more: object) -> Study:
    return replace(Study(id="s", name="S", town="t", first_day=date(2027, 1, 11)), **more)  # type: ignore[arg-type]


def test_every_study_has_the_town_as_it_is() -> None:
    """There would be nothing to compare a second bus with."""
    two = Scenario(id="two", name="Two", changes=(AddVehicle(like=VehicleId("BUS-1")),))

    assert [one.id for one in expand(study(scenarios=(two,)))] == ["base", "two"]
    assert [one.id for one in expand(study(scenarios=(two, replace(two, id="one")), reference="one"))] == ["one", "two"]


def test_a_full_design_has_every_combination_once() -> None:
    """The one combination that matters would not have been played."""
    found = expand(study(factors=(factor("a", 2), factor("b", 3))))

    assert [one.id for one in found] == ["base", "a0.b1", "a0.b2", "a1.b0", "a1.b1", "a1.b2"]
    assert [change.permille for change in found[-1].changes if isinstance(change, GrowDemand)] == [10, 20]


@given(samples=st.integers(1, 40), levels=st.lists(st.integers(2, 5), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_a_sample_is_spread_evenly_over_each_factor(samples: int, levels: list[int], seed: int) -> None:
    """Plain chance would leave out a level, and the study would say nothing about wide windows."""
    factors = tuple(factor("abcd"[place], count) for place, count in enumerate(levels))
    asked = study(factors=factors, design=Design(samples=samples), seed=seed, reference="r",
                  scenarios=(Scenario(id="r", name=""),))  # fmt: skip

    found = [one.id.split(".") for one in expand(asked) if one.id != "r"]

    assert found == [one.id.split(".") for one in expand(asked) if one.id != "r"]
    assert len(found) <= samples
    if len(found) == samples:
        for place, count in enumerate(levels):
            used = Counter(names[place] for names in found)
            # A stratum may lie across two levels where the levels do not divide the samples.
            assert all(
                samples // count - 1 <= used[f"{'abcd'[place]}{k}"] <= -(-samples // count) + 1 for k in range(count)
            )


def test_samples_that_divide_meet_each_level_equally_often() -> None:
    """Half of all samples would be of one bus."""
    factors = (factor("a", 2), factor("b", 4), factor("c", 5), factor("d", 4))
    asked = study(factors=factors, design=Design(samples=20))

    found = [one.id.split(".") for one in expand(asked) if one.id != "base"]

    assert len(found) == 20
    assert {*Counter(names[1] for names in found).values()} == {5}
    assert {*Counter(names[2] for names in found).values()} == {4}


def test_a_factor_more_moves_no_other() -> None:
    """Who adds a question would have to play the old ones again."""
    few, more = ((factor("a", 5), factor("b", 5))[:count] for count in (1, 2))

    def firsts(factors: tuple[Factor, ...]) -> list[str]:
        asked = study(factors=factors, design=Design(samples=5), reference="r", scenarios=(Scenario(id="r", name=""),))
        return [one.id.split(".")[0] for one in expand(asked) if one.id != "r"]

    assert firsts(few) == firsts(more)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reference": "nobody"}, "no scenario of the study"),
        ({"scenarios": (Scenario(id="a", name=""), Scenario(id="a", name=""))}, "twice"),
        ({"factors": tuple(factor(name, 5) for name in "abc")}, "125 combinations"),
    ],
)
def test_a_study_that_cannot_be_played_is_refused(more: dict[str, object], says: str) -> None:
    """It would play all night and overwrite one scenario's figures with another's."""
    with pytest.raises(InputError, match=says):
        expand(study(**more))


def test_what_a_study_asks_is_looked_at_before_anything_is_played() -> None:
    """After a night of playing it would be told that there is no such bus, or decide by a figure that is not there."""
    fleet = FleetQuestion(like=VehicleId("TRAM"))
    asked = study(service_id=ServiceId("taxi"), fleet=fleet, repetition=Repetition(kpi="cost_per_served_gr"))

    with pytest.raises(InputError) as caught:
        check(asked, town())

    assert [(one.column, one.value) for one in caught.value.problems] == [
        ("service", "taxi"), ("replications.kpi", "cost_per_served_gr"), ("fleet.like", "TRAM"),
    ]  # fmt: skip
    assert "refused_share" in caught.value.problems[1].right
    check(study(service_id=ServiceId("bus"), fleet=FleetQuestion(like=VehicleId("BUS-1"))), town())
    check(study(repetition=Repetition(kpi="cost_per_served_gr")), town())


def test_fleets_grow_from_the_scenario_that_others_are_compared_with() -> None:
    """Three more buses would be three more than something else."""
    one = Scenario(id="r", name="R", changes=(GrowDemand(permille=100),))
    asked = study(scenarios=(one,), reference="r", fleet=FleetQuestion(like=VehicleId("BUS-1")))

    found = with_fleet(asked, 2)

    assert found.id == "r+2"
    assert found.changes == (GrowDemand(permille=100), *[AddVehicle(like=VehicleId("BUS-1"))] * 2)
    with pytest.raises(ValueError, match="no fleet"):
        with_fleet(replace(asked, fleet=None), 1)
