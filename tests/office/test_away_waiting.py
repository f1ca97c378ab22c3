"""The waiting list when somebody dies: who waits for nobody else leaves it, and the others of a party wait on."""

from dataclasses import replace

import pytest

from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.client_absence import AwayWhy
from scheduler.domain.ids import RequestId
from scheduler.services.clients_away import away_refusal
from scheduler.services.waiting import candidates, put_back_on_list, put_on_list, take_off_ended
from tests.office.clients_away import away, sisters, wish


@pytest.mark.parametrize(("why", "waits"), [(AwayWhy.HOSPITAL, 1), (AwayWhy.DIED, 0)])
def test_who_has_died_waits_no_more(why: AwayWhy, waits: int) -> None:
    """A widow would be rung about a place that her husband had waited for."""
    here, one, _, _ = sisters()
    enquiry = here.desk.ask(here.call, [wish(here, one)], [here.day]).enquiry
    with here.store.writing(here.id) as unit:
        put_on_list(unit, enquiry.id, here.clock.now(), until=here.day)
    away(here, one, why=why)
    with here.store.reading(here.id) as unit:
        assert len(unit.waiting.all()) == waits


def test_a_sister_waits_on_when_the_other_one_dies() -> None:
    """Her place on the list, for which she has waited for weeks, would be gone without a word."""
    here, one, other, key = sisters()
    together = here.booking(key).request
    asked = [[replace(together, id=RequestId("both"))], [wish(here, one, "hers")], [wish(here, other, "alone")]]
    waits = [here.desk.ask(here.call, wished, [here.day]).enquiry.id for wished in asked]
    with here.store.writing(here.id) as unit:
        for each in waits:
            put_on_list(unit, each, here.clock.now(), until=here.day)
    away(here, one, why=AwayWhy.DIED)

    with here.store.reading(here.id) as unit:
        assert list(unit.waiting.all()) == [waits[0], waits[2]]
        both, hers = (unit.enquiries.get(each) for each in waits[:2])
        told = [entry.event.action for entry in unit.audit.about(f"enquiry:{waits[0]}")]
    assert (both.outcome, hers.outcome) == (EnquiryOutcome.WAITING, EnquiryOutcome.GONE)
    assert "enquiry.party_changed" in told
    assert [each.party.client_ids for each in both.requests] == [(other,)]
    with here.store.reading(here.id) as unit:
        assert [each.enquiry.id for each in candidates(unit, here.day)] == [waits[0], waits[2]]
        assert away_refusal(unit, both.requests, here.day) is None


def test_a_kept_place_on_the_list_comes_back_without_who_has_died() -> None:
    """A place would be offered to nobody, as one of the two for whom it is kept is dead."""
    here, one, other, key = sisters()
    moved = here.desk.ask(here.call, [here.booking(key).request], [here.day]).enquiry.id
    with here.store.writing(here.id) as unit:
        put_on_list(unit, moved, here.clock.now(), until=here.day)
        take_off_ended(unit, [key], here.clock.now())
    away(here, one, why=AwayWhy.DIED)
    with here.store.writing(here.id) as unit:
        (again,) = put_back_on_list(unit, unit.bookings.get(key), here.clock.now())
        assert list(unit.waiting.all()) == [moved]
    assert [each.party.client_ids for each in again.requests] == [(other,)]
