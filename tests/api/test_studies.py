"""Studies of capacity by the API: asked, checked, kept, played, and saved as files."""

import io
from copy import deepcopy
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from hypothesis import given, settings

from api.schemas.studies import EXAMPLE
from api.schemas.study_answers import AnswerShown
from scheduler.domain.accounts import Role
from scheduler.domain.capacity.answers import Answer
from scheduler.domain.ids import StudyRunId
from scheduler.formats.capacity.answer_json import answer_document
from scheduler.formats.capacity.study_json import read_question
from scheduler.formats.capacity.study_reader import parse_study
from tests.api.world import HOME, OTHER, Asker, World, make_world
from tests.formats.codec.strategies import any_value
from tests.store.sample_studies import FIGURES, study_answer

STUDIES = "/api/v1/studies"
ONE = f"{STUDIES}/{EXAMPLE['id']}"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def manager(world: World) -> Asker:
    return world.browser(Role.MANAGER)


@pytest.fixture
def kept(manager: Asker) -> str:
    """The ETag of a study that is kept."""
    answer = manager.post(STUDIES, {"question": EXAMPLE})
    assert answer.status_code == 201
    return answer.headers["etag"]


def asking(**fields: Any) -> dict[str, Any]:
    return {"question": {**deepcopy(EXAMPLE), **fields}}


def paths(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [one["path"] for one in answer.json()["problems"]]


def test_a_question_is_kept_listed_changed_and_removed(manager: Asker) -> None:
    """What somebody has thought out in an hour would be gone, or overwritten by a colleague."""
    made = manager.post(STUDIES, {"question": EXAMPLE})
    assert (made.status_code, made.headers["location"]) == (201, ONE)
    (listed,) = manager.get(STUDIES).json()["items"]
    assert listed == manager.get(ONE).json() == made.json()
    assert (listed["latest_run"], f'"{listed["version"]}"') == (None, made.headers["etag"])
    assert EXAMPLE.items() <= listed["question"].items()
    assert read_question(listed["question"]) == read_question(EXAMPLE)

    changed = asking(name="Jeszcze dłuższe dni")
    assert manager("PUT", ONE, json=changed).status_code == 428
    etag = {"If-Match": made.headers["etag"]}
    assert manager("PUT", ONE, json=changed, headers=etag).json()["question"]["name"] == "Jeszcze dłuższe dni"
    assert manager("PUT", ONE, json=changed, headers=etag).status_code == 412
    assert manager("DELETE", ONE).status_code == 204
    assert manager.get(ONE).status_code == 404
    assert manager.get(STUDIES).json()["items"] == []


def test_another_question_needs_another_id(manager: Asker, kept: str) -> None:
    """A copy that was meant to be a new study would replace the old one, with its answers."""
    assert manager.post(STUDIES, {"question": EXAMPLE}).headers["etag"] == kept
    refused = manager.post(STUDIES, asking(name="Inne"))
    assert refused.status_code == 409
    assert refused.json()["said"]["pl"].startswith("Pytanie o tym identyfikatorze już jest")
    moved = manager("PUT", ONE, json=asking(id="other"), headers={"If-Match": kept})
    assert moved.json()["problems"][0]["where"] == "question.id"
    for taken in ("changes", "new"):
        assert manager.post(STUDIES, asking(id=taken)).json()["problems"][0]["where"] == "question.id"


def test_each_problem_names_its_key(manager: Asker) -> None:
    """The wizard could not show at which field something is wrong."""
    gone = [{"change": "remove_vehicle", "vehicle": "BUS-9"}]
    wrong = asking(days=0, scenarios=[{"id": "a", "name": "", "changes": [{"change": "windows", "minutes": "wide"}]}])
    missing = asking(scenarios=[EXAMPLE["scenarios"][0], {"id": "b", "name": "B", "changes": gone}])
    elsewhere = asking(town=OTHER)
    assert set(paths(manager.post(f"{STUDIES}/checking", wrong))) == {
        "days", "scenarios[1].name", "scenarios[1].changes[1].minutes",
    }  # fmt: skip
    assert paths(manager.post(f"{STUDIES}/checking", missing)) == ["scenarios[2].changes[1].vehicle"]
    assert paths(manager.post(f"{STUDIES}/checking", elsewhere)) == ["town"]
    refused = manager.post(STUDIES, missing)
    assert refused.status_code == 422
    assert [one["where"] for one in refused.json()["problems"]] == ["question.scenarios[2].changes[1].vehicle"]
    assert manager.get(STUDIES).json()["items"] == []


def test_a_check_tells_the_file_and_everything_that_would_be_played(manager: Asker) -> None:
    """A manager would be surprised by 64 scenarios in the morning, of which none is done."""
    level = {"id": "30", "name": "30 minut"}
    wider = {"id": "60", "name": "60 minut", "changes": [{"change": "windows", "minutes": 60}]}
    factors = [{"id": "w", "name": "okno", "levels": [level, wider]}]
    found = manager.post(f"{STUDIES}/checking", asking(scenarios=[], factors=factors)).json()
    assert found["problems"] == []
    assert [one["id"] for one in found["scenarios"]] == ["base", "60"]
    assert read_question(asking(scenarios=[], factors=factors)["question"]) == parse_study(found["toml"])

    many = [{"id": f"s{number}", "name": "S"} for number in range(101)]
    assert paths(manager.post(f"{STUDIES}/checking", asking(scenarios=many))) == ["scenarios"]
    years = asking(days=366, replications={"least": 2, "most": 10_000})
    (told,) = manager.post(f"{STUDIES}/checking", years).json()["problems"]
    assert (told["path"], told["value"]) == ("replications.most", "10000")
    right = int(told["right"].split()[1])
    assert manager.post(f"{STUDIES}/checking", asking(days=366, replications={"most": right})).json()["problems"] == []


def test_a_file_becomes_a_question_and_back(manager: Asker, kept: str) -> None:
    """A study that was written for the command line could not be asked in the office, or came back as another one."""
    file = manager.get(f"{ONE}/file")
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert file.headers["content-disposition"].startswith('attachment; filename="longer-days.toml"')
    read = manager.post(f"{STUDIES}/reading", {"toml": file.text}).json()
    assert (read["problems"], read["question"]) == ([], manager.get(ONE).json()["question"])
    bad = manager.post(f"{STUDIES}/reading", {"toml": file.text.replace("days = 5", "days = 500")})
    assert (bad.json()["question"], paths(bad)) == (None, ["days"])
    assert paths(manager.post(f"{STUDIES}/reading", {"toml": "id ="})) == [""]


def test_a_study_is_played_once_at_a_time_and_cancelled(world: World, manager: Asker, kept: str) -> None:
    """Two impatient clicks would cost two nights."""
    asked = manager.post(f"{ONE}/runs", {"replications": 3})
    at = asked.headers["location"]
    assert asked.status_code == 202
    run = manager.get(at).json()
    assert run == asked.json() == manager.get(ONE).json()["latest_run"]
    assert (run["state"], run["stage"], run["done"], run["replications"], run["effort"]) == ("waiting", None, 0, 3, 1)
    assert run["question"] == manager.get(ONE).json()["question"]
    again = manager.post(f"{ONE}/runs", {})
    assert (again.status_code, again.json()["said"]["en"].split(".")[0]) == (409, "This study is being played")
    assert manager("DELETE", ONE).status_code == 409
    assert manager.get(f"{at}/answer").json()["said"]["en"] == "This run has no answer yet."
    assert manager("DELETE", at).json()["state"] == "cancelled"
    assert manager("DELETE", at).status_code == 409
    second = manager.post(f"{ONE}/runs", {}).json()
    assert [one["id"] for one in manager.get(f"{ONE}/runs").json()["items"]] == [second["id"], run["id"]]
    with world.office.store.reading(HOME) as unit:
        told = [one.event.action for one in unit.audit.entries(0, 99) if one.event.subject == f"study:{EXAMPLE['id']}"]
    assert told == ["study.added", "study.run", "study.cancelled", "study.run"]


def test_a_run_is_asked_of_the_town_as_it_is_now(world: World, manager: Asker, kept: str) -> None:
    """A study of a vehicle that has been sold since would fail in the night instead of being refused at once."""
    with world.office.store.writing(HOME) as unit:
        unit.services.remove(next(one for one in unit.services.all() if one == EXAMPLE["service"]))
    refused = manager.post(f"{ONE}/runs", {})
    assert refused.status_code == 422
    assert "service" in refused.json()["problems"][0]["where"]


def test_an_answer_is_shown_and_saved(world: World, manager: Asker, kept: str) -> None:
    """The grant's report would have to be typed off the screen."""
    run = manager.post(f"{ONE}/runs", {}).json()["id"]
    found = study_answer(run, study_id=EXAMPLE["id"], id=StudyRunId(run))
    with world.office.store.writing(HOME) as unit:
        unit.study_answers.put(found)
    at = f"/api/v1/study-runs/{quote(run)}"
    shown = manager.get(f"{at}/answer").json()
    assert shown["sentences"] == [{"pl": "Drugi autobus pomaga.", "en": "A second bus helps."}]
    assert shown == answer_document(found.answer)
    assert [list(shown["scenarios"]), shown["ground"]["tested"][0]["inside"]] == [["now", "all"], False]
    assert shown["cells"][1]["change"] == {"mean": 0.01, "low": None, "high": None}

    files = {
        "report.html": ("text/html; charset=utf-8", b"<!doctype html>", "longer-days.1.pl.html"),
        "report.html?lang=en": ("text/html; charset=utf-8", b"<!doctype html>", "longer-days.1.en.html"),
        "report.pdf": ("application/pdf", b"%PDF", "longer-days.1.pl.pdf"),
        "figures.csv": ("text/csv; charset=utf-8", b"\xef\xbb\xbfscenario;", "longer-days.1.figures.csv"),
        "figures.parquet": ("application/vnd.apache.parquet", b"PAR1", "longer-days.1.figures.parquet"),
    }
    for path, (kind, begins, name) in files.items():
        file = manager.get(f"{at}/{path}")
        assert (file.status_code, file.headers["content-type"]) == (200, kind), path
        assert file.content.lower().startswith(begins.lower()), path
        assert f'filename="{name}"' in file.headers["content-disposition"]
        assert file.headers["cache-control"] == "no-store"
    table = pd.read_parquet(io.BytesIO(manager.get(f"{at}/figures.parquet").content))
    assert [*table.value] == [one.value for one in FIGURES]


@settings(max_examples=10)
@given(any_value(Answer))
def test_the_document_of_an_answer_is_the_described_one(answer: Answer) -> None:
    """A program made from the description of the API would fail over what the command line writes, or over the API."""
    document = answer_document(replace(answer, zone="Europe/Warsaw"))
    read = AnswerShown.model_validate(document)
    assert read.model_dump(by_alias=True, mode="json", exclude={"made_at"}) == {
        key: value for key, value in document.items() if key != "made_at"
    }


def test_only_managers_ask(world: World, kept: str) -> None:
    """A worker would read in which scenario the own job is gone."""
    for role in (Role.DISPATCHER, Role.WORKER, Role.ADMINISTRATOR):
        assert world.browser(role).get(STUDIES).status_code == 403
    assert world.machine("studies.read").get(ONE).status_code == 200
    assert world.machine("studies.read").post(f"{ONE}/runs", {}).status_code == 403
