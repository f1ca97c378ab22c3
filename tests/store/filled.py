"""A town with a client, a sister, and everything that is written about them."""

from dataclasses import replace
from typing import Any

from scheduler.domain.booking import BookingStatus
from scheduler.domain.ids import PlaceId, RequestId, UserId
from scheduler.domain.place import Door, GeoPoint
from scheduler.services.auditing import note_read
from scheduler.services.ports import Store
from tests.store.sample_live import live_day
from tests.store.samples import (
    DAY,
    KEY,
    NAME,
    NOW,
    SISTER,
    TOWN,
    away,
    booking,
    card,
    check,
    client,
    columns,
    day_state,
    enquiry,
    event,
    head,
    message,
    message_wishes,
    notice,
    place,
    plan,
    plan_head,
    visit,
)

OLA = UserId("u-ola")
RIDE = booking(visit(), status=BookingStatus.HELD)


def fill(store: Store) -> None:
    """Keep a client with a home, a sister elsewhere, and everything that is written about them."""
    with store.writing(TOWN) as unit:
        unit.head.put(head(name="Starachowice", centre=GeoPoint(lat=51.0, lon=21.0)))
        for each in (place(), place("dom-K-04"), place("baza", public=True)):
            unit.places.put(each)
        unit.clients.put(client(home=PlaceId("dom-K-03")))
        unit.clients.put(client(SISTER, home=PlaceId("dom-K-04"), name="Anna Lis"))
        unit.bookings.put(RIDE)
        unit.bookings.put(booking(visit("R-09", clients=(SISTER,), door=Door(place_id=PlaceId("dom-K-04")))))
        unit.enquiries.put(enquiry())
        unit.notices.put(notice())
        unit.events.put(event())
        unit.live.put(live_day())
        unit.checks.put(check())
        unit.client_absences.put(away())
        unit.messages.put(message())
        unit.message_wishes.put(message_wishes())
        unit.cards.put(card())
        unit.imports.put(columns())
        unit.cards.put(card("5e" * 32, request_id=RequestId("R-09"), code="SISTER"))
        unit.days.lock(DAY)
        unit.days.put(day_state())
        unit.plans.add(told(), plan_head())
        note_read(unit, OLA, KEY, NOW, ["phone"])


def told() -> Any:
    """Return a plan whose reasons name the client."""
    made = plan()
    return replace(made, unassigned=tuple(replace(one, summary={"pl": f"po {NAME}"}) for one in made.unassigned))
