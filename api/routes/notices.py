"""Notices: the list of whom to phone, and the day-before reminders."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Path, Request

from api.asking import office_of, who
from api.routing import needs, office_router
from api.schemas.moments import DayKey
from api.schemas.notices import AttemptMade, NoticeList, NoticeShown
from scheduler.bootstrap import Office
from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, NoticeId
from scheduler.domain.messages import Message, MessageState
from scheduler.domain.notices import Attempt, Notice, NoticeOutcome
from scheduler.services.access import Permission
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import note_attempt, remind

router = office_router("/api/v1", "notices")
_read, _write = [needs(Permission.NOTICES_READ)], [needs(Permission.NOTICES_WRITE)]
NoticeKey = Annotated[str, Path(max_length=100, description="Id of a notice.")]


@router.get("/days/{day}/notices", dependencies=_read)
def list_notices(request: Request, day: DayKey) -> NoticeList:
    """Return everything there was or is to tell about a day, in the order of the hours it is about."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = sorted(unit.notices.between(day, day).values(), key=_hour)
        whom, told = _whom(request, unit, found), _written(unit, found)
    return NoticeList(items=_shown(request, found, whom, told))


@router.post("/notices/{notice_id}/attempts", dependencies=_write)
def post_attempt(request: Request, notice_id: NoticeKey, body: AttemptMade) -> NoticeShown:
    """Write down a try to reach somebody, and what came of it."""
    office, me = office_of(request), who(request)
    outcome = NoticeOutcome(body.outcome)
    attempt = Attempt(at=office.clock.now(), by=me.user_id, channel=body.channel, outcome=outcome)
    with office.store.writing(me.town_id) as unit:
        after = note_attempt(unit, NoticeId(notice_id), attempt)
        whom, told = _whom(request, unit, [after]), _written(unit, [after])
    return _shown(request, [after], whom, told)[0]


@router.post("/days/{day}/reminders", dependencies=_write)
def post_reminders(request: Request, day: DayKey) -> NoticeList:
    """Put everybody who is served on a published day onto the list, once; the answer has those that are new."""
    office = office_of(request)
    with office.store.writing(who(request).town_id) as unit:
        made = remind(unit, day, office.new_id)
        whom = _whom(request, unit, made)
    return NoticeList(items=_shown(request, made, whom, {}))


def _hour(notice: Notice) -> tuple[bool, float, str]:
    return notice.hour is None, notice.hour.timestamp() if notice.hour else 0.0, notice.id


def _whom(request: Request, unit: UnitOfWork, found: Iterable[Notice]) -> Mapping[ClientId, Client]:
    """Return the clients of notices, to whoever may read clients."""
    if Permission.CLIENTS_READ not in who(request).permissions:
        return {}
    keys = dict.fromkeys(one.client_id for one in found)
    return {key: client for key in keys if (client := unit.clients.find(key)) is not None}


def _written(unit: UnitOfWork, found: Iterable[Notice]) -> Mapping[NoticeId, Message]:
    """Return the last message that tells of each of some notices."""
    days = dict.fromkeys(one.day for one in found)
    messages = [one for day in days for one in unit.messages.between(day, day).values()]
    return {key: one for one in messages for key in one.notice_ids}


def _shown(
    request: Request, found: Iterable[Notice], whom: Mapping[ClientId, Client], told: Mapping[NoticeId, Message]
) -> list[NoticeShown]:
    """Return notices with whom to tell; who reads their names is noted, outside of any reading."""
    office = office_of(request)
    office.looks.note(who(request), list(whom), office.clock.now())
    going = {key for key, one in told.items() if _goes_out(office, one)}
    return [NoticeShown.of(one, whom.get(one.client_id), told.get(one.id), by_program=one.id in going) for one in found]


def _goes_out(office: Office, message: Message) -> bool:
    """Return whether a message is still to reach its client: one that only lies in a folder does not."""
    return message.state is MessageState.WAITING and office.carriers[message.channel].tells
