"""Journeys of several legs of which some are cancelled: what stays has to begin where the client is."""

from collections.abc import Sequence

import pytest

from fixtures.asks import Leg
from fixtures.builder import TownBuilder
from scheduler.domain.errors import RefusedError
from scheduler.domain.ids import RequestId
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.comparing import placed
from tests.office.office import ANNA, Office, office


@pytest.fixture
def here() -> Office:
    """An office with one client's journey: to the hospital, to the pharmacy, and home."""
    builder = TownBuilder().add_place("szpital").add_place("apteka").add_bus("07:00-17:00").add_client()
    legs = (Leg("szpital", "09:00-09:30", arrive_by=True), Leg("apteka", "11:00-11:30"), Leg(None, "13:00-13:30"))
    builder.add_journey(*legs, ids=["out", "on", "home"])
    here = office(builder, list(builder.requests))
    here.book("out", "on", "home")
    return here


def end(here: Office, *ids: str, alone: bool = False) -> None:
    """Cancel legs for the client."""
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [*map(RequestId, ids)], Ending(by=ANNA, at=here.clock.now()), alone=alone)


def left_alone(here: Office) -> list[str]:
    """Return which legs the audit says a client gets to by themselves."""
    with here.store.reading(here.id) as unit:
        events = [one.event for one in unit.audit.entries(0, 1000)]
    return [one.subject for one in events if one.action == "booking.left_alone"]


@pytest.mark.parametrize(
    ("ended", "hanging"), [(["on"], "home"), (["out"], "on, home"), (["out", "on"], "home"), (["out", "home"], "on")]
)
def test_a_leg_that_its_client_does_not_reach_is_refused(here: Office, ended: Sequence[str], hanging: str) -> None:
    """A bus would wait at the pharmacy for somebody who sits at the hospital, and nobody fetch her there."""
    before = placed(here.plan)
    with pytest.raises(RefusedError) as refused:
        end(here, *ended)
    (why,) = refused.value.refusals

    assert why.code == "journey_torn"
    assert all(text.endswith(f": {hanging}.") for text in why.summary.values())
    assert set(why.summary) == set(why.change) == {"pl", "en"}
    assert all(hanging in text for text in why.change.values())
    assert placed(here.plan) == before
    assert all(here.booking(one).held for one in ("out", "on", "home"))


@pytest.mark.parametrize("ended", [["home"], ["on", "home"], ["out", "on", "home"]])
def test_what_stays_of_a_journey_may_end_anywhere(here: Office, ended: Sequence[str]) -> None:
    """A client whose son fetches him would not be driven there either."""
    end(here, *ended)

    assert not any(here.booking(one).held for one in ended)
    assert left_alone(here) == []


def test_who_gets_there_alone_is_fetched_and_the_audit_knows(here: Office) -> None:
    """A client who walks to the pharmacy would have to give up the bus home; or nobody know who had said so."""
    end(here, "on", alone=True)

    assert placed(here.plan).keys() == {"out", "home"}
    assert left_alone(here) == ["request:home"]
    end(here, "out")  # that leg hangs already; who said so is asked once
