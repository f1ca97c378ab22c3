"""How long a door takes in a plan: what somebody wrote, else what was learned, else what the catalogue says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fixtures.builder import TownBuilder
from fixtures.moments import SERVICE_DAY
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Mobility
from scheduler.domain.ids import ClientId, ServiceId
from scheduler.domain.learning import LearnedTimes, Where
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.door_times import agreed_time, time_at
from scheduler.services.horizon import build_problem
from scheduler.services.horizon.frame import Frame
from scheduler.services.horizon.requests import work_s
from scheduler.travel.straight import StraightTravel

ANNA, JAN = ClientId("K-01"), ClientId("K-02")
PHYSIO, BUS = ServiceId("fizjoterapia"), ServiceId("bus")


def minutes(town: Town, where: Where = Where.VISIT) -> float:
    """Return what the town's one request takes at a door, in minutes."""
    (request,) = town.requests.values()
    return time_at(town, request, where) / timedelta(minutes=1)


def learned(town: Town, clients: Mapping[ClientId, int], service: ServiceId, where: Where = Where.VISIT) -> Town:
    """Return a town that has learned what clients take at one kind of door, in per mille, and of everybody else 900."""
    times = {client: {(service, where): permille} for client, permille in clients.items()}
    return replace(town, learned=LearnedTimes(services={(service, where): 900}, clients=times))


def physio(**fields: Any) -> Town:
    """Return a visit of 40 minutes to Anna."""
    builder = TownBuilder()
    service = replace(builder.services[PHYSIO], service_time=timedelta(minutes=40))
    builder.services = {**builder.services, PHYSIO: service}
    return builder.add_client(ANNA, **fields).add_client(JAN).add_visit(client=ANNA).build()


def ride(mobility: Mobility, help_level: HelpLevel, client: tuple[ClientId, ...] = (ANNA,)) -> Town:
    """Return a ride."""
    builder = TownBuilder().add_bus().add_client(ANNA, mobility=mobility).add_client(JAN)
    return builder.add_ride(to="baza", client=client, help_level=help_level).build()


def test_a_town_that_has_learned_nothing_plans_the_catalogues_time() -> None:
    """All plans would shift by seconds, and nobody could say why."""
    assert minutes(physio()) == 40


def test_a_client_who_was_observed_takes_what_was_learned_of_them() -> None:
    """The worker would be at the door for the same 40 minutes in every plan, whatever Anna needs."""
    assert minutes(learned(physio(), {ANNA: 1250}, PHYSIO)) == 50


def test_a_client_who_was_not_takes_what_the_service_does() -> None:
    """Whoever is new would take long as in a catalogue that nobody believes any more."""
    assert minutes(learned(physio(), {JAN: 1250}, PHYSIO)) == 36


def test_what_somebody_wrote_wins() -> None:
    """A social worker agrees on an hour with Anna, and the plan would give her the 50 minutes of last month."""
    own = physio(service_times={PHYSIO: timedelta(minutes=60)})
    assert minutes(learned(own, {ANNA: 1250}, PHYSIO)) == 60
    (request,) = own.requests.values()
    once = replace(own, requests={request.id: replace(request, service_time=timedelta(minutes=15))})
    assert minutes(learned(once, {ANNA: 1250}, PHYSIO)) == 15


def test_another_service_and_another_door_are_not_touched() -> None:
    """Whoever is slow on the stairs would be said to need long physiotherapy."""
    assert minutes(learned(physio(), {ANNA: 1250}, BUS, Where.PICKUP)) == 40


def test_a_visit_to_two_takes_the_time_of_each() -> None:
    """Two sisters would be given the time of one, or twice that of the slower."""
    builder = TownBuilder().add_client(ANNA).add_client(JAN)
    town = builder.add_visit(client=(ANNA, JAN)).build()
    whole = minutes(town)
    assert minutes(learned(town, {ANNA: 1200, JAN: 800}, PHYSIO)) == pytest.approx(whole)
    assert minutes(learned(town, {ANNA: 1200}, PHYSIO)) == pytest.approx(whole * 1.05)


def test_what_is_learned_of_boarding_goes_with_the_help_that_is_needed() -> None:
    """Anna, quick on her feet in spring, would be given no time for the lift once she needs a wheelchair."""
    for mobility, level in ((Mobility.WALKS, HelpLevel.KERB), (Mobility.WHEELCHAIR, HelpLevel.DOOR)):
        town = ride(mobility, level)
        taught = learned(town, {ANNA: 500}, BUS, Where.PICKUP)
        assert minutes(taught, Where.PICKUP) == pytest.approx(minutes(town, Where.PICKUP) / 2)
        assert minutes(taught, Where.DROPOFF) == minutes(town, Where.DROPOFF)


def test_a_party_boards_as_slowly_as_its_slowest() -> None:
    """Two get in together, and the bus would leave when the quicker one sits."""
    town = ride(Mobility.WALKS, HelpLevel.KERB, (ANNA, JAN))
    taught = learned(town, {ANNA: 500, JAN: 2000}, BUS, Where.PICKUP)
    assert minutes(taught, Where.PICKUP) == 2 * minutes(town, Where.PICKUP)


def test_the_problem_has_what_was_learned_and_clients_are_charged_what_was_agreed() -> None:
    """A plan would not use it; or a resident's hours and bills would move with how fast a worker was last month."""
    before, after = ride(Mobility.WALKER, HelpLevel.KERB), ride(Mobility.WALKER, HelpLevel.KERB)
    after = learned(after, {ANNA: 2000}, BUS, Where.PICKUP)
    day = ServiceDay(date=SERVICE_DAY, zone=before.zone)
    tasks = [
        [t.service_s for t in build_problem(town, day, StraightTravel(town.policy)).tasks] for town in (before, after)
    ]
    assert tasks[1] == [2 * tasks[0][0], tasks[0][1]]
    (request,) = after.requests.values()
    assert work_s(Frame(after, day), request) == work_s(Frame(before, day), request) == sum(tasks[0])
    assert agreed_time(after, request) == timedelta(seconds=tasks[0][0])
