"""How much a desk says of a day whose plan has no room."""

import pytest

from scheduler.domain.booking import EnquiryOutcome, Refusal
from scheduler.services.booking import answering
from scheduler.services.booking.answering import Why
from scheduler.services.booking.desk import BookingDesk
from tests.office.calendars import DayBuilder
from tests.office.office import Office, office

pytestmark = pytest.mark.ordinary_day


def _full() -> Office:
    """Return a day of one worker for whom two visits at the same time are one too many."""
    builder = DayBuilder().add_staff().add_shift("08:00-12:00")
    builder.add_visit(window="09:00-09:15", length_min=60).add_visit(window="09:00-09:15", length_min=60)
    return office(builder, [list(builder.build().requests)[-1]])


def _refused(here: Office, why: Why) -> Refusal:
    desk = BookingDesk(here.store, here.days, here.clock, here.new_id, why=why)
    enquiry = desk.ask(here.call, list(here.wishes.values()), [here.day]).enquiry
    assert enquiry.outcome is EnquiryOutcome.REFUSED
    (told,) = enquiry.refusals
    return told


def test_whom_nobody_tells_what_is_in_the_way_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulated office would look for reasons that nobody reads for a tenth of its day, or refuse nobody."""
    in_full = _refused(_full(), Why.IN_FULL)
    monkeypatch.delattr(answering, "reason_for")
    briefly = _refused(_full(), Why.BRIEFLY)
    assert briefly.code == "no_room"
    assert briefly.summary.keys() == in_full.summary.keys()
    assert in_full.code not in {"", briefly.code}
