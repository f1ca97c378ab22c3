"""Events from the field: phones report, dispatchers type sheets in, the office reads what came."""

import re
from datetime import date

from fastapi import Request, Response

from api.asking import office_of, who
from api.conditional import IfNoneMatch, known_or
from api.paging import Cursor, Limit, after_of, cursor_of, no_cursor
from api.routing import needs, office_router
from api.schemas.events import UUID, EventAnswer, EventBatch, EventPage, EventShown
from api.schemas.moments import DayKey
from scheduler.domain.ids import EventId
from scheduler.services.access import Permission
from scheduler.services.field import record
from scheduler.services.ports import UnitOfWork

router = office_router("/api/v1", "events")


@router.post("/events", dependencies=[needs(Permission.EVENTS_WRITE)])
def post_events(request: Request, body: EventBatch) -> EventAnswer:
    """Keep what a device has to report, each event once; it says of each what became of it.

    A worker reports of the own shifts, also of those they were on when a plan was published and have left since, from
    publication until 72 h after their end. What is refused is refused alone, and so is what is no event at all:
    everything else of the batch is kept. Each answer says whether to send the event `again`. A batch that was not
    answered is sent again as it is. What is up to 24 h ahead of our clock is kept, as a clock that was off.
    """
    office, me = office_of(request), who(request)
    return EventAnswer.of(record(office.store, me, body.batch, office.clock.now()))


@router.get("/days/{day}/events", dependencies=[needs(Permission.EVENTS_READ)], response_model=EventPage)
def list_events(
    request: Request,
    response: Response,
    day: DayKey,
    *,
    limit: Limit = 50,
    cursor: Cursor = None,
    known: IfNoneMatch = None,
) -> EventPage | Response:
    """Return what was reported of a day, as it came in: what is new is always at the end."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        found = unit.events.page(day, _after(unit, day, cursor), limit + 1)
    more = (str(found[limit - 1].id),) if len(found) > limit else None
    page = EventPage(items=[EventShown.of(one) for one in found[:limit]], next=cursor_of(more))
    return known_or(response, page, known)


def _after(unit: UnitOfWork, day: date, cursor: str | None) -> EventId | None:
    """Return the last event of the page before."""
    asked = after_of(cursor, 1)
    if asked is None:
        return None
    event = unit.events.find(EventId(asked[0])) if re.fullmatch(UUID, asked[0]) else None
    if event is None or event.day != day:
        raise no_cursor()
    return event.id
