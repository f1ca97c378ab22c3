"""What came in after a day was closed: kept, in no figure, and never over anybody's head."""

from collections.abc import Mapping, Sequence

from scheduler.domain.closing import Closing
from scheduler.domain.events import Event
from scheduler.domain.ids import EventId
from scheduler.services.closing.daybook import DayBook
from scheduler.services.closing.ways_home import Stranded, stranded


def came_after(closing: Closing, events: Mapping[EventId, Event]) -> tuple[Event, ...]:
    """Return the events of a closed day that had not come in by then."""
    return tuple(event for key, event in events.items() if key not in closing.events)


def stranded_since(book: DayBook, after: Sequence[Event]) -> tuple[Stranded, ...]:
    """Return who has no known way home, by all that is known by now, of those whom events after the closing tell of.

    For everybody else the day was looked at when it was closed; of who has been erased since, homes are not known.
    """
    known = {**book.bookings, **book.moved}
    told = {key for key in (event.request_id for event in after) if key in known}
    clients = {client for key in told for client in known[key].request.party.client_ids}
    return tuple(one for one in stranded(book) if one.client_id in clients)
