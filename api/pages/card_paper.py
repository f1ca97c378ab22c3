"""A client's card on paper: large print, a QR picture and a code to type; made at the desk, or from the link itself."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from api.asking import asking_of, office_of, who
from api.pages.card import gone, kept_away, sent_fields
from api.pages.clocks import Clocks
from api.pages.language import language_of
from api.pages.rendering import page
from api.pages.routing import page_router
from api.pages.texts import texts_of
from api.pictures import qr_svg
from api.routes.bookings import BookingKey
from api.routes.cards import card_address
from api.routing import needs
from scheduler.domain.cards import TYPED_LETTERS, card_token, in_fours, plain_card_code
from scheduler.domain.errors import NotFoundError, ThrottledError
from scheduler.domain.ids import RequestId
from scheduler.formats.sheets.card_pdf import PaperCard, PaperLeg, card_pdf
from scheduler.formats.sheets.words import NBSP, Words
from scheduler.services.access import Permission
from scheduler.services.cards import Card, CardLeg, LegState

router = page_router()
_public = [needs(Permission.PUBLIC)]
_MOST_FIELDS = 4


@router.get("/bookings/{request_id}/card", dependencies=[needs(Permission.BOOKINGS_WRITE)])
def show(request: Request, request_id: BookingKey) -> Response:
    """Show a booking's card as it is printed; its link is made only once somebody prints it."""
    card = office_of(request).cards.preview(who(request).town_id, RequestId(request_id))
    told = None if card is None else paper_card(request, card)
    return page(request, "card_paper.html", card=told, booking=request_id)


@router.get("/k", dependencies=_public)
@router.get("/k/", dependencies=_public)
def ask_for_code(request: Request) -> Response:
    """Ask for the code on a paper card."""
    return kept_away(page(request, "card_code.html", wrong=False))


async def sent_code(request: Request) -> str:
    """Return the code that a form brings, as it is kept."""
    sent = await sent_fields(request, _MOST_FIELDS)
    return plain_card_code("".join(sent.get("code", ())))


@router.post("/k/", dependencies=_public)
def go_to_card(request: Request, typed: Annotated[str, Depends(sent_code)]) -> Response:
    """Go to the card whose code was typed; whether there is one, its own page says."""
    if len(typed) != TYPED_LETTERS or not typed.isascii():
        return kept_away(page(request, "card_code.html", wrong=True, status=422))
    return kept_away(RedirectResponse(f"/k/{typed}", status_code=303))


@router.get("/k/{token}/card.pdf", dependencies=_public)
def get_pdf(request: Request, token: str) -> Response:
    """Return the card that a link leads to on one page."""
    office = office_of(request)
    try:
        opened = office.cards.open(token, address=asking_of(request.scope).address)
    except NotFoundError:
        return gone(request)
    except ThrottledError:
        return gone(request, busy=True)
    lang, now = language_of(request), office.clock.now()
    pdf = card_pdf(paper_card(request, opened.card, card_token(token)), now, lang=lang)
    return kept_away(Response(pdf, media_type="application/pdf"))


def paper_card(request: Request, card: Card, token: str = "") -> PaperCard:
    """Return what a card says on paper; without a token there is no link on it yet."""
    t = texts_of(language_of(request))
    clock = Clocks(card.zone, t, office_of(request).clock.now())
    typed = len(token) == TYPED_LETTERS
    return PaperCard(
        title=f"{t('card.title')}, {clock.day(card.day)}",
        town=card.town_name,
        card=t("card.title"),
        day=_unbroken(clock.day(card.day)),
        legs=[_leg(one, t, clock) for one in card.legs],
        ask=t("card.paper.ask"),
        phone=card.office_phone,
        qr=qr_svg(card_address(request, token)) if token else "",
        qr_says=t("card.paper.qr"),
        or_here=t("card.paper.or_here") if typed else t("card.paper.qr"),
        address=card_address(request).partition("://")[2] if typed else "",
        code_label=t("card.paper.code") if typed else "",
        code=in_fours(token) if typed else "",
    )


def _unbroken(day: str) -> str:
    """Return a day whose date stays on one line: in large print a lone 23 looks like an hour."""
    weekday, comma, date = day.partition(", ")
    return f"{weekday}{comma}{date.replace(' ', NBSP)}"


def _leg(leg: CardLeg, t: Words, clock: Clocks) -> PaperLeg:
    comes = leg.state in {LegState.AHEAD, LegState.AWAITS_CALL}
    lines = [t("card.crew", names=", ".join(leg.crew))] if leg.crew and comes else []
    if leg.state is LegState.AHEAD:
        lines += [t(f"card.prepare.{leg.kind}"), t("card.waits", time=t.duration(leg.waits.total_seconds()))]
    if leg.pays_gr and comes:
        lines.append(t("card.pays", amount=t.money(leg.pays_gr)))
    return PaperLeg(what=t(f"card.what.{'back' if leg.back else leg.kind}"), when=_when(leg, t, clock), lines=lines)


def _when(leg: CardLeg, t: Words, clock: Clocks) -> str:
    match leg.state:
        case LegState.OFF | LegState.OVER:
            return t(f"card.state.{leg.state}")
        case LegState.AWAITS_CALL:
            return t("card.on_call")
        case LegState.AHEAD if leg.window:
            return t("card.between", start=clock.time(leg.window.start), end=clock.time(leg.window.end))
        case LegState.AHEAD if leg.about:
            return t("card.about", hour=clock.time(leg.about))
        case _:
            return t("card.hour_open")
