"""Notices: the list of whom to phone, and the day-before reminders."""

from typing import Annotated

from fastapi import Path, Request

from api.asking import office_of, who
from api.routing import needs, office_router
from api.schemas.moments import DayKey
from api.schemas.notices import AttemptMade, NoticeList, NoticeShown
from scheduler.domain.ids import NoticeId
from scheduler.domain.notices import Attempt, NoticeOutcome
from scheduler.services.access import Permission
from scheduler.services.publishing import note_attempt, remind

router = office_router("/api/v1", "notices")
_read, _write = [needs(Permission.NOTICES_READ)], [needs(Permission.NOTICES_WRITE)]
NoticeKey = Annotated[str, Path(max_length=100, description="Id of a notice.")]


@router.get("/days/{day}/notices", dependencies=_read)
def list_notices(request: Request, day: DayKey) -> NoticeList:
    """Return everything there was or is to tell about a day."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        return NoticeList(items=[NoticeShown.of(one) for one in unit.notices.between(day, day).values()])


@router.post("/notices/{notice_id}/attempts", dependencies=_write)
def post_attempt(request: Request, notice_id: NoticeKey, body: AttemptMade) -> NoticeShown:
    """Write down a try to reach somebody, and what came of it."""
    office, me = office_of(request), who(request)
    outcome = NoticeOutcome(body.outcome)
    attempt = Attempt(at=office.clock.now(), by=me.user_id, channel=body.channel, outcome=outcome)
    with office.store.writing(me.town_id) as unit:
        return NoticeShown.of(note_attempt(unit, NoticeId(notice_id), attempt))


@router.post("/days/{day}/reminders", dependencies=_write)
def post_reminders(request: Request, day: DayKey) -> NoticeList:
    """Put everybody who is served on a published day onto the list, once; the answer has those that are new."""
    office = office_of(request)
    with office.store.writing(who(request).town_id) as unit:
        return NoticeList(items=[NoticeShown.of(one) for one in remind(unit, day, office.new_id)])
