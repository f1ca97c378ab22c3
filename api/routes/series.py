"""Series: recurring requests, their occurrences, and the bookings that are made of them."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.days_between import span_of
from api.replaying import created_id
from api.routing import needs, office_router
from api.schemas.moments import Day, From, To
from api.schemas.series import (
    ChangedDayDoc,
    OccurrenceList,
    OccurrenceShown,
    PauseDoc,
    PauseEnd,
    SeriesCreation,
    SeriesList,
    SeriesShown,
)
from api.schemas.series_plans import SeriesKept, SeriesPlanned, SeriesPlanning, SeriesSplit
from api.schemas.wishes import Told
from scheduler.domain.ids import ClientId, SeriesId
from scheduler.domain.series import Series
from scheduler.services.access import Permission
from scheduler.services.booking import Call
from scheduler.services.facts import town_head
from scheduler.services.series.away import with_absences
from scheduler.services.series.desk import SeriesChange, Why
from scheduler.services.series.known import booked
from scheduler.services.series.listing import occurrences
from scheduler.services.series.planning import terms_of
from scheduler.services.wishing import home_of

router = office_router("/api/v1/series", "series")
_VERSIONED = "/api/v1/series/{series_id}"
_read, _write = [needs(Permission.SERIES_READ)], [needs(Permission.SERIES_WRITE)]
SeriesKey = Annotated[str, Path(max_length=100, description="Id of a series.")]
OfClient = Annotated[str | None, Query(max_length=100, description="Series in whose party this client is.")]
ByOffice = Annotated[
    bool,
    Query(description="true: the office withdraws what is booked, and its clients are put onto the list of calls."),
]
LastDay = Annotated[Day | None, Query(alias="last", description="The last day of the series; by default today.")]


@router.get("", dependencies=_read)
def list_series(request: Request, client: OfClient = None) -> SeriesList:
    """Return the series that have not ended or have days left, or all of a client; to a manager without notes."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        today = office.clock.now().astimezone(town_head(unit).zone).date()
        if client is None:
            found = [one for one in unit.series.all().values() if one.ended_at is None or not one.over_by(today)]
        else:
            unit.clients.get(ClientId(client))
            found = list(unit.series.of_client(ClientId(client)).values())
    _look(request, found)
    return SeriesList(items=[_shown(request, one) for one in found])


@router.post("", dependencies=_write, status_code=201)
def post_series(request: Request, response: Response, body: SeriesCreation) -> SeriesKept:
    """Take a series down; planning the series books its occurrences."""
    made = _series(request, body, created_id(request, "S"))
    return _created(response, office_of(request).series.put(_call(request), made))


@router.post("/plan", dependencies=_write)
def plan_all_series(request: Request, body: SeriesPlanning) -> SeriesPlanned:
    """Choose who comes when for all series of some days, and book it; what has no place is listed with the reason."""
    terms = terms_of(body.seconds, body.reserve_percent)
    return SeriesPlanned.of(office_of(request).series.plan(_call(request), body.first, body.last, terms))


@router.get("/{series_id}", dependencies=_read)
def get_series(request: Request, response: Response, series_id: SeriesKey) -> SeriesShown:
    """Return a series, also one that has ended."""
    key = SeriesId(series_id)
    with office_of(request).store.reading(who(request).town_id) as unit:
        series, stamp = unit.series.get(key), unit.series.stamp_of(key)
    _look(request, [series])
    response.headers["ETag"] = tag(stamp)
    return _shown(request, series)


@router.put("/{series_id}", dependencies=_write)
def put_series(
    request: Request,
    response: Response,
    series_id: SeriesKey,
    body: SeriesCreation,
    *,
    by_office: ByOffice = False,
    if_match: IfMatch = None,
) -> SeriesKept:
    """Change a series, whole; what is booked of it and not wanted any more ends."""
    why = Why(by_office=by_office, seen=seen(if_match, _VERSIONED))
    made = _series(request, body, series_id)
    return _kept(response, office_of(request).series.change(_call(request), made, why))


@router.delete("/{series_id}", dependencies=_write)
def end_series(
    request: Request,
    response: Response,
    series_id: SeriesKey,
    *,
    last: LastDay = None,
    by_office: ByOffice = False,
    if_match: IfMatch = None,
) -> SeriesKept:
    """End a series; what is booked after its last day ends, and what was stays."""
    office, me = office_of(request), who(request)
    why = Why(by_office=by_office, seen=seen(if_match, _VERSIONED))
    with office.store.reading(me.town_id) as unit:
        today = office.clock.now().astimezone(town_head(unit).zone).date()
    return _kept(response, office.series.end(_call(request), SeriesId(series_id), last or today, why))


@router.get("/{series_id}/occurrences", dependencies=_read)
def list_occurrences(request: Request, series_id: SeriesKey, *, first: From = None, last: To = None) -> OccurrenceList:
    """Return the days of a series between two days (the four weeks from today), each with what is booked."""
    first, last = span_of(request, first, last, days=28)
    with office_of(request).store.reading(who(request).town_id) as unit:
        series = unit.series.get(SeriesId(series_id))
        found = occurrences(with_absences(unit, series), booked(unit, series), first, last)
    _look(request, [series])
    return OccurrenceList(
        items=[
            OccurrenceShown.model_construct(
                day=one.day,
                state=one.state,
                bookings=list(one.bookings),
                staff_ids=list(one.staff_ids),
                without=list(one.without),
            )
            for one in found
        ]
    )


@router.post("/{series_id}/exceptions", dependencies=_write)
def change_one_day(
    request: Request,
    response: Response,
    series_id: SeriesKey,
    body: ChangedDayDoc,
    *,
    by_office: ByOffice = False,
    if_match: IfMatch = None,
) -> SeriesKept:
    """Change or cancel one occurrence; without anything said it is as the series again."""
    why = Why(reason=body.reason, by_office=by_office, seen=seen(if_match, _VERSIONED))
    return _kept(response, office_of(request).series.change_one(_call(request), SeriesId(series_id), body.changed, why))


@router.post("/{series_id}/pauses", dependencies=_write)
def pause_series(
    request: Request,
    response: Response,
    series_id: SeriesKey,
    body: PauseDoc,
    *,
    by_office: ByOffice = False,
    if_match: IfMatch = None,
) -> SeriesKept:
    """Leave days out; what is booked on them ends."""
    why = Why(reason=body.reason, by_office=by_office, seen=seen(if_match, _VERSIONED))
    return _kept(response, office_of(request).series.pause(_call(request), SeriesId(series_id), body.pause, why))


@router.post("/{series_id}/pauses/end", dependencies=_write)
def resume_series(
    request: Request, response: Response, series_id: SeriesKey, body: PauseEnd, if_match: IfMatch = None
) -> SeriesKept:
    """Take a pause back; planning the series books its days again."""
    why = Why(seen=seen(if_match, _VERSIONED))
    return _kept(response, office_of(request).series.resume(_call(request), SeriesId(series_id), body.first, why))


@router.post("/{series_id}/following", dependencies=_write, status_code=201)
def change_following(
    request: Request,
    response: Response,
    series_id: SeriesKey,
    body: SeriesCreation,
    *,
    by_office: ByOffice = False,
    if_match: IfMatch = None,
) -> SeriesSplit:
    """Change "this and all following": the series ends before `first`, and another one goes on from there."""
    why = Why(by_office=by_office, seen=seen(if_match, _VERSIONED))
    made = _series(request, body, created_id(request, "S"))
    former, new = office_of(request).series.following(_call(request), SeriesId(series_id), made, why)
    return SeriesSplit(former=SeriesKept.of(former), following=_created(response, new))


def _series(request: Request, body: SeriesCreation, series_id: str) -> Series:
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        told = Told(id=series_id, day=body.first, home=lambda client: home_of(unit, client))
        return body.series(told, office.clock.now(), me.user_id)


def _kept(response: Response, change: SeriesChange) -> SeriesKept:
    response.headers["ETag"] = tag(change.stamp)
    return SeriesKept.of(change)


def _created(response: Response, change: SeriesChange) -> SeriesKept:
    response.headers["Location"] = f"/api/v1/series/{quote(change.series.id, safe='')}"
    return _kept(response, change)


def _call(request: Request) -> Call:
    me = who(request)
    return Call(town_id=me.town_id, by=me.user_id)


def _shown(request: Request, series: Series) -> SeriesShown:
    return SeriesShown.of(series, office=Permission.CLIENTS_READ in who(request).permissions)


def _look(request: Request, found: Iterable[Series]) -> None:
    office = office_of(request)
    office.looks.note(who(request), (client for one in found for client in one.client_ids), office.clock.now())
