"""Erasing a client whose booking was moved to another day: nothing is left of them on the day it was moved from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.place import Door
from scheduler.domain.plan import Override, Plan
from scheduler.domain.request import Visit
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.another_day import on_day
from scheduler.services.erasing import erase_client
from scheduler.services.keeping import town_on
from scheduler.services.planning.changing import plan_anew
from scheduler.services.ports import Store
from scheduler.services.reporting import day_view
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office

pytestmark = pytest.mark.ordinary_day

FIRST = RequestId("R-001")


def moved(store: Store | None = None, *, old: bool = False) -> tuple[Office, ClientId]:
    """Return an office that has moved a visit to the day after, and cancelled it there.

    Parameters
    ----------
    old : bool
        As a former version of this program kept it, which did not write down where it had been. The call that it came
        from is gone, or never was: it came from a town's files.
    """
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    today = builder.day
    builder.on_day(today + timedelta(days=1)).add_shift("08:00-16:00", staff=builder.staff_id).on_day(today)
    builder.add_visit(window="09:00-14:00", length_min=30)
    here = office(builder, [FIRST], store)
    _, (booking,) = here.book(FIRST)
    client_id = booking.request.party.client_ids[0]
    told(here, here.town.clients[client_id].name, reason=not old)
    tomorrow = today + timedelta(days=1)
    answer = here.desk.ask(here.call, on_day([booking.request], tomorrow, here.town.zone), [tomorrow])
    here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [FIRST], Ending(by=ANNA, at=here.clock.now()))
        if old:
            unit.bookings.put(replace(unit.bookings.get(FIRST), former_days=()))
        if booking.enquiry_id is not None:  # what is kept of calls goes sooner than what is kept of bookings
            unit.enquiries.remove(booking.enquiry_id)
    return here, client_id


def told(here: Office, name: str, *, reason: bool) -> None:
    """Write the client's name and the way to their door into the plan that holds, and the name into a reason."""
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        plan = unit.plans.get(here.day, state.plan or 0)
        routes = tuple(replace(r, ways=("way",) * (len(r.stops) + 1)) for r in plan.routes)
        unit.plans.redact(replace(plan, routes=routes, travel_notes=({"en": f"{name} is far out."},)))
        why = Override(rule="shift_span", shift_id=routes[0].shift_id, amount=60, reason=f"{name} lives far out")
        unit.days.put(replace(state, version=state.version + 1, overrides=(why,) if reason else ()))


def plans(here: Office, day: date) -> list[Plan]:
    """Return all versions of a day's plan."""
    with here.store.reading(here.id) as unit:
        return [unit.plans.get(day, head.version) for head in unit.plans.heads(day)]


def check_moved(here: Office, client_id: ClientId) -> None:
    """Erase the client of `moved`, and look for what is left of them on the day that they were moved from."""
    client = here.town.clients[client_id]
    assert client.name in repr(plans(here, here.day))
    with here.store.writing(here.id) as unit:
        erase_client(unit, client_id, by=ANNA, now=here.clock.now() + timedelta(days=5))
    assert client.name not in repr(plans(here, here.day))
    ways = [r.ways for plan in plans(here, here.day) for r in plan.routes if r.stops]
    assert all("way" not in one for one in ways)
    assert client.name not in repr(here.state)


def test_the_day_that_a_booking_was_moved_from_forgets_the_client_too() -> None:
    """The name of a resident who asked to be forgotten would stay in the plan of a day they were never seen on."""
    check_moved(*moved())


def test_no_plan_says_which_door_an_erased_client_lived_behind() -> None:
    """Staircase and flat of a resident who asked to be forgotten could be read in the plan of any past day."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-14:00", length_min=30)
    here = office(builder)
    request = here.booking(FIRST).request
    assert isinstance(request, Visit)
    home = request.door.place_id
    with here.store.writing(here.id) as unit:
        place = unit.places.get(home)
        unit.places.put(replace(place, entrances=(replace(place.entrances[0], name="klatka B/7"),)))
        unit.bookings.put(replace(unit.bookings.get(FIRST), request=replace(request, door=Door(place_id=home))))
        unit.days.lock(here.day)
        plan_anew(unit, here.travel, unit.days.get(here.day), why="rota", at=here.clock.now())
    assert "klatka" in repr(plans(here, here.day))
    with here.store.writing(here.id) as unit:
        erase_client(unit, request.party.client_ids[0], by=ANNA, now=here.clock.now() + timedelta(days=5))
    assert "klatka" not in repr(plans(here, here.day))
    with here.store.reading(here.id) as unit:
        view = day_view(town_on(unit, here.day), here.plan)
    assert home in repr(view)
