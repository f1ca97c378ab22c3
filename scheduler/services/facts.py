"""Parts of a kept town as a `Town`, for what asks little of it."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ClientId, TownId
from scheduler.domain.town import Town, TownHead
from scheduler.services.ports import UnitOfWork

_LONGEST = timedelta(days=2)
"""So long after its date no shift of a day goes on: none is longer than 24 hours."""


def town_head(unit: UnitOfWork) -> TownHead:
    """Return the head of a unit's town.

    Raises
    ------
    NotFoundError
        If no such town is kept.
    """
    head = unit.head.find(TownId(unit.town_id))
    if head is None:
        raise NotFoundError(f"no town {unit.town_id} is kept")
    return head


def called(unit: UnitOfWork, client_id: ClientId) -> str:
    """Return what a client is called in a sentence that nobody keeps; the id of one who is not kept any more."""
    client = unit.clients.find(client_id)
    return str(client_id) if client is None else client.name


def is_over(unit: UnitOfWork, day: date, now: datetime) -> bool:
    """Return whether a service day is over: its date, and every shift of it that goes on after midnight."""
    today = now.astimezone(town_head(unit).zone).date()
    if day >= today or day < today - _LONGEST:
        return day < today
    return all(shift.end.astimezone(UTC) <= now.astimezone(UTC) for shift in unit.shifts.between(day, day).values())


def part_of_town(unit: UnitOfWork, **parts: Any) -> Town:
    """Return a town of its head and the given fields of `Town`; reading all of one is dear."""
    head = town_head(unit)
    return Town(**{one.name: getattr(head, one.name) for one in fields(TownHead)}, **parts)
