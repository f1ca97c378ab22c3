"""The runner beside a server plays what managers ask for; whatever happens to it, no answer is lost or doubled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kept import Part, StudyRun
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import ConflictError, StaleError, StoreError
from scheduler.domain.ids import TownId
from scheduler.domain.long_work import WorkState
from scheduler.formats.capacity.study_reader import parse_study
from scheduler.services import long_work
from scheduler.services.capacity import holding
from scheduler.services.capacity.replications import KeptInStore
from scheduler.services.capacity.runs import WantedRun
from scheduler.services.keeping import keep_town
from scheduler.services.long_work import GIVEN_UP, LEASE, MOST_ATTEMPTS
from scheduler.services.ports import UnitOfWork
from scheduler.simulation.studies import Play
from scheduler.store.memory import MemoryStore
from tests.simulation.studies.an_office import BEGIN, MARIA, STUDY_ID, TOWN, StudyOffice, quick, slow, study_office
from tests.simulation.studies.small import STUDY, small_town

PLAYED = 4
"""Two replications of two scenarios."""


@pytest.fixture
def office(tmp_path: Path) -> StudyOffice:
    return study_office(MemoryStore(), tmp_path)


@pytest.fixture
def fast_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look all the time, so that no test waits half a second for it."""
    for module in (long_work, holding):
        monkeypatch.setattr(module, "BEAT_S", 0.002)


def dying(after: int) -> Play:
    """Return what plays some replications, and then dies as a process does."""
    played: list[Task] = []

    def play(task: Task) -> Sequence[Figure]:
        if len(played) == after:
            raise KeyboardInterrupt
        played.append(task)
        return quick(task)

    return play


def test_a_run_is_played_and_answered(office: StudyOffice) -> None:
    """The manager would have asked, and nobody have looked."""
    assert not office.runner().work()
    run = office.ask()
    assert office.runner().work()
    ended, found = office.run_of(run.id), office.answer_of(run.id)

    assert (ended.state, ended.attempt, ended.why) == (WorkState.DONE, 1, "")
    assert (ended.done, ended.total, ended.resumed, ended.part) == (PLAYED, PLAYED, 0, Part.SCENARIOS)
    assert ended.ended_at == office.clock.now()
    assert found.answer.made.replications == {"one": 2, "two": 2}
    assert found.answer.ground.calls == 0
    change = next(cell.change for cell in found.answer.cells if (cell.scenario, cell.kpi) == ("two", "refused_share"))
    assert change is not None
    assert change.mean == pytest.approx(-0.3)
    assert not office.runner().work()


def test_the_next_run_finds_what_is_finished(office: StudyOffice) -> None:
    """One more replication would cost another night."""
    office.ask()
    office.runner().work()
    more = office.ask(replications=3)

    def only_new(task: Task) -> Sequence[Figure]:
        assert task.replication == 2
        return quick(task)

    office.runner(only_new).work()
    ended = office.run_of(more.id)
    assert (ended.state, ended.resumed, ended.done, ended.why) == (WorkState.DONE, PLAYED, 6, "")
    assert office.kept() == 6


def test_a_killed_runners_run_goes_on_in_another(office: StudyOffice, tmp_path: Path) -> None:
    """A power cut at two in the morning would cost the whole night, or change what comes out."""
    run = office.ask()
    with pytest.raises(KeyboardInterrupt):
        office.runner(dying(after=3)).work()
    assert office.run_of(run.id).state is WorkState.RUNNING
    assert not office.runner(owner="second").work(), "its owner may still be alive"
    office.clock.at += LEASE + timedelta(seconds=1)
    assert office.runner(owner="second").work()
    ended = office.run_of(run.id)
    assert (ended.state, ended.attempt, ended.resumed, ended.owner) == (WorkState.DONE, 2, 3, "second")

    (tmp_path / "calm").mkdir()
    calm = study_office(MemoryStore(), tmp_path / "calm")
    whole = calm.ask()
    calm.runner().work()
    found, same = office.answer_of(run.id), calm.answer_of(whole.id)
    assert found.figures == same.figures
    assert found.answer.cells == same.answer.cells
    assert found.answer.sentences == same.answer.sentences


def test_what_kills_every_runner_is_given_up(office: StudyOffice) -> None:
    """One study that takes all memory would kill a runner each quarter of a minute, for ever."""
    run = office.ask()
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            office.runner(dying(after=0)).work()
        office.clock.at += LEASE + timedelta(seconds=1)
    assert not office.runner().work()
    assert (office.run_of(run.id).state, office.run_of(run.id).why) == (WorkState.FAILED, GIVEN_UP)


@pytest.mark.usefixtures("fast_beats")
def test_a_cancelled_run_ends_and_keeps_what_is_finished(office: StudyOffice) -> None:
    """Both cores would be busy all day with a question that nobody asks any more."""
    run = office.ask(replications=500)

    def play(task: Task) -> Sequence[Figure]:
        if task.replication == 1 and task.scenario == "one":
            office.desk.cancel(TOWN, run.id, MARIA)
        return slow(task)

    office.runner(play).work()
    ended = office.run_of(run.id)
    assert ended.state is WorkState.CANCELLED
    assert 2 <= ended.done < ended.total == 1000
    assert office.kept() == ended.done
    with pytest.raises(ConflictError):
        office.desk.cancel(TOWN, run.id, MARIA)
    with pytest.raises(ConflictError):
        office.answer_of(run.id)


def test_a_run_that_waits_is_cancelled_at_once(office: StudyOffice) -> None:
    """It would be played after all, as soon as the one before it has ended."""
    run = office.ask()
    assert office.desk.cancel(TOWN, run.id, MARIA).state is WorkState.CANCELLED
    assert not office.runner().work()


def test_a_server_that_ends_hands_its_run_back(office: StudyOffice) -> None:
    """Three restarts in a day would count as three deaths, and the study be given up."""
    run = office.ask()
    played: list[Task] = []

    def play(task: Task) -> Sequence[Figure]:
        played.append(task)
        return quick(task)

    office.runner(play, stopping=lambda: len(played) == 2).work()
    waiting = office.run_of(run.id)
    assert (waiting.state, waiting.owner, waiting.attempt, waiting.done) == (WorkState.WAITING, "", 0, 2)
    office.runner(owner="after the restart").work()
    assert (office.run_of(run.id).state, office.run_of(run.id).resumed) == (WorkState.DONE, 2)


def test_a_town_that_nobody_has_called_is_told_what_to_do(office: StudyOffice) -> None:
    """The manager would read "failed", and nobody would know what is missing."""
    (office.folder / "demand.toml").unlink()
    run = office.ask()
    office.runner().work()
    ended = office.run_of(run.id)
    assert ended.state is WorkState.FAILED
    assert f"wait until people have called for a week, or write {office.folder / 'demand.toml'}" in ended.why


def test_a_study_that_breaks_the_program_does_not_stop_the_others(office: StudyOffice) -> None:
    """Every other study of the town would wait for ever behind it."""
    broken = office.ask()

    def play(task: Task) -> Sequence[Figure]:
        raise ZeroDivisionError(task.scenario)

    office.runner(play).work()
    ended = office.run_of(broken.id)
    assert (ended.state, ended.why) == (WorkState.FAILED, "something went wrong in the program; its log says what")
    again = office.ask()
    office.runner().work()
    assert office.run_of(again.id).state is WorkState.DONE


def test_a_database_that_is_away_costs_no_run(office: StudyOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restart of the database at night would end the study as failed."""
    run = office.ask()
    keep = KeptInStore.keep

    def away(kept: KeptInStore, key: str, figures: Sequence[Figure]) -> None:
        raise StoreError("the database does not answer")

    monkeypatch.setattr(KeptInStore, "keep", away)
    with pytest.raises(StoreError):
        office.runner().work()
    assert office.run_of(run.id).state is WorkState.WAITING
    monkeypatch.setattr(KeptInStore, "keep", keep)
    office.runner().work()
    assert office.run_of(run.id).state is WorkState.DONE


def test_a_run_that_no_database_can_bear_is_given_up(office: StudyOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """One study whose figures the database refuses would be played again and again, and no other one ever."""
    run = office.ask()

    def away(kept: KeptInStore, key: str, figures: Sequence[Figure]) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(KeptInStore, "keep", away)
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(StoreError):
            office.runner().work()
    assert not office.runner().work()
    assert office.run_of(run.id).state is WorkState.FAILED


def test_whoever_has_waited_longest_comes_first(office: StudyOffice) -> None:
    """A town that asks one study after the other would keep its neighbours waiting for days."""
    other = TownId("z-town")
    with office.store.writing(other) as unit:
        keep_town(unit, replace(small_town(), id=other), BEGIN)
    office.desk.put(other, parse_study(STUDY.replace("starachowice", other)), MARIA)
    early = office.desk.run(other, WantedRun(study_id=STUDY_ID), MARIA)
    office.clock.at += timedelta(minutes=1)
    late = office.ask()

    assert office.runner().work()
    assert office.run_of(late.id).state is WorkState.WAITING
    with office.store.reading(other) as unit:
        assert unit.study_runs.get(early.id).state is WorkState.DONE


def test_a_run_that_is_changed_while_it_is_handed_back_is_handed_back(
    office: StudyOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wish to cancel that comes while the server ends would be written over, or the run left to a dead owner."""
    run, changed = office.ask(), iter([True])
    ended = holding.RunHolding.mine

    def mine(held: holding.RunHolding, unit: UnitOfWork) -> StudyRun | None:
        if held.watch.stopping() and next(changed, False):
            raise StaleError("study_runs", seen=1, now=2)
        return ended(held, unit)

    played: list[Task] = []

    def play(task: Task) -> Sequence[Figure]:
        played.append(task)
        return quick(task)

    monkeypatch.setattr(holding.RunHolding, "mine", mine)
    office.runner(play, stopping=lambda: len(played) == 2).work()
    assert office.run_of(run.id).state is WorkState.WAITING
