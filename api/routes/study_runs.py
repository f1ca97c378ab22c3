"""Runs of studies: asked for, watched, cancelled; what they came to, as JSON and as files."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.downloads import BINARY, download
from api.printed import Language
from api.routes.studies import StudyKey
from api.routing import needs, office_router
from api.schemas.studies import RunList, RunShown, RunWish
from api.schemas.study_answers import AnswerShown
from scheduler.domain.capacity.kept import USUAL_EFFORT, StudyAnswer
from scheduler.domain.capacity.packing import unpack
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import StudyRunId
from scheduler.services.access import Permission
from scheduler.services.capacity.runs import WantedRun

router = office_router("/api/v1", "studies")
_read, _write = [needs(Permission.STUDIES_READ)], [needs(Permission.STUDIES_WRITE)]
RunKey = Annotated[str, Path(max_length=200, description="Id of a run.")]
PARQUET = "application/vnd.apache.parquet"


@router.post("/studies/{study_id}/runs", dependencies=_write, status_code=202)
def post_run(request: Request, response: Response, study_id: StudyKey, body: RunWish) -> RunShown:
    """Have a study played; of a study there is one run at a time. Watch it under its `Location`.

    Replications that a run of the same question finished, in the same town and by the same program, are found again.
    """
    office, me = office_of(request), who(request)
    wanted = WantedRun(study_id=study_id, replications=body.replications, effort=body.effort or USUAL_EFFORT)
    run = office.studies.run(me.town_id, wanted, me.user_id)
    response.headers["Location"] = f"/api/v1/study-runs/{quote(run.id, safe='')}"
    return RunShown.of(run)


@router.get("/studies/{study_id}/runs", dependencies=_read)
def list_runs(request: Request, study_id: StudyKey) -> RunList:
    """Return the runs of a study, the newest first."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        unit.studies.get(study_id)
        found = [*unit.study_runs.of_study(study_id).values()]
    return RunList(items=[RunShown.of(one) for one in reversed(found)])


@router.get("/study-runs/{run_id}", dependencies=_read)
def get_run(request: Request, run_id: RunKey) -> RunShown:
    """Return how far a run is, and the question as it is played."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        return RunShown.of(unit.study_runs.get(StudyRunId(run_id)))


@router.delete("/study-runs/{run_id}", dependencies=_write)
def cancel_study_run(request: Request, run_id: RunKey) -> RunShown:
    """Ask a run to end; one that nobody has taken up ends at once. Finished replications are kept for the next one."""
    me = who(request)
    return RunShown.of(office_of(request).studies.cancel(me.town_id, StudyRunId(run_id), me.user_id))


@router.get("/study-runs/{run_id}/answer", dependencies=_read, response_model=AnswerShown)
def get_answer(request: Request, run_id: RunKey) -> Response:
    """Return what a run came to: sentences, every figure with its bounds, and how it was made. Before that: 409."""
    from scheduler.formats.capacity.answer_json import dump_answer

    return Response(dump_answer(_answer(request, run_id).answer), media_type="application/json")


@router.get("/study-runs/{run_id}/report.html", dependencies=_read, response_class=Response, responses=BINARY)
def get_report(request: Request, run_id: RunKey, *, lang: Language = "pl") -> Response:
    """Return the report as one page that needs no network."""
    from scheduler.formats.capacity.report import report_html

    found = _answer(request, run_id)
    page = report_html(found.answer, lang=lang).encode()
    return download(page, _name(found, f"{lang}.html"), "text/html; charset=utf-8")


@router.get("/study-runs/{run_id}/report.pdf", dependencies=_read, response_class=Response, responses=BINARY)
def get_report_pdf(request: Request, run_id: RunKey, *, lang: Language = "pl") -> Response:
    """Return the report as pages to print."""
    from scheduler.formats.capacity.report import report_pdf

    found = _answer(request, run_id)
    return download(report_pdf(found.answer, lang=lang), _name(found, f"{lang}.pdf"), "application/pdf")


@router.get("/study-runs/{run_id}/figures.csv", dependencies=_read, response_class=Response, responses=BINARY)
def get_figures_csv(request: Request, run_id: RunKey) -> Response:
    """Return every figure of every played day, as Polish Excel opens it."""
    return _table(request, run_id, "csv", "text/csv; charset=utf-8")


@router.get("/study-runs/{run_id}/figures.parquet", dependencies=_read, response_class=Response, responses=BINARY)
def get_figures_parquet(request: Request, run_id: RunKey) -> Response:
    """Return every figure of every played day, for programs."""
    return _table(request, run_id, "parquet", PARQUET)


def _table(request: Request, run_id: str, ending: str, kind: str) -> Response:
    from scheduler.formats.capacity.tables import tables_of

    found = _answer(request, run_id)
    figures = unpack(found.figures)
    if figures is None:
        raise StoreError(f"the figures of {run_id} cannot be read; restore them from a backup")
    table = tables_of(figures, found.answer)[f"figures.{ending}"]
    return download(table, _name(found, f"figures.{ending}"), kind)


def _answer(request: Request, run_id: str) -> StudyAnswer:
    return office_of(request).studies.answer(who(request).town_id, StudyRunId(run_id))


def _name(found: StudyAnswer, ending: str) -> str:
    return f"{found.id}.{ending}"
