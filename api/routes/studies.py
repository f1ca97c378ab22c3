"""Studies of capacity: questions that are kept, checked, and read from files."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.downloads import download
from api.routing import needs, office_router
from api.schemas.studies import (
    ChangeList,
    ChangeShown,
    ScenarioName,
    StudyChecked,
    StudyDoc,
    StudyList,
    StudyRead,
    StudyShown,
    StudyText,
    told,
)
from scheduler.bootstrap.study_checks import look_at
from scheduler.domain.capacity.kept import KeptStudy
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.capacity.change_keys import offered
from scheduler.formats.capacity.study_json import question_of, read_question
from scheduler.formats.capacity.study_reader import parse_study
from scheduler.formats.capacity.study_writer import study_text
from scheduler.services.access import Permission
from scheduler.services.ports import UnitOfWork

router = office_router("/api/v1/studies", "studies")
_VERSIONED = "/api/v1/studies/{study_id}"
_read, _write = [needs(Permission.STUDIES_READ)], [needs(Permission.STUDIES_WRITE)]
CHANGES, TAKEN = "changes", frozenset({"changes", "checking", "new", "reading"})
"""Names that addresses of the API, or of the pages, have instead of an id."""
StudyKey = Annotated[str, Path(max_length=100, description="Id of a study.")]


@router.get("", dependencies=_read)
def list_studies(request: Request) -> StudyList:
    """Return all studies, the one that was changed last first, each with its latest run."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = sorted(unit.studies.all().values(), key=lambda one: one.changed_at, reverse=True)
        return StudyList(items=[_shown(unit, one) for one in found])


@router.post("", dependencies=_write, status_code=201)
def post_study(request: Request, response: Response, body: StudyDoc) -> StudyShown:
    """Keep a new question, if it can be asked of the town; its `id` is the study's."""
    office, me = office_of(request), who(request)
    study = office.studies.put(me.town_id, _of_a_free_id(read_question(body.question)), me.user_id)
    response.headers["Location"] = f"/api/v1/studies/{quote(study.id, safe='')}"
    return _answered(request, response, study.id)


@router.post("/reading", dependencies=_write)
def read_study_file(body: StudyText) -> StudyRead:
    """Read the file of a study, and say what is wrong with it. Nothing of it is kept."""
    try:
        study = parse_study(body.toml, "file")
    except InputError as error:
        return StudyRead(question=None, problems=told(error.problems))
    return StudyRead(question=question_of(study), problems=[])


@router.post("/checking", dependencies=_write)
def check_study(request: Request, body: StudyDoc) -> StudyChecked:
    """Say what would become of a question: its file, its scenarios, and what is wrong with it. Nothing is kept."""
    try:
        question = read_question(body.question)
    except InputError as error:
        return StudyChecked(toml=None, scenarios=[], problems=told(error.problems))
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = look_at(unit, question)
    scenarios = [ScenarioName(id=one.id, name=one.name) for one in found.scenarios]
    return StudyChecked(toml=found.toml, scenarios=scenarios, problems=told(found.problems))


@router.get(f"/{CHANGES}", dependencies=_read)
def list_changes() -> ChangeList:
    """Return the kinds of changes that a scenario may make, each with its keys."""
    return ChangeList(items=[ChangeShown.of(one) for one in offered()])


@router.get("/{study_id}", dependencies=_read)
def get_study(request: Request, response: Response, study_id: StudyKey) -> StudyShown:
    """Return a study with its latest run."""
    return _answered(request, response, study_id)


@router.put("/{study_id}", dependencies=_write)
def put_study(
    request: Request, response: Response, study_id: StudyKey, body: StudyDoc, if_match: IfMatch = None
) -> StudyShown:
    """Change a question, whole; a run that goes on plays it as it was."""
    office, me = office_of(request), who(request)
    version = seen(if_match, _VERSIONED)
    office.studies.change(me.town_id, _same(read_question(body.question), study_id), me.user_id, version)
    return _answered(request, response, study_id)


@router.delete("/{study_id}", dependencies=_write, status_code=204)
def delete_study(request: Request, study_id: StudyKey) -> None:
    """Remove a study with its runs and their answers; not while one of them goes on."""
    me = who(request)
    office_of(request).studies.delete(me.town_id, study_id, me.user_id)


@router.get("/{study_id}/file", dependencies=_read, response_class=Response)
def get_study_file(request: Request, study_id: StudyKey) -> Response:
    """Return the file of a study, TOML: what `dojazd simulate` plays."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        text = study_text(unit.studies.get(study_id).question)
    return download(text.encode(), f"{study_id}.toml", "text/plain; charset=utf-8")


def _of_a_free_id(question: Study) -> Study:
    if question.id in TAKEN:
        wrong, right = "is what something else is called here", "give the study another id"
        raise InputError([InputProblem(file="question", column="id", value=question.id, wrong=wrong, right=right)])
    return question


def _same(question: Study, study_id: str) -> Study:
    if question.id != study_id:
        wrong, right = "is another id than the study's", f"write {study_id}, or keep it as a new study"
        raise InputError([InputProblem(file="question", column="id", value=question.id, wrong=wrong, right=right)])
    return question


def _answered(request: Request, response: Response, study_id: str) -> StudyShown:
    with office_of(request).store.reading(who(request).town_id) as unit:
        shown = _shown(unit, unit.studies.get(study_id))
    response.headers["ETag"] = tag(shown.version)
    return shown


def _shown(unit: UnitOfWork, study: KeptStudy) -> StudyShown:
    runs = [*unit.study_runs.of_study(study.id).values()]
    return StudyShown.of(study, unit.studies.stamp_of(study.id), runs[-1] if runs else None)
