"""A study asks for as many replications as it needs, and answers what was asked."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.capacity.answers import Answer, Ground
from scheduler.domain.capacity.changes import AddVehicle
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.scenarios import FleetQuestion, Repetition, Scenario, ServiceLevel, Study
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.ids import VehicleId
from scheduler.simulation.studies import InThisProcess, KeptInMemory, Stage, Watch
from scheduler.simulation.studies.answering import answer_of
from scheduler.simulation.studies.asking import Setting, Tasks, seed_of
from scheduler.simulation.studies.enough import exactly
from scheduler.simulation.studies.finished import Sight
from scheduler.simulation.studies.study import play_study

MONDAY = date(2026, 11, 23)
TOWN = TownBuilder().with_districts().add_place("baza").add_bus().add_staff().add_shift("07:00-15:00").build()
SETTING = Setting(town=TOWN, demand=Demand(services={}), effort=3, travel="here")
SIGHT = Sight(ground=Ground(), program="0.1 abc", engines="straight", made_at=datetime(2026, 11, 23, tzinfo=UTC))
BUS = next(iter(TOWN.vehicles))
STUDY = Study(
    id="bus",
    name="Drugi bus?",
    town=TOWN.id,
    first_day=MONDAY,
    days=2,
    seed=5,
    scenarios=(Scenario(id="second", name="Drugi bus", changes=(AddVehicle(like=BUS),)),),
    repetition=Repetition(kpi="refused_share", half_width=0.02, least=4, most=60),
)


def office(task: Task, spread: float) -> list[Figure]:
    """Refuse 30 of 100 requests with one bus, 10 fewer with each further one, more or less by chance; in Łazy more."""
    chance, rows = random.Random(task.seed), list[tuple[str, str, float]]()
    refused = max(0.0, 40 - 10 * len(task.town.vehicles) + chance.gauss(0, spread))
    for district, part in (("", 1.0), ("lazy", 0.7), ("bugaj", 0.3)):
        asked = 100 * (0.5 if district else 1.0)
        rows += [(district, "asked", asked), (district, "refused", refused * part)]
        rows += [
            (district, "served", asked - refused * part),
            (district, "cost_gr", 10_000.0 * len(task.town.vehicles)),
        ]
    return [
        Figure(scenario=task.scenario, replication=task.replication, day=day, kpi=kpi, district=district, value=value)
        for day in task.days
        for district, kpi, value in rows
    ]


def noisy(task: Task) -> list[Figure]:
    return office(task, spread=6.0)


def quiet(task: Task) -> list[Figure]:
    return office(task, spread=0.5)


def answered(study: Study, play: Callable[[Task], Sequence[Figure]]) -> Answer:
    stage = Stage(play=play, hands=InThisProcess(), kept=KeptInMemory(), watch=Watch(clock=time.monotonic))
    return answer_of(play_study(study, SETTING, stage, SIGHT))


def share(answer: Answer, scenario: str, kpi: str = "refused_share") -> float:
    (found,) = [
        one for one in answer.cells if (one.scenario, one.kpi, one.district, one.service) == (scenario, kpi, "", "")
    ]
    return found.own.mean


def test_the_answer_says_what_was_played() -> None:
    """The manager would read the refusals of another scenario, or of another figure."""
    answer = answered(STUDY, quiet)
    assert list(answer.scenarios) == ["base", "second"]
    assert share(answer, "base") == pytest.approx(0.3, abs=0.005)
    assert share(answer, "second") == pytest.approx(0.2, abs=0.005)
    changes = {one.scenario: one.change for one in answer.cells if one.kpi == "refused_share" and not one.district}
    assert changes["base"] is None
    assert changes["second"] is not None
    assert changes["second"].mean == pytest.approx(-0.1, abs=1e-9)  # the same chance in both
    districts = {one.district: one.own.mean for one in answer.cells if one.kpi == "refused_share" and one.district}
    assert districts["lazy"] > 2 * districts["bugaj"]
    assert [(one.scenario, one.worst, one.best) for one in answer.unlike] == [
        ("base", "lazy", "bugaj"),
        ("second", "lazy", "bugaj"),
    ]
    assert (answer.made.seed, answer.made.effort, answer.made.travel) == (5, 3, "straight")


def test_the_answer_is_said_first_for_each_scenario() -> None:
    """The council would have to read it out of a table."""
    answer = answered(STUDY, quiet)
    first = answer.sentences[0]
    assert first["pl"].startswith("Drugi bus: odmowy spadają z 30")
    assert first["en"].startswith("Drugi bus: refusals fall from 30")
    assert "a year more" in first["en"]
    assert all(set(one) == {"pl", "en"} for one in answer.sentences)
    assert any("4 " in one["en"].replace("\N{NO-BREAK SPACE}", " ") for one in answer.sentences[-1:])


def test_an_exactness_that_nobody_asked_for_is_not_called_reached() -> None:
    """Of three replications a council would read that they are as exact as was wanted."""
    wanted = replace(STUDY, repetition=replace(STUDY.repetition, half_width=None, least=3))
    last = answered(wanted, noisy).sentences[-1]
    assert last["en"].endswith("; that number was given beforehand.")
    assert last["pl"].endswith("; tę liczbę zadano z góry.")
    assert answered(STUDY, quiet).sentences[-1]["en"].endswith("as exact as was asked for.")


def test_a_study_goes_on_until_it_is_sure_and_no_further() -> None:
    """The night would be spent on digits that nobody needs, or the answer would be chance."""
    sure, unsure = answered(STUDY, quiet), answered(STUDY, noisy)
    assert set(sure.made.replications.values()) == {4}
    assert 4 < unsure.made.replications["base"] < 60
    assert sure.made.reached
    assert unsure.made.reached
    assert all(
        (one.own.half_width or 0) <= 0.02 for one in unsure.cells if one.kpi == "refused_share" and not one.district
    )


def test_the_cap_is_kept_and_told() -> None:
    """A wish that cannot be met would keep the computer busy for ever, or be told as met."""
    capped = answered(replace(STUDY, repetition=replace(STUDY.repetition, half_width=0.0001, most=7)), noisy)
    assert set(capped.made.replications.values()) == {7}
    assert not capped.made.reached


@pytest.mark.parametrize("count", [1, 3])
def test_a_given_number_is_played(count: int) -> None:
    """`--replications 1` for a quick look would play ten."""
    answer = answered(replace(STUDY, repetition=exactly(STUDY.repetition, count)), noisy)
    assert set(answer.made.replications.values()) == {count}


def test_the_smallest_fleet_is_found_on_the_same_stage() -> None:
    """The manager would buy one bus too many, or too few."""
    asked = replace(
        STUDY, fleet=FleetQuestion(like=VehicleId(BUS), most=4), service_level=ServiceLevel(share=0.85, confidence=0.9)
    )
    answer = answered(asked, quiet)
    assert answer.fleet is not None
    assert answer.fleet.size == 2  # 40 - 10 * (1 + 2) = 10 of 100 are refused
    assert {one.more: one.verdict for one in answer.fleet.looked}[1] == "too_small"
    assert answer.fleet.like == TOWN.vehicles[BUS].name
    assert any("2\N{NO-BREAK SPACE}more vehicles are enough" in one["en"] for one in answer.sentences)


def test_the_fleet_as_it_is_is_not_played_twice() -> None:
    """The night would begin with a thousand days that are known already."""
    played: list[tuple[str, int]] = []

    def noted(task: Task) -> list[Figure]:
        played.append((task.scenario, task.replication))
        return quiet(task)

    answer = answered(replace(STUDY, fleet=FleetQuestion(like=VehicleId(BUS), most=1)), noted)
    assert answer.fleet is not None
    assert [one.more for one in answer.fleet.looked] == [0, 1]
    assert {scenario for scenario, _ in played} == {"base", "second", "base+1"}
    assert len(played) == len(set(played))


def test_scenarios_meet_the_same_chance_and_replications_another() -> None:
    """A lucky week of one scenario would be taken for its merit."""
    tasks = Tasks(STUDY, [Scenario(id="base", name=""), *STUDY.scenarios], SETTING)
    assert len({task.seed for task in tasks(0)}) == 1
    assert len({seed_of(seed, number) for seed in range(20) for number in range(20)}) == 400
    assert [task.town.vehicles.keys() >= TOWN.vehicles.keys() for task in tasks(0)] == [True, True]
    assert len(tasks(0)[1].town.vehicles) == len(TOWN.vehicles) + 1


def opposed(task: Task) -> list[Figure]:
    """Let chance that is good for one scenario be bad for the other."""
    found, sign = office(task, spread=3.0), 1 if task.scenario == "base" else -1
    usual = 0.0 if task.scenario == "base" else 0.2
    mirrored = [replace(one, value=100 * usual + sign * one.value) if one.kpi == "refused" else one for one in found]
    return [one for one in mirrored if not one.district]


def test_the_difference_has_to_be_sure_too() -> None:
    """Both results would be known well, and which of them is better not at all."""
    answer = answered(STUDY, opposed)
    (change,) = [one.change for one in answer.cells if one.kpi == "refused_share" and one.change is not None]
    assert change.half_width is not None
    assert change.half_width <= 0.02
