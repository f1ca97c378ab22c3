"""The addresses of questions: their list, the page on which one is written, and the one on which it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Path, Query, Request
from starlette.responses import Response

from api.asking import office_of, who
from api.pages.language import language_of
from api.pages.rendering import page
from api.pages.routing import is_part, page_router
from api.pages.studies.answered import answered
from api.pages.studies.looks import looks, percent, runs_of, scenario_count
from api.pages.studies.town_facts import town_facts
from api.pages.texts import texts_of
from api.routing import needs
from scheduler.domain.capacity.kept import KeptStudy, StudyRun
from scheduler.domain.capacity.kpis import KPIS, Unit
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import StudyRunId, UserId
from scheduler.domain.long_work import WorkState
from scheduler.formats.capacity.report.spelling import report_words
from scheduler.formats.capacity.study_json import question_of
from scheduler.services.access import Permission
from scheduler.services.capacity.town_since import changed_since
from scheduler.services.facts import town_head
from scheduler.services.ports import UnitOfWork

router = page_router("/studies")
_read, _write = [needs(Permission.STUDIES_READ)], [needs(Permission.STUDIES_WRITE)]
StudyKey = Annotated[str, Path(max_length=100)]
Like = Annotated[str, Query(max_length=100, description="The question that the new one begins as a copy of.")]
Run = Annotated[str, Query(max_length=100, description="An earlier run, in place of the latest one.")]
Show = Annotated[str, Query(max_length=40, description="The figure that is drawn.")]


@router.get("", dependencies=_read)
def list_studies(request: Request) -> Response:
    """Show all questions, and how far each is."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = looks(unit)
    template = "studies_list.html" if is_part(request) else "studies.html"
    return page(request, template, looks=found, percent=percent, scenario_count=scenario_count, name_of=_names(request))


@router.get("/new", dependencies=_write)
def new_study(request: Request, like: Like = "") -> Response:
    """Show the page on which a question is written."""
    return _wizard(request, like, copy=True)


@router.get("/{study_id}/edit", dependencies=_write)
def edit_study(request: Request, study_id: StudyKey) -> Response:
    """Show the page on which a question is changed."""
    return _wizard(request, study_id, copy=False)


@router.get("/{study_id}", dependencies=_read)
def show_study(request: Request, study_id: StudyKey, run: Run = "", show: Show = "") -> Response:
    """Show how far a question is, and what the answer is; or its progress alone, when something has changed."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        study, version = unit.studies.get(study_id), unit.studies.stamp_of(study_id)
        runs = runs_of(unit, study_id)
        chosen = _chosen(unit, runs, run)
        answer = unit.study_answers.find(chosen.id) if chosen else None
        changed = changed_since(unit, chosen) if chosen and answer else ()
    latest, words = runs[0] if runs else None, texts_of(language_of(request))
    known: dict[str, Any] = {
        "study": study, "version": version, "runs": runs, "latest": latest, "chosen": chosen, "percent": percent,
        "changed": [words(f"studies.town_part.{one}") for one in changed], "name_of": _names(request),
        "may_write": Permission.STUDIES_WRITE in who(request).permissions,
    }  # fmt: skip
    if is_part(request):
        answer_part = page(request, "studies_run.html", **known)
        if latest is None or not latest.open:
            answer_part.headers["HX-Refresh"] = "true"  # whoever waits sees the answer, or why there is none
        return answer_part
    shown = answered(answer.answer, show, language_of(request)) if answer else None
    return page(request, "studies_one.html", shown=shown, **known)


def _chosen(unit: UnitOfWork, runs: Any, run: str) -> StudyRun | None:
    """Return the run whose answer is shown: the one that is asked for, or the latest that has one."""
    if not run:
        return next((one for one in runs if one.state is WorkState.DONE), None)
    found = unit.study_runs.get(StudyRunId(run))
    if found not in runs:
        raise NotFoundError(f"no run {run} of this study")
    return found


def _wizard(request: Request, study_id: str, *, copy: bool) -> Response:
    office, town_id = office_of(request), who(request).town_id
    with office.store.reading(town_id) as unit:
        now = office.clock.now().astimezone(town_head(unit).zone)
        facts = town_facts(unit, now)
        study = unit.studies.get(study_id) if study_id else None
        version = unit.studies.stamp_of(study_id) if study_id and not copy else ""
    return page(
        request, "studies_new.html", facts=facts, given=_question(request, study, copy=copy), version=version,
        kpis=_kpis(request), study_id="" if copy else study_id,
    )  # fmt: skip


def _question(request: Request, study: KeptStudy | None, *, copy: bool) -> Mapping[str, Any] | None:
    """Return a question with the keys and the nesting of its file; a copy has no id yet."""
    if study is None:
        return None
    table = question_of(study.question)
    if not copy:
        return table
    words = texts_of(language_of(request))
    return {**table, "id": "", "name": words("studies_new.copy_of", name=table["name"])}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A figure that may decide, with its unit."""

    id: str
    name: str
    unit: str


def _kpis(request: Request) -> Mapping[str, list[Choice]]:
    """Return the figures by which it can be decided how often days are played, by kind of unit."""
    report = report_words(language_of(request))
    found: dict[str, list[Choice]] = {"shares": [], "money": [], "others": []}
    groups = {Unit.SHARE: "shares", Unit.GROSZE: "money"}
    for name, kpi in KPIS.items():
        found[groups.get(kpi.unit, "others")].append(
            Choice(id=name, name=report.named("kpi", name), unit=kpi.unit.value)
        )
    return found


def _names(request: Request) -> Any:
    users = office_of(request).accounts.users

    def name_of(user_id: UserId) -> str:
        found = users.find(user_id)
        return found.name if found else ""

    return name_of
