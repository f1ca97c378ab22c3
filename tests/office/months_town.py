"""Two months of closed days for tests: visits and rides by the town and a contractor, an awkward client, a dispute."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fixtures.builder import TownBuilder
from scheduler.domain.accounts import Role
from scheduler.domain.closing import About
from scheduler.domain.ids import ProviderId, RequestId
from scheduler.services.closing import Said, close_day, state_of_request
from scheduler.services.dispatching import Hand
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.services.publishing import publish
from tests.office.calendars import DayBuilder
from tests.office.closing_day import done
from tests.office.field_day import report, sent, somebody
from tests.office.office import ANNA, Office, office

NAME = '=1+1 <b>O\'Łódź #read("x")'
"""Of a client: a formula, markup, letters of ours, and code of the sheets."""
DAYS = (date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 30))


def months_town(days: Sequence[date] = DAYS, night: str = "22:30-00:30+1", length_min: int = 50) -> Office:
    """Return an office in which some days were planned, driven as planned, and closed.

    Parameters
    ----------
    night : str
        When the visit of a shift across midnight may begin.
    """
    builder = DayBuilder(service_day=days[0]).add_place("baza").add_place("szpital", at=(2, 1))
    builder.add_client(name=NAME, birth_year=1941, sex="female").add_client(birth_year=1955, sex="male")
    names = list(builder.clients)
    builder.clients_waiting.clear()
    builder.add_provider("cus", "Centrum Usług").add_staff("jan", cost_gr_per_h=4200).add_vehicle("bus")
    builder.add_provider("spol", "Spółdzielnia", own=False, social_economy=True)
    builder.add_staff("ewa", provider_id="spol", cost_gr_per_h=3100)
    for day in days:
        builder.on_day(day)
        builder.add_shift("07:00-15:00", staff="jan", vehicle="bus")
        builder.add_shift("22:00-05:00", staff="ewa", contract_gr_per_request=2500)
        builder.add_return_pair("09:00-09:30", "11:00-12:00", to="szpital", client=names)
        builder.add_visit(window=night, length_min=length_min, client=names[0])
    builder.providers[ProviderId("spol")] = replace(
        builder.providers[ProviderId("spol")], contract_gr=100_000, contract_from=days[0], contract_until=days[-1]
    )
    here = office(builder)
    for day in days:
        close_as_planned(here, day, builder)
    return here


def close_as_planned(here: Office, day: date, builder: TownBuilder) -> None:
    """Publish a day, report everything as planned, and close it the next noon."""
    builder.on_day(day)
    here.clock.moment = builder.moment("12:00+1")
    ensure_tentative(here.store, here.id, day, here.travel, here.clock.now())
    with here.store.writing(here.id) as unit:
        publish(unit, here.travel, day, Hand(by=ANNA, at=here.clock.now()), here.new_id)
    here.day = day
    for route in here.plan.routes:
        for stop in route.stops:
            for task in stop.tasks:
                seen = {"shift_id": route.shift_id, "task_id": task.task_id}
                arrived = report(here, at=stop.arrival, **seen)
                sent(here, somebody(here, Role.DISPATCHER), arrived, report(here, kind=done(task), at=task.end, **seen))
    with here.store.writing(here.id) as unit:
        close_day(unit, here.travel, day, Hand(by=ANNA, at=here.clock.now()))


def dispute(here: Office, day: date, request_id: str, reason: str) -> None:
    said = Said(request_id=RequestId(request_id), about=About.DISPUTE, reason=reason)
    with here.store.writing(here.id) as unit:
        state_of_request(unit, day, said, by=ANNA, now=here.clock.now())
