"""Another time for what is booked: the same requests, with other windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Request, Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class NewTime:
    """The windows that are wished for instead, and the instant, if there is one."""

    windows: tuple[TimeWindow, ...]
    wish: datetime | None = None


def other_times(unit: UnitOfWork, wanted: Mapping[RequestId, NewTime], day: date) -> tuple[Request, ...]:
    """Return booked requests as they are wished for now, on another day or at another hour.

    An open return that is not named goes with its ride; one that is named gets an hour.

    Raises
    ------
    NotFoundError
        If one is not booked at all.
    ConflictError
        If one has ended.
    InputError
        If legs of their journeys are left out, which would be on two days then.
    """
    bookings = [unit.bookings.get(key) for key in wanted]
    if ended := [one.id for one in bookings if not one.held]:
        raise ConflictError(f"the booking {ended[0]} has ended; take the call anew")
    _require_whole(unit, [one.request for one in bookings], wanted)
    return tuple(
        replace(one.request, day=day, windows=wanted[one.id].windows, wish=wanted[one.id].wish) for one in bookings
    )


def _require_whole(unit: UnitOfWork, requests: Sequence[Request], wanted: Mapping[RequestId, NewTime]) -> None:
    ties = {tie for request in requests for tie in _ties(request)}
    missing = {
        one.id
        for day in {request.day for request in requests}
        for one in unit.bookings.between(day, day).values()
        if one.held and one.id not in wanted and not one.awaits_call and ties & set(_ties(one.request))
    }
    if missing:
        told = ", ".join(sorted(missing))
        right = f"name what belongs together: {told}"
        raise InputError([InputProblem(file="body.requests", wrong="are a part of a journey or a group", right=right)])


def _ties(request: Request) -> tuple[tuple[str, str], ...]:
    """Return what holds a request together with others."""
    group = (("group", request.group),) if request.group else ()
    journey = (("journey", request.journey),) if isinstance(request, Ride) and request.journey else ()
    return group + journey
