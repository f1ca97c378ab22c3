"""Whoever something is asked for is a client of the town, also while somebody else is just being erased."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.errors import ConflictError
from scheduler.domain.request import Request
from scheduler.services.erased import doors_of
from scheduler.services.ports import UnitOfWork

_CLIENTS = date.min
"""A day that is none: its lock stands for the list of clients. Days are locked in their order, so it comes first."""


def hold_clients(unit: UnitOfWork) -> None:
    """Hold other units off erasing clients, and off writing down what they ask for, until this one has ended.

    What is written down for a day that may be booked is held off by that day's lock already.
    """
    unit.days.lock(_CLIENTS)


def require_clients(unit: UnitOfWork, requests: Sequence[Request]) -> None:
    """Refuse requests of whom, or where, is not there any more; the unit holds the clients, or the requests' day.

    Raises
    ------
    ConflictError
        Naming the first of them.
    """
    wanted = dict.fromkeys(client for request in requests for client in request.party.client_ids)
    if gone := [one for one in wanted if unit.clients.find(one) is None]:
        raise ConflictError(f"there is no client {gone[0]} (any more): nothing is written down for them")
    doors = dict.fromkeys(place for request in requests for place in doors_of(request))
    if lost := [one for one in doors if unit.places.find(one) is None]:
        raise ConflictError(f"there is no place {lost[0]} (any more): take down where it is to be instead")
