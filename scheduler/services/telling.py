"""Bookings and calls in which something may be noted of a client, also where others of the party go on without them.

Somebody who is away is taken out of what is booked for several, and left out of what a series books for the others.
What was noted about all of them stays in it, for the crew; so it has to be found when the one who was away is erased.
"""

from collections import defaultdict
from collections.abc import Mapping

from scheduler.domain.booking import Booking, Enquiry
from scheduler.domain.ids import ClientId, EnquiryId, RequestId, SeriesId
from scheduler.domain.series import series_of
from scheduler.services.ports import UnitOfWork


def bookings_telling_of(unit: UnitOfWork, client_id: ClientId) -> Mapping[RequestId, Booking]:
    """Return the bookings of a client, those they were taken out of, and those of others by a series they shared."""
    found = _with(unit, client_id)
    for other, shared in _shared(unit, client_id).items():
        found |= {key: one for key, one in unit.bookings.of_client(other).items() if series_of(key) in shared}
    return found


def enquiries_telling_of(unit: UnitOfWork, client_id: ClientId) -> Mapping[EnquiryId, Enquiry]:
    """Return the calls about a client, and those by which a series that they shared was booked for others."""
    found = dict(unit.enquiries.of_client(client_id))
    for other, shared in _shared(unit, client_id).items():
        calls = unit.enquiries.of_client(other).items()
        found |= {key: one for key, one in calls if any(series_of(each.id) in shared for each in one.requests)}
    return found


def _with(unit: UnitOfWork, client_id: ClientId) -> dict[RequestId, Booking]:
    """Return what was booked for a client, also what goes on for others since the client was away."""
    lost = (key for absence in unit.client_absences.of_client(client_id).values() for key in absence.lost)
    left = {key: one for key in lost if (one := unit.bookings.find(key)) is not None}
    return {**unit.bookings.of_client(client_id), **left}


def _shared(unit: UnitOfWork, client_id: ClientId) -> Mapping[ClientId, set[SeriesId]]:
    """Return with whom a client has, or had, which series; one that was changed since is known by what it booked."""
    parties = [(key, one.client_ids) for key, one in unit.series.of_client(client_id).items()]
    booked = ((series_of(key), one.request.party.client_ids) for key, one in _with(unit, client_id).items())
    found: dict[ClientId, set[SeriesId]] = defaultdict(set)
    for series_id, party in (*parties, *booked):
        for other in party:
            if series_id is not None and other != client_id:
                found[other].add(series_id)
    return found
