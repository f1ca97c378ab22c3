"""Studies on every store: what is asked, how far it is, and the replications that are finished."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError
from scheduler.domain.ids import UserId
from scheduler.domain.retention import RetentionPolicy
from scheduler.services.capacity.replications import KeptInStore
from scheduler.services.capacity.runs import WantedRun, ask_for_run, cancel_run, take_up_run
from scheduler.services.capacity.studies import Asker, change_study, delete_study, put_study
from scheduler.services.ports import Store
from scheduler.services.retaining import retain
from tests.store.sample_studies import FIGURES, question, study_answer
from tests.store.samples import DAY, NOW, TOWN, head

MARIA = Asker(by=UserId("maria"), at=NOW)
STUDY = question().id


@pytest.fixture
def town(store: Store) -> Store:
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        put_study(unit, question(), MARIA)
    return store


def asked(store: Store) -> str:
    with store.writing(TOWN) as unit:
        return ask_for_run(unit, WantedRun(study_id=STUDY), MARIA).id


def kept(store: Store) -> Study:
    with store.reading(TOWN) as unit:
        return unit.studies.get(STUDY).question


def test_a_question_is_kept_once_and_changed_by_who_has_seen_it(town: Store) -> None:
    """Two managers would each find the other's scenarios gone, and nobody know who took them out."""
    with town.writing(TOWN) as unit:
        seen = unit.studies.stamp_of(STUDY)
        assert put_study(unit, question(), MARIA).question == question()
    with town.writing(TOWN) as unit, pytest.raises(ConflictError):
        put_study(unit, question(name="another"), MARIA)
    with town.writing(TOWN) as unit:
        change_study(unit, question(days=3), MARIA, seen)
    with pytest.raises(StaleError), town.writing(TOWN) as unit:
        change_study(unit, question(days=4), MARIA, seen)
    assert kept(town) == question(days=3)
    with town.reading(TOWN) as unit:
        told = [(one.event.action, one.event.by, one.event.fields) for one in unit.audit.entries(0, 9)]
    assert told == [("study.added", "maria", ()), ("study.changed", "maria", ("days",))]


def test_of_a_study_there_is_one_run_at_a_time(town: Store) -> None:
    """Two who press the button would each wait twice as long, for the same answer."""
    first = asked(town)
    with pytest.raises(ConflictError):
        asked(town)
    with town.writing(TOWN) as unit:
        cancel_run(unit, next(iter(unit.study_runs.all())), MARIA)
    assert asked(town) != first
    with town.reading(TOWN) as unit:
        assert [one.id for one in unit.study_runs.of_study(STUDY).values()] == [f"{STUDY}.1", f"{STUDY}.2"]


def test_a_run_is_taken_up_by_one_runner_alone(town: Store) -> None:
    """Two servers would play the same night twice."""
    asked(town)
    first, second = (take_up_run(town, TOWN, owner, NOW) for owner in ("first", "second"))

    assert first is not None
    assert (first.owner, first.attempt, second) == ("first", 1, None)


def test_a_study_goes_with_all_that_belongs_to_it_and_not_while_it_is_played(town: Store) -> None:
    """A runner would write to what is gone; or the database keep figures of questions that nobody knows."""
    run_id = asked(town)
    KeptInStore(town, TOWN, STUDY, DAY).keep("a1", FIGURES)
    KeptInStore(town, TOWN, "other", DAY).keep("b2", FIGURES)
    with town.writing(TOWN) as unit, pytest.raises(ConflictError):
        delete_study(unit, STUDY, MARIA)
    with town.writing(TOWN) as unit:
        run = next(iter(unit.study_runs.all().values()))
        unit.study_answers.put(study_answer(run_id))
        cancel_run(unit, run.id, MARIA)
        delete_study(unit, STUDY, MARIA)
    with town.reading(TOWN) as unit:
        left = [unit.studies.all(), unit.study_runs.all(), unit.study_answers.all()]
        assert left == [{}, {}, {}]
        assert [*unit.replications.all()] == ["b2"]
    with pytest.raises(NotFoundError), town.writing(TOWN) as unit:
        delete_study(unit, STUDY, MARIA)


def test_a_replication_is_found_again_as_it_was_and_notes_that_it_was_used(town: Store) -> None:
    """A resumed study would differ from an uninterrupted one, or lose at night what it needs tomorrow."""
    KeptInStore(town, TOWN, STUDY, DAY).keep("a1", FIGURES)
    stamp = town.stamp(TOWN)
    assert KeptInStore(town, TOWN, STUDY, DAY).get("a1") == FIGURES
    assert town.stamp(TOWN) == stamp, "whoever only looks disturbs nobody"
    later = DAY + timedelta(days=30)
    assert KeptInStore(town, TOWN, "copy", later).get("a1") == FIGURES
    with town.reading(TOWN) as unit:
        found = unit.replications.get("a1")
    assert (found.study_id, found.used_on) == ("copy", later)
    with town.writing(TOWN) as unit:
        unit.replications.put(replace(found, figures=found.figures[:-4]))
    assert KeptInStore(town, TOWN, "copy", later).get("a1") is None
    assert KeptInStore(town, TOWN, "copy", later).get("c3") is None


def test_replications_that_nobody_uses_go_after_a_while(town: Store) -> None:
    """Ten thousand of them would be in every backup for ever; or last night's be gone this morning."""
    policy, today = RetentionPolicy(), NOW.date()
    old = today - timedelta(days=policy.replications_days + 1)
    KeptInStore(town, TOWN, STUDY, old).keep("old", FIGURES)
    KeptInStore(town, TOWN, STUDY, old + timedelta(days=1)).keep("new", FIGURES)
    with town.writing(TOWN) as unit:
        assert retain(unit, policy, NOW).replications == 1
    with town.reading(TOWN) as unit:
        assert [*unit.replications.all()] == ["new"]
        assert [*unit.studies.all()] == [STUDY]
