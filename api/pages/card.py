"""A client's card: opened by its address alone, without sign-in and without scripts.

A look changes nothing, so neither does a program that looks at links in messages beforehand: only a form that somebody
has sent cancels, or asks for a call.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from starlette.responses import Response

from api.asking import asking_of, office_of
from api.pages.clocks import Clocks
from api.pages.language import language_of
from api.pages.rendering import page
from api.pages.routing import page_router
from api.pages.texts import texts_of
from api.routing import needs
from scheduler.domain.errors import ConflictError, NotFoundError, ThrottledError
from scheduler.services.access import Permission
from scheduler.services.cards import LegState, OpenedCard
from scheduler.services.signing_in.secrets import in_groups

router = page_router("/k")
_public = [needs(Permission.PUBLIC)]
_MOST_LEGS = 20


async def sent_fields(request: Request, most: int) -> Mapping[str, Sequence[str]]:
    """Return the fields that a form brings; nothing of one with more of them than ours have."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return parse_qs(body, max_num_fields=most)
    except ValueError:
        return {}


async def sent_legs(request: Request) -> tuple[int, ...]:
    """Return the legs that a form names."""
    sent = await sent_fields(request, _MOST_LEGS)
    return tuple(sorted({int(one) for one in sent.get("leg", ()) if one.isascii() and one.isdigit() and len(one) < 3}))


Legs = Annotated[tuple[int, ...], Depends(sent_legs)]


@router.get("/{token}", dependencies=_public)
def show(request: Request, token: str) -> Response:
    """Show a card."""
    return _answer(request, "card.html", token, _opened(request, token))


@router.get("/{token}/cancel", dependencies=_public)
def ask_whether(request: Request, token: str) -> Response:
    """Ask whether somebody means to cancel; nothing is changed by that."""
    return _answer(request, "card_cancel.html", token, _opened(request, token))


@router.post("/{token}/cancel", dependencies=_public)
def cancel(request: Request, token: str, legs: Legs) -> Response:
    """Cancel what the form names."""
    desk, address = office_of(request).cards, asking_of(request.scope).address
    return _answer(
        request, "card.html", token, lambda: desk.cancel(token, legs, address=address), did="cancelled", legs=legs
    )


@router.get("/{token}/call", dependencies=_public)
def ask_whether_to_call(request: Request, token: str) -> Response:
    """Ask whether somebody wants to be phoned."""
    return _answer(request, "card_call.html", token, _opened(request, token))


@router.post("/{token}/call", dependencies=_public)
def ask_for_call(request: Request, token: str) -> Response:
    """Put the client onto the list of calls."""
    desk, address = office_of(request).cards, asking_of(request.scope).address
    return _answer(request, "card.html", token, lambda: desk.ask_for_call(token, address=address), did="asked")


def _opened(request: Request, token: str) -> Callable[[], OpenedCard]:
    return lambda: office_of(request).cards.open(token, address=asking_of(request.scope).address)


def _answer(  # a page, whose card, and how it is come by
    request: Request,
    template: str,
    token: str,
    act: Callable[[], OpenedCard],
    *,
    did: str = "",
    legs: tuple[int, ...] = (),
) -> Response:
    """Return a page about a card; one that is unknown, revoked or over is answered with the same words."""
    try:
        opened = act()
    except NotFoundError:
        return gone(request)
    except ThrottledError:
        return gone(request, busy=True)
    except (
        ConflictError
    ):  # too late, or the crew is there already: nothing has changed, and the card says whom to phone
        return _refused(request, token, legs)
    return _shown(request, template, token, opened, did=did)


def _refused(request: Request, token: str, legs: tuple[int, ...]) -> Response:
    """Return the card as it is; if all that a form names is off already, it was sent twice, and has done its work."""
    try:
        opened = _opened(request, token)()
    except NotFoundError:
        return gone(request)
    named = [leg for leg in opened.card.legs if leg.number in legs]
    if named and len(named) == len(legs) and all(leg.state is LegState.OFF for leg in named):
        return _shown(request, "card.html", token, opened, did="cancelled")
    return _shown(request, "card.html", token, opened, did="refused", status=409)


def _shown(request: Request, template: str, token: str, opened: OpenedCard, *, did: str, status: int = 200) -> Response:
    card, now = opened.card, office_of(request).clock.now()
    clock = Clocks(card.zone, texts_of(language_of(request)), now)
    may = [leg for leg in card.legs if leg.may_be_cancelled(now)]
    values = {"card": card, "clock": clock, "code": in_groups(card.code), "may": may, "did": did, "here": f"/k/{token}"}
    return kept_away(page(request, template, status=status, **values))


def gone(request: Request, *, busy: bool = False) -> Response:
    """Return what whoever has no card sees; whether there ever was one, nobody learns."""
    return kept_away(page(request, "card_gone.html", status=429 if busy else 404, busy=busy))


def kept_away(answer: Response) -> Response:
    """Keep a page out of the lists of search engines; that it is kept nowhere and tells nobody, all pages have."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
