"""What a dispatcher's hand does to a day's plan: moves, pins, overrides, publishing.

Each change names the version of the day that was seen (`If-Match`), and answers with the day as it is then.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen
from api.readying import ready
from api.routes.days import changed_day_shown, found_days
from api.routing import needs, office_router
from api.schemas.days import DayShown, EffectShown, MoveCheck, MoveOrder, Overrides, PinDoc, PlacesShown, PlacesWish
from api.schemas.moments import DayKey
from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import RequestId
from scheduler.domain.service_days import DayState
from scheduler.services.access import Permission
from scheduler.services.dispatching import (
    Hand,
    check_move,
    move,
    pin,
    places_for,
    set_overrides,
    unpin,
    without_own_pins,
)
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import publish, withdraw

router = office_router("/api/v1/days/{day}", "days")
_VERSIONED = "/api/v1/days/{day}"
_write = [needs(Permission.PLANS_WRITE)]
RequestKey = Annotated[str, Path(max_length=100, description="Id of a request.")]


@router.post("/moves/check", dependencies=_write)
def check(request: Request, day: DayKey, body: MoveCheck) -> EffectShown:
    """Return what a move would do, without doing it: what it costs, whom it moves, what it breaks."""
    office, me = office_of(request), who(request)
    ready(request).on(me.town_id, [day])
    with office.days.lock(me.town_id, day), office.store.reading(me.town_id) as unit:
        freed = without_own_pins(office.days.get(unit, day), body.move.request_id)
        return EffectShown.of(check_move(freed, body.move, tell=body.why))


@router.post("/moves/places", dependencies=_write)
def list_places(request: Request, day: DayKey, body: PlacesWish) -> PlacesShown:
    """Return every place on every shift where a request may go: what a board shows while somebody drags it.

    Why it may not go elsewhere is asked of `moves/check`, without a position. Pins of the request do not count.
    """
    office, me = office_of(request), who(request)
    ready(request).on(me.town_id, [day])
    with office.days.lock(me.town_id, day), office.store.reading(me.town_id) as unit:
        return PlacesShown.of(places_for(office.days.get(unit, day), RequestId(body.request_id)))


@router.post("/moves", dependencies=_write)
def post_move(request: Request, response: Response, day: DayKey, body: MoveOrder, if_match: IfMatch = None) -> DayShown:
    """Move a request; it stays with its shift until it is unpinned. 409 `refused`: what it breaks, in `refusals`."""

    def change(unit: UnitOfWork, hand: Hand) -> DayState:
        _require_plan(unit, day)
        return move(unit, office_of(request).days.travel(unit), day, body.move, hand, reason=body.reason)

    return _changed(request, response, if_match, change)


@router.post("/pins", dependencies=_write)
def post_pin(request: Request, response: Response, day: DayKey, body: PinDoc, if_match: IfMatch = None) -> DayShown:
    """Hold something of the plan fast; the plan has to be so already."""

    def change(unit: UnitOfWork, hand: Hand) -> DayState:
        _require_plan(unit, day)
        return pin(unit, office_of(request).days.travel(unit), day, body.pin, hand)

    return _changed(request, response, if_match, change)


@router.delete("/pins/{request_id}", dependencies=_write)
def delete_pin(
    request: Request, response: Response, day: DayKey, request_id: RequestKey, if_match: IfMatch = None
) -> DayShown:
    """Let go of all pins of a request; the plan stays as it is."""

    def change(unit: UnitOfWork, hand: Hand) -> DayState:
        key = RequestId(request_id)
        pinned = any(key in one.request_ids for one in unit.days.get(day).pins)
        if not pinned:  # another town's request, or one that was cancelled since, may be pinned or not be there at all
            unit.bookings.get(key)
        return unpin(unit, day, key, hand)

    return _changed(request, response, if_match, change)


@router.put("/overrides", dependencies=_write)
def put_overrides(
    request: Request, response: Response, day: DayKey, body: Overrides, if_match: IfMatch = None
) -> DayShown:
    """Put other overrides in the place of the day's; whoever loses a place by that is put in elsewhere."""

    def change(unit: UnitOfWork, hand: Hand) -> DayState:
        overrides = [one.override(hand.by) for one in body.overrides]
        return set_overrides(unit, office_of(request).days.travel(unit), day, overrides, hand)

    return _changed(request, response, if_match, change)


@router.post("/publication", dependencies=_write)
def post_publication(request: Request, response: Response, day: DayKey, if_match: IfMatch = None) -> DayShown:
    """Publish the plan that holds; whoever has to be told of a change is on the day's list of notices."""
    office = office_of(request)

    def change(unit: UnitOfWork, hand: Hand) -> DayState:
        return publish(unit, office.days.travel(unit), day, hand, office.new_id)

    return _changed(request, response, if_match, change)


@router.delete("/publication", dependencies=_write)
def delete_publication(request: Request, response: Response, day: DayKey, if_match: IfMatch = None) -> DayShown:
    """Take a published plan back: crews see nothing, and whoever knew their time has to be told."""
    office = office_of(request)
    return _changed(request, response, if_match, lambda unit, hand: withdraw(unit, day, hand, office.new_id))


def _changed(
    request: Request, response: Response, if_match: str | None, change: Callable[[UnitOfWork, Hand], DayState]
) -> DayShown:
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _VERSIONED))
    with office.store.writing(me.town_id) as unit:
        found = found_days(request, unit, [change(unit, hand)])  # what cannot be shown is not done either
    return changed_day_shown(request, response, found)


def _require_plan(unit: UnitOfWork, day: date) -> None:
    if unit.days.get(day).plan is None:
        raise ConflictError(f"{day.isoformat()} has no plan yet; ask for a search first")
