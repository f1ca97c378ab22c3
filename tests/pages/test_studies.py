"""Pages of capacity studies as text: whose they are, how far each question is, and scenarios side by side."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from markupsafe import escape

from api.pages.studies.comparison import compared
from api.pages.studies.looks import scenario_count
from api.pages.texts import texts_of
from scheduler.domain.accounts import Role
from scheduler.domain.capacity.answers import Answer
from scheduler.domain.capacity.kept import KeptStudy, StudyAnswer, StudyRun
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.ids import StudyRunId
from scheduler.domain.long_work import WorkState
from scheduler.formats.capacity.change_tables import KINDS
from scheduler.formats.capacity.report.spelling import Spelling, report_words
from scheduler.formats.capacity.study_reader import parse_study, read_study
from scheduler.formats.sheets.words import LANGUAGES
from scheduler.services.capacity.runs import WantedRun, ask_for_run
from scheduler.services.capacity.studies import Asker
from scheduler.simulation.scenarios import expand
from tests.api.world import BEGIN, HOME, World
from tests.api.world import Asker as Browser
from tests.formats.capacity.an_answer import an_answer

FILES = sorted((Path(__file__).parents[2] / "fixtures" / "scenarios").glob("*.toml"))
BUS = read_study(next(one for one in FILES if one.stem == "second-bus"))
PAGES = ("/studies", "/studies/new", "/studies/second-bus", "/studies/second-bus/edit")


def kept(world: World, *runs: StudyRun, answer: Answer | None = None, study: Study = BUS) -> Browser:
    """Keep a question with its runs, the last of them answered if there is an answer; return the manager's browser."""
    with world.office.store.writing(HOME) as unit:
        unit.studies.put(KeptStudy(question=study, changed_at=BEGIN, changed_by=world.user(Role.MANAGER).id))
        for one in runs:
            unit.study_runs.put(one)
        if answer is not None:
            unit.study_answers.put(StudyAnswer(id=runs[-1].id, study_id=study.id, answer=answer, figures=b""))
    return world.browser(Role.MANAGER)


def a_run(state: WorkState, run_id: str = "R-1", **more: Any) -> StudyRun:
    return StudyRun(id=StudyRunId(run_id), study_id=BUS.id, question=BUS, asked_at=BEGIN, state=state, **more)


def text_of(answer: httpx.Response) -> str:
    """Return what stands on a page, without its elements."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def plain(text: str) -> str:
    return " ".join(text.split())


def data(answer: httpx.Response, name: str) -> Any:
    """Return what a page hands to its script."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("path", PAGES)
def test_questions_are_for_managers(world: World, path: str) -> None:
    """A driver would read that his bus may be sold, or the manager nothing."""
    kept(world)
    seen = {role: world.browser(role).get(path).status_code for role in Role}
    assert {role for role, status in seen.items() if status == 200} == {Role.MANAGER}
    assert world.nobody().get(path).status_code == 303
    assert world.browser(Role.MANAGER).get("/studies/there-is-none").status_code == 404


def test_the_list_says_how_far_each_question_is(world: World) -> None:
    """A manager would open every question to see which of them is ready."""
    words = texts_of("pl")
    manager = world.browser(Role.MANAGER)
    assert words("studies.empty.title") in text_of(manager.get("/studies"))
    assert "nie policzono" in text_of(kept(world).get("/studies"))
    kept(world, a_run(WorkState.RUNNING, done=7, total=40, resumed=2, left_s=260.0))
    shown = text_of(manager.get("/studies"))
    assert "liczy się" in shown
    assert plain(words("studies.left", time=words.duration(260.0))) in shown
    assert 'max="100" value="17"' in manager.get("/studies").text
    kept(world, a_run(WorkState.FAILED, why="out of memory"))
    assert "Obliczenia się nie udały." in text_of(manager.get("/studies"))
    kept(world, a_run(WorkState.DONE), answer=an_answer())
    assert an_answer().sentences[0]["pl"] in text_of(manager.get("/studies"))
    english = text_of(manager.get("/studies", headers={"Accept-Language": "en"}))
    assert an_answer().sentences[0]["en"] in english


def test_a_page_that_waits_is_told_when_the_answer_is_there(world: World) -> None:
    """The bar would stand at 99 % for ever, on a screen that nobody touches."""
    manager = kept(world, a_run(WorkState.RUNNING, done=1, total=3))
    part = {"HX-Request": "true"}
    waiting = manager.get("/studies/second-bus", headers=part)
    assert 'data-cancel="R-1"' in waiting.text
    assert "<html" not in waiting.text
    assert "HX-Refresh" not in waiting.headers
    kept(world, a_run(WorkState.DONE), answer=an_answer())
    assert manager.get("/studies/second-bus", headers=part).headers["HX-Refresh"] == "true"


def test_a_failure_is_told_in_the_readers_words(world: World) -> None:
    """A manager would read English on a Polish page, and not know what to do next."""
    why = "given up: <all> workers' data"
    manager = kept(world, a_run(WorkState.FAILED, why=why))
    page = manager.get("/studies/second-bus")
    aside = re.search(r"<details.*?</details>", page.text, re.DOTALL)
    assert aside is not None
    assert f'<p lang="en">{escape(why)}</p>' in aside[0]
    assert texts_of("pl")("studies.failed_help") in text_of(page)
    assert why not in unescape(page.text.replace(aside[0], "") + manager.get("/studies").text)


def test_what_is_drawn_anew_keeps_the_focus(world: World) -> None:
    """Whoever goes through the page by keyboard would be thrown back to its top twice a second while a run goes on."""
    manager = kept(world, a_run(WorkState.RUNNING, done=1, total=3))
    for address in ("/studies", "/studies/second-bus"):
        part = manager.get(address, headers={"HX-Request": "true"}).text
        reached = re.findall(r"<(?:a|button)\b[^>]*>", part)
        ids = [one[1] for each in reached if (one := re.search(r' id="([^"]+)"', each))]
        assert len(reached) == len(ids) == len({*ids}) > 0


def test_how_far_a_run_is_can_be_heard(world: World) -> None:
    """A screen reader would say nothing for hours; or, of a region that is drawn anew, everything twice a second."""
    manager = kept(world, a_run(WorkState.RUNNING, done=1, total=3))
    region = '<p class="vh" role="status" id="run-told"></p>'
    assert region in manager.get("/studies/second-bus").text.partition('<div id="run"')[0]
    assert "role=" not in manager.get("/studies/second-bus", headers={"HX-Request": "true"}).text


@pytest.mark.parametrize(
    ("run", "offered"),
    [(None, "studies.play"), (WorkState.CANCELLED, "studies.go_on"), (WorkState.FAILED, "studies.again")],
)
def test_what_is_not_answered_can_be_played(world: World, run: WorkState | None, offered: str) -> None:
    """Whoever stopped a run for the day could not go on with it the next morning."""
    page = kept(world, *([a_run(run, done=3)] if run else [])).get("/studies/second-bus")
    assert texts_of("pl")(offered) in text_of(page)
    assert "data-play" in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenarios_stand_side_by_side_with_what_their_difference_shows(world: World, lang: str) -> None:
    """The page would say another number than the report, or leave it to a colour to say what is better."""
    answer = an_answer()
    page = kept(world, a_run(WorkState.DONE), answer=answer).get(
        "/studies/second-bus?show=served_share", headers={"Accept-Language": lang}
    )
    spell = Spelling(words=report_words("pl" if lang == "pl" else "en"), answer=answer)
    cells = {one.scenario: one for one in answer.cells if one.kpi == "served_share" and not one.district + one.service}
    text = text_of(page)
    for said in (
        spell.value(cells["base"].own.mean, "share"),
        spell.interval(cells["second"].own, "share"),
        spell.change(cells["second"]),
        spell.interval(cells["second"].change, "share", change=True),
        spell.verdict(cells["second"]),
    ):
        assert plain(said) in text, said
    table = page.text.partition('<table id="compare"')[2]
    heads = re.findall(r'<th scope="col" class="num">(.*?)[<]', table)
    assert unescape(heads[0]) == spell.scenario("base")
    assert "<b>O" not in page.text  # names are text, never markup


def test_the_reference_comes_first(world: World) -> None:
    """Everybody would compare with the wrong column."""
    answer = replace(an_answer(), reference="second")
    table = compared(Spelling(words=report_words("pl"), answer=answer), "service", "served_share")
    assert table.scenarios[0].startswith("Drugi bus")
    assert next(one.shows for one in table.rows[0].entries if one) == "reference"


def test_an_answer_to_another_question_is_told_so(world: World) -> None:
    """A manager would take the old answer for one to what is asked now."""
    answered = a_run(WorkState.DONE)
    manager = kept(world, answered, answer=an_answer(), study=replace(BUS, days=3))
    assert texts_of("pl")("studies.other_question") in text_of(manager.get("/studies/second-bus"))
    other = replace(BUS, id="another")
    kept(world, study=other)
    assert manager.get("/studies/another?run=R-1").status_code == 404


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("pl", "Od tego czasu zmieniły się dane miasta: pojazdy."),
        ("en", "The town's data have changed since: vehicles."),
    ],
)
def test_an_answer_about_the_town_of_yesterday_is_told_so(world: World, lang: str, said: str) -> None:
    """A manager would ask for a second bus with figures of a town that has one already."""
    manager = kept(world)
    with world.office.store.writing(HOME) as unit:
        asker = Asker(by=world.user(Role.MANAGER).id, at=BEGIN)
        done = replace(ask_for_run(unit, WantedRun(study_id=BUS.id), asker), state=WorkState.DONE)
        unit.study_runs.put(done)
        unit.study_answers.put(StudyAnswer(id=done.id, study_id=BUS.id, answer=an_answer(), figures=b""))
    page = {"headers": {"Accept-Language": lang}}
    assert said not in text_of(manager("GET", "/studies/second-bus", **page))
    with world.office.store.writing(HOME) as unit:
        bus = next(iter(unit.vehicles.all().values()))
        unit.vehicles.put(replace(bus, name="Nowy bus"))
    assert said in text_of(manager("GET", "/studies/second-bus", **page))


def test_every_file_of_an_answer_is_offered_and_there(world: World) -> None:
    """A link under an answer would lead to an error."""
    from scheduler.domain.capacity.packing import pack
    from tests.formats.capacity.an_answer import FIGURES

    manager = kept(world, a_run(WorkState.DONE), answer=an_answer())
    with world.office.store.writing(HOME) as unit:
        found = unit.study_answers.get(StudyRunId("R-1"))
        unit.study_answers.put(replace(found, figures=pack(FIGURES)))
    links = {unescape(one) for one in re.findall(r'href="(/api/[^"]+)"', manager.get("/studies/second-bus").text)}
    assert len(links) == 7
    assert {one: manager.get(one).status_code for one in links} == dict.fromkeys(links, 200)


def test_a_question_is_changed_whole_and_copied_without_its_id(world: World) -> None:
    """Changing the name would lose half of the question, or a copy write over what it was copied from."""
    manager = kept(world)
    given = data(manager.get("/studies/second-bus/edit"), "given")
    assert given == manager.get("/api/v1/studies/second-bus").json()["question"]
    copy = data(manager.get("/studies/new?like=second-bus"), "given")
    assert (copy["id"], copy["scenarios"]) == ("", given["scenarios"])
    assert data(manager.get("/studies/new"), "given") is None


def test_the_first_guesses_are_what_the_town_has(world: World) -> None:
    """A ready question would be refused, as it asks for a bus that the town does not have."""
    town: Mapping[str, Any] = data(world.browser(Role.MANAGER).get("/studies/new"), "town")
    ids = {name: {one["id"] for one in town[name]} for name in ("vehicles", "staff", "services", "providers")}
    likely = town["likely"]
    assert likely["vehicle"] in ids["vehicles"]
    assert likely["worker"] in ids["staff"]
    assert {likely["ride"], likely["repair"]} <= ids["services"]
    assert likely["provider"] in ids["providers"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_change_and_each_of_its_keys_has_a_name(lang: str) -> None:
    """A field of the wizard would be called "studies_new.keys.hours.end"."""
    texts = texts_of("pl" if lang == "pl" else "en").texts
    wanted = {f"studies_new.changes.{name}" for name in KINDS}
    wanted |= {f"studies_new.keys.{name}.{one.name}" for name, kind in KINDS.items() for one in kind.keys.values()}
    wanted |= {
        f"studies_new.wrong.{one.name}" for kind in KINDS.values() for one in kind.keys.values() if one.name != "crews"
    }
    assert sorted(wanted - set(texts)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_list_counts_the_scenarios_that_are_played(file: Path) -> None:
    """The list would promise four scenarios, and the answer have three."""
    study = read_study(file)
    assert scenario_count(study) == len(expand(study))


@pytest.mark.parametrize(("low", "played"), [(0, 4), (10, 4), (-10, 5)])
def test_the_list_counts_what_a_number_is_varied_through(low: int, played: int) -> None:
    """A question of growth from nothing to thirty would seem to play nothing at all."""
    text = FILES[0].read_text(encoding="utf-8").split("[[scenarios]]")[0].replace("compare_with", "# compare_with")
    varied = f'id = "g"\nname = "Popyt"\nvaries = "percent"\nfrom = {low}\nto = 30\n'
    change = '[[factors.changes]]\nchange = "demand"\n'
    factor = f"[[factors]]\n{varied}step = 10\n{change}"
    study = parse_study(f"{text}\n{factor}")
    assert scenario_count(study) == len(expand(study)) == played
