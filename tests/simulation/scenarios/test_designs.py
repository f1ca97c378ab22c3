"""Combinations of what is varied."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.changes import AddVehicle, GrowDemand
from scheduler.domain.capacity.ranges import MEASURES, Range
from scheduler.domain.capacity.scenarios import Design, Factor, FleetQuestion, Level, Repetition, Scenario, Study
from scheduler.domain.errors import InputError
from scheduler.domain.ids import DistrictId, ServiceId, VehicleId
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


def ranged(low: str, high: str, step: str | None = None) -> Factor:
    """Return a factor by which demand grows from one per cent to another."""
    varied = Range(
        field="permille", low=Decimal(low), high=Decimal(high), step=None if step is None else Decimal(step),
        changes=(GrowDemand(permille=0, district_id=DistrictId("lazy")),),
    )  # fmt: skip
    return Factor(id="g", name="Popyt", range=varied)


@given(
    low=st.integers(-100, 100), length=st.integers(1, 200), digits=st.integers(0, 1), samples=st.integers(1, 40),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_what_is_sampled_lies_between_its_bounds_and_is_spread_evenly(
    low: int, length: int, digits: int, samples: int, seed: int
) -> None:
    """A study would answer for a town that shrinks, or leave out the half of the growth that matters."""
    bounds = [Decimal(one).scaleb(-digits) for one in (low, low + length)]
    asked = study(factors=(ranged(*map(str, bounds)),), design=Design(samples=samples), seed=seed, reference="r",
                  scenarios=(Scenario(id="r", name=""),))  # fmt: skip

    found = [Decimal(one.id.removeprefix("g-")) for one in expand(asked) if one.id != "r"]

    assert all(bounds[0] <= value <= bounds[1] for value in found)
    assert all(value == value.quantize(Decimal(1).scaleb(-digits)) for value in found)
    for number, value in enumerate(sorted(found)) if len(found) == samples else ():
        # Each has a stratum of its own; a value is at most one place of the finest digit from where it was drawn.
        place = float((value - bounds[0]) / (bounds[1] - bounds[0]))
        assert number / samples - 2 / length <= place <= (number + 1) / samples + 2 / length


def test_a_full_design_goes_from_bound_to_bound_by_steps() -> None:
    """The largest growth, which a manager fears most, would not be played."""
    found = expand(study(factors=(ranged("-10", "12.5", "7.5"),)))

    assert [one.id for one in found] == ["base", "g--10", "g--2.5", "g-5", "g-12.5"]
    assert [one.name for one in found[1:]] == ["Popyt: -10%", "Popyt: -2.5%", "Popyt: +5%", "Popyt: +12.5%"]
    grown = [change for one in found for change in one.changes if isinstance(change, GrowDemand)]
    assert [(one.permille, one.district_id) for one in grown] == [(p, "lazy") for p in (-100, -25, 50, 125)]


def test_growth_by_nothing_is_the_town_as_it_is() -> None:
    """The same town would be played twice under two names, and a difference be told between them."""
    assert [one.id for one in expand(study(factors=(ranged("0", "20", "10"),)))] == ["base", "g-10", "g-20"]


def test_numbers_are_said_with_their_unit() -> None:
    """A window of 45 would be read as a window of 45 zł."""
    said = {field: one.said(Decimal("45.50")) for field, one in MEASURES.items()}

    assert said == {
        "permille": "+45.5%", "share_permille": "45.5%", "width": "45.5 min", "gr": "45.5 zł",
        "gr_per_request": "45.5 zł",
    }  # fmt: skip


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
        ({"factors": (ranged("0", "100", "0.1"),)}, "1001 combinations"),
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
