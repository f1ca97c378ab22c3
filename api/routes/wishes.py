"""Wishes in words: what they mean by the town's calendar and clock, said back before anything is asked for."""

from fastapi import Request

from api.asking import office_of, who
from api.routing import needs, office_router
from api.schemas.readings import WishRead, WishWords
from scheduler.domain.catalogue import ServiceKind
from scheduler.services.access import Permission
from scheduler.services.facts import town_head
from scheduler.services.wording import read_wish, sentences

router = office_router("/api/v1/wishes", "enquiries")


@router.post("/reading", dependencies=[needs(Permission.BOOKINGS_WRITE)])
def read_words(request: Request, body: WishWords) -> WishRead:
    """Read a wish in Polish or English, or one that was corrected by its fields; nothing is kept of it.

    The answer says it back as a sentence, names what was not understood, and has the windows of an enquiry, or the
    rule of a series.
    """
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        zone = town_head(unit).zone
    today = office.clock.now().astimezone(zone).date()
    if body.wish is not None:
        return WishRead.said(body.wish.wish(), sentences(body.wish.wish(), today), zone)
    reading = read_wish(body.words, today, ride=body.kind is ServiceKind.RIDE)
    return WishRead.of(reading, sentences(reading.wish, today), zone)
