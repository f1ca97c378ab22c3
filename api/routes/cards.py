"""Links to clients' cards: made for a booking, revoked, and found by the code on the card."""

from typing import Annotated

from fastapi import Path, Query, Request

from api.asking import office_of, who
from api.pictures import qr_picture
from api.replaying import holds_secret
from api.routes.bookings import BookingKey, shown_bookings
from api.routing import needs, office_router
from api.schemas.bookings import BookingList
from api.schemas.cards import CardLinkList, CardLinkMade, CardLinkShown
from scheduler.domain.cards import in_fours
from scheduler.domain.ids import RequestId
from scheduler.services.access import Permission
from scheduler.services.booking import Call
from scheduler.services.signing_in.secrets import in_groups

router = office_router("/api/v1", "cards")
_desk = [needs(Permission.BOOKINGS_WRITE)]
ForPaper = Annotated[bool, Query(description="true: the address is short enough to be typed from paper.")]
CardCode = Annotated[str, Path(max_length=20, description="The code on a card, however it was typed: `k7q m2t`.")]


@router.get("/bookings/{request_id}/card-links", dependencies=_desk)
def list_card_links(request: Request, request_id: BookingKey) -> CardLinkList:
    """Return which links to a booking's card were made, by whom, and whether they still work."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        found = office.cards.links(unit, RequestId(request_id))
    return CardLinkList(items=[CardLinkShown.of(one) for one in found])


@router.post("/bookings/{request_id}/card-links", dependencies=_desk, status_code=201)
def post_card_link(request: Request, request_id: BookingKey, *, paper: ForPaper = False) -> CardLinkMade:
    """Make a link to a booking's card, with the other legs of its journey on it; links that are out go on working."""
    office, me = office_of(request), who(request)
    holds_secret(request)
    made = office.cards.make(Call(town_id=me.town_id, by=me.user_id), RequestId(request_id), typed=paper)
    address = card_address(request, made.token)
    code, typed = in_groups(made.link.code), in_fours(made.token) if paper else None
    return CardLinkMade(address=address, picture=qr_picture(address), code=code, typed=typed, until=made.until)


def card_address(request: Request, token: str = "") -> str:
    """Return where a card is opened; without a token, where its code is typed."""
    base = str(office_of(request).settings.public_url or request.base_url).rstrip("/")
    return f"{base}/k/{token}" if token else f"{base}/k"


@router.delete("/bookings/{request_id}/card-links", dependencies=_desk, status_code=204)
def revoke_card_links(request: Request, request_id: BookingKey) -> None:
    """Let no link to a booking's card work any more; one that is made later does."""
    me = who(request)
    office_of(request).cards.revoke(Call(town_id=me.town_id, by=me.user_id), RequestId(request_id))


@router.get("/card-codes/{code}", dependencies=_desk)
def get_coded(request: Request, code: CardCode) -> BookingList:
    """Return the bookings on the card with a code that somebody reads out on the phone."""
    office = office_of(request)
    with office.store.reading(who(request).town_id) as unit:
        found = office.cards.coded(unit, code)
    return BookingList(items=shown_bookings(request, found))
