"""A caller who changes their mind: the enquiry of the call asks for something else, and is still one enquiry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.ids import EnquiryId
from scheduler.domain.request import Request
from scheduler.services.booking.desk import Answer, BookingDesk, Call
from scheduler.services.booking.inserting import require_not_ended
from scheduler.services.not_now import not_now

_UNDECIDED = (EnquiryOutcome.OPEN, EnquiryOutcome.REFUSED)


def ask_otherwise(
    desk: BookingDesk,
    call: Call,
    enquiry_id: EnquiryId,
    requests: Sequence[Request],
    days: Sequence[date],
    *,
    words: str = "",
) -> Answer:
    """Let an enquiry ask for something else, and answer it as things are now.

    When it was received and by whom stays: a call in which five days were asked for is one call. What was offered for
    it before can be taken only if it is what is asked for now, too.

    Raises
    ------
    NotFoundError
        If there is no such enquiry.
    ConflictError
        If it has ended otherwise than without an offer; if one of the requests was booked once and has ended, or a
        client is not there.
    StaleError
        If somebody else has changed it meanwhile.
    """
    now = desk.clock.now()
    with desk.store.reading(call.town_id) as unit:
        enquiry, seen = unit.enquiries.get(enquiry_id), unit.enquiries.stamp_of(enquiry_id)
        if enquiry.outcome not in _UNDECIDED:
            told = f"the enquiry {enquiry_id} has ended ({enquiry.outcome.value}); take down a new one"
            raise not_now("call_ended", told)
        require_not_ended(unit, requests)
    asks = replace(
        enquiry, requests=tuple(requests), days=tuple(days), words=words, outcome=EnquiryOutcome.OPEN, ended_at=None
    )
    return desk.written(call, asks, now, seen=seen, action="enquiry.changed")
