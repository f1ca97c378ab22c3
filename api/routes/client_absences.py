"""Clients who are away: everything of theirs is suspended at once, and resumed."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.replaying import created_id
from api.routes.enquiries import parties
from api.routing import needs, office_router
from api.schemas.client_absences import AwayKept, AwayList, AwayReported, AwayShown
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import AbsenceId, ClientId
from scheduler.services.access import Permission
from scheduler.services.booking.client_absence import Suspended, resume, suspend
from scheduler.services.clients_away import present_absences
from scheduler.services.ports import UnitOfWork

router = office_router("/api/v1/clients/{client_id}/absences", "clients")
_VERSIONED = "/api/v1/clients/{client_id}/absences/{away_id}"
_read, _write = [needs(Permission.CLIENTS_READ)], [needs(Permission.CLIENTS_WRITE)]
ClientKey = Annotated[str, Path(max_length=100, description="Id of a client.")]
AwayKey = Annotated[str, Path(max_length=100, description="Id of an absence of the client.")]


@router.get("", dependencies=_read)
def list_absences(request: Request, client_id: ClientKey) -> AwayList:
    """Return the absences of a client that go on or are to come, by their first days; of one who has died the death."""
    office, key = office_of(request), ClientId(client_id)
    with office.store.reading(who(request).town_id) as unit:
        unit.clients.get(key)
        found = present_absences(unit, key, office.clock.now())
    office.looks.note(who(request), [key], office.clock.now())
    return AwayList(items=[AwayShown.of(one) for one in found])


@router.get("/{away_id}", dependencies=_read)
def get_absence(request: Request, response: Response, client_id: ClientKey, away_id: AwayKey) -> AwayShown:
    """Return an absence of a client, also one that has ended."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        absence = _absence(unit, client_id, away_id)
        stamp = unit.client_absences.stamp_of(absence.id)
    office.looks.note(who(request), [absence.client_id], office.clock.now())
    response.headers["ETag"] = tag(stamp)
    return AwayShown.of(absence)


@router.post("", dependencies=_write, status_code=201)
def post_absence(request: Request, response: Response, client_id: ClientKey, body: AwayReported) -> AwayKept:
    """Report a client away, from a day on: what is booked ends without a penalty, and nothing is booked or said.

    Others of the same party are served as before. What a crew has begun, and days that are closed, stay. Two absences
    of the same days are refused; but a death is kept beside a stay in hospital, and holds instead.
    """
    office, me = office_of(request), who(request)
    absence = ClientAbsence(
        id=AbsenceId(created_id(request, "W")), client_id=ClientId(client_id), first=body.first, last=body.last,
        why=body.why, reported_at=office.clock.now(), reported_by=me.user_id,
    )  # fmt: skip
    with office.store.writing(me.town_id) as unit:
        kept = suspend(unit, office.days.travel(unit), absence)
        stamp = unit.client_absences.stamp_of(absence.id)
    for day in kept.freed:
        office.booking.freed.after(me.town_id, day)
    response.headers["Location"] = f"/api/v1/clients/{quote(client_id, safe='')}/absences/{quote(absence.id, safe='')}"
    response.headers["ETag"] = tag(unit.written_stamp or stamp)
    return _shown(request, kept)


@router.delete("/{away_id}", dependencies=_write)
def delete_absence(request: Request, client_id: ClientKey, away_id: AwayKey, if_match: IfMatch = None) -> AwayKept:
    """End an absence: the client may be booked for again. Says which bookings were lost, to be asked for anew.

    Series go on; those that have ended with a death that was reported wrongly are to be taken down anew.
    """
    office, me, version = office_of(request), who(request), seen(if_match, _VERSIONED)
    with office.store.writing(me.town_id) as unit:
        absence = _absence(unit, client_id, away_id)
        kept = resume(unit, absence.id, me.user_id, office.clock.now(), seen=version)
    return _shown(request, kept)


def _absence(unit: UnitOfWork, client_id: str, away_id: str) -> ClientAbsence:
    absence = unit.client_absences.of_client(ClientId(client_id)).get(AbsenceId(away_id))
    if absence is None:
        raise NotFoundError(f"the client {client_id} has no absence {away_id}")
    return absence


def _shown(request: Request, kept: Suspended) -> AwayKept:
    office = office_of(request)
    clients = [kept.absence.client_id, *parties(one.request for one in (*kept.ended, *kept.left))]
    office.looks.note(who(request), clients, office.clock.now())
    return AwayKept.of(kept)
