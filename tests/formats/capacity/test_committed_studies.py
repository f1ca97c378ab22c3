"""The studies that come with the demo town: what a manager copies from."""

from functools import cache
from pathlib import Path

import pytest

from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError
from scheduler.domain.ids import DistrictId, ServiceId
from scheduler.domain.town import Town
from scheduler.formats.capacity.demand_reader import read_demand
from scheduler.formats.capacity.study_reader import parse_study, read_study
from scheduler.formats.capacity.study_writer import study_text
from scheduler.formats.town_reader import read_town
from scheduler.simulation.scenarios import apply, check, expand, with_fleet

FIXTURES = Path(__file__).parents[3] / "fixtures"
STUDIES = sorted(path.name for path in (FIXTURES / "scenarios").glob("*.toml"))


@cache
def town() -> Town:
    return read_town(FIXTURES / "towns" / "starachowice")


@cache
def demand() -> Demand:
    return read_demand(FIXTURES / "towns" / "starachowice" / "demand.toml")


def study(name: str) -> Study:
    return read_study(FIXTURES / "scenarios" / name)


def made(name: str) -> dict[str, tuple[Town, Demand]]:
    """Return all scenarios of a study, made."""
    return {one.id: apply(one, town(), demand()) for one in expand(study(name))}


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_can_be_played_in_the_demo_town(name: str) -> None:
    """The first thing that a manager tries would end in an error."""
    found = study(name)

    assert (found.town, found.id) == (town().id, name.removesuffix(".toml"))
    assert len(made(name)) >= 2
    assert min(found.run) > max(pattern.valid_from for pattern in town().patterns.values())
    assert all(one.name for one in found.scenarios)
    check(found, town())
    assert parse_study(study_text(found)) == found


@pytest.mark.parametrize("name", STUDIES)
def test_everybody_is_qualified_on_the_days_that_are_played(name: str) -> None:
    """A driver whose course has run out drives nobody, and the second bus would be told to be of no use."""
    working = {staff_id for pattern in town().patterns.values() for staff_id in pattern.staff_ids}
    last = max(study(name).run)

    for staff_id in working:
        assert all(until is None or until >= last for until in town().staff[staff_id].skills.values()), staff_id


def test_the_question_of_the_second_bus_is_asked() -> None:
    """The demo would compare two towns that are the same."""
    found = {name: here for name, (here, _) in made("second-bus.toml").items()}

    buses = {name: len([one for one in here.vehicles if one.startswith("BUS")]) for name, here in found.items()}
    assert buses == {"one-bus": 1, "two-buses": 2, "three-buses": 3}
    assert found["two-buses"] == town()
    assert len(found["three-buses"].staff) == len(town().staff) + 2
    assert next(iter(found)) == "one-bus"
    more, _ = apply(with_fleet(study("second-bus.toml"), 4), town(), demand())
    assert len(more.vehicles) == len(found["one-bus"].vehicles) + 4


def test_the_physiotherapist_works_until_six_and_no_longer_than_the_law_allows() -> None:
    """A study would recommend eight hours to somebody who may work seven."""
    for name, (here, _) in made("physiotherapist-until-18.toml").items():
        for before, after in zip(town().patterns.values(), here.patterns.values(), strict=True):
            if before != after:
                assert after.end.hour == 18
                assert after.end.hour * 60 + after.end.minute - after.start.hour * 60 - after.start.minute <= (
                    before.end.hour * 60 + before.end.minute - before.start.hour * 60 - before.start.minute
                )
        assert (here == town()) == (name == "base")


def test_windows_and_pooling_are_varied_together() -> None:
    """What a wider window does where nobody shares a ride would be guessed."""
    found = {
        name: (
            here.policy.booking.of(ServiceId("bus")).promise.total_seconds() // 60,
            here.services[ServiceId("bus")].pooling.value,
        )
        for name, (here, _) in made("windows-of-60.toml").items()
    }

    assert sorted(found.values()) == [(30, "free"), (30, "never"), (60, "free"), (60, "never")]
    assert found["base"] == (30, "free")


def test_contracting_out_is_seen_against_the_same_growth() -> None:
    """What grows in Łazy would be told as what contracting out does."""
    found = {name: here for name, (_, here) in made("handyman-contracted.toml").items()}
    day, lazy, repairs = study("handyman-contracted.toml").first_day, DistrictId("lazy"), ServiceId("zlota-raczka")

    grown, third = found["lazy-grows"], found["contracted"]
    assert grown.mean(repairs, lazy, day) == pytest.approx(1.2 * demand().mean(repairs, lazy, day))
    assert third.mean(repairs, lazy, day) == pytest.approx(0.667 * grown.mean(repairs, lazy, day))
    assert third.growth == grown.growth


def test_a_study_of_another_town_is_refused() -> None:
    """A file written for Starachowice would be played in Hrubieszów without its changes."""
    other = read_town(FIXTURES / "towns" / "hrubieszow")
    one_bus = expand(study("second-bus.toml"))[0]

    with pytest.raises(InputError, match=r"scenario one-bus, changes\[1\]\.vehicle: 'BUS-2' is no vehicle of the town"):
        apply(one_bus, other, demand())
