"""Open returns: time is kept free for them, and whoever calls from the doctor's is fetched as soon as can be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from fixtures.asks import Leg
from fixtures.moments import ZONE
from scheduler.domain.accounts import Role
from scheduler.domain.booking import Booking
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.errors import ConflictError, PlanRejectedError, RefusedError
from scheduler.domain.ids import AbsenceId, PlaceId, RequestId
from scheduler.domain.live_day import live_key
from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.domain.place import Door
from scheduler.domain.request import Ride
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Answer, answering
from scheduler.services.booking.home_wishes import HomeWish
from scheduler.services.booking.open_returns import Called, OpenReturns
from scheduler.services.comparing import placed
from scheduler.services.dispatching import Move, move
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from scheduler.services.manifests import manifest
from scheduler.services.planning.changing import plan_anew
from scheduler.services.planning.kept_free import kept_free
from scheduler.services.planning.searching import Effort, keep_if_better
from scheduler.services.planning.tentative import improve
from scheduler.services.ports import Store
from solver.solution import Solution
from tests.office.calendars import DayBuilder, at, clock_hour
from tests.office.field_day import publish_all, somebody
from tests.office.office import Office, office
from tests.office.running_day import deliver, moment, told

OUT, HOME = RequestId("R-001"), RequestId("home")
HOUR = timedelta(hours=1)


def doctors_day(
    *more: str,
    day: date | None = None,
    store: Store | None = None,
    hours: str = "07:00-17:00",
    buses: int = 1,
    **policy: Any,
) -> Office:
    """Return an office with a bus, a ride to the doctor's by half past nine, and wishes for rides at other times."""
    builder = DayBuilder(service_day=day).add_place("baza", at=(4, 0)).add_place("apteka", at=(4.5, 0))
    for _ in range(buses):
        builder.add_bus(hours)
    builder.add_client(at=(0, 0)).add_entitlement(2, "bus", unit="rides")
    builder.add_ride("09:00-09:30", to="baza")
    for window in more:
        builder.add_client(at=(0, 1)).add_ride(window, to="apteka", arrive_by=False)
    here = office(builder, list(builder.requests), store)
    here.book(OUT)
    keep(here, **({"kept_free": timedelta(minutes=20), "each": timedelta(minutes=30)} | policy))
    return here


def keep(here: Office, **policy: Any) -> None:
    """Let the town keep time free from now on, from eight to four."""
    hours = {"first_h": clock_hour("08:00"), "last_h": clock_hour("16:00")}
    with here.store.writing(here.id) as unit:
        head = unit.head.get(here.id)
        live = LivePolicy(open_returns=OpenReturnPolicy(**(hours | policy)))
        unit.head.put(replace(head, policy=replace(head.policy, live=live)))


def book_home(here: Office, key: str = HOME, out: str = OUT, **wish: Any) -> Booking:
    """Book a way home."""
    return OpenReturns(here.desk).book(here.call, RequestId(out), HomeWish(id=RequestId(key), **wish))


def call(here: Office, at: str, pickup: Door | None = None, key: str = HOME) -> Called:
    """Call for it at an hour of the day."""
    here.clock.moment = moment(here, at)
    return OpenReturns(here.desk).called(here.call, RequestId(key), pickup)


def codes(error: "pytest.ExceptionInfo[RefusedError]") -> list[str]:
    return [one.code for one in error.value.refusals]


def taken_there(here: Office) -> None:
    """Report that the client was taken to the doctor's."""
    done = (("pickup", "08:50"), ("dropoff", "09:10"))
    deliver(here, *(told(here, f"{OUT}:{kind}", "done", hour) for kind, hour in done), at="09:21")


def wrong(here: Office, at: str) -> set[str]:
    """Return what is wrong at an hour, of open returns."""
    with here.store.reading(here.id) as unit:
        found = alerts(watch(unit, here.day, moment(here, at)))
    return {one.id for one in found if one.request_id == HOME}


def test_a_ride_that_ends_at_home_has_no_way_home() -> None:
    """Time that others could be driven in would be kept free for a client who is at home, and never calls."""
    builder = DayBuilder().add_place("baza", at=(4, 0)).add_bus("07:00-17:00").add_client(at=(0, 0))
    builder.add_journey(Leg("baza", "09:00-09:30", arrive_by=True), Leg(None, "12:00-12:30"))
    out, back = map(str, builder.requests)
    here = office(builder, [out, back])
    home = here.wishes[back]
    assert isinstance(home, Ride)
    here.wishes[back] = replace(home, journey=None, leg=1, group=None)
    keep(here, kept_free=timedelta(minutes=20), each=timedelta(minutes=30))
    offer, _ = here.book(back)
    assert offer.home_room is None
    with pytest.raises(RefusedError) as refused:
        book_home(here, out=back)
    assert codes(refused) == ["ends_at_home"]


def test_an_open_return_is_booked_and_in_no_plan() -> None:
    """A bus would stand at the doctor's at an hour that nobody has named."""
    here = doctors_day()
    booking = book_home(here)

    ride = here.booking(HOME).request
    assert isinstance(ride, Ride)
    assert (booking.open_return, booking.awaits_call, booking.promise) == (True, True, None)
    assert (ride.origin.place_id, ride.leg, ride.journey) == ("baza", 2, OUT)
    assert ride.windows[0].start == moment(here, "09:30")
    with here.store.writing(here.id) as unit:
        plan_anew(unit, here.travel, unit.days.lock(here.day), why="rota", at=here.clock.now())
    publish_all(here)
    assert placed(here.plan).keys() == {OUT}
    with here.store.reading(here.id) as unit:
        assert [one.request_id for one in unit.notices.all().values()] == []
        assert sorted(one.request_id for one in unit.consumptions.all().values() if one.counts) == [OUT, HOME]


def test_who_calls_is_fetched_soon_and_promised_it() -> None:
    """Somebody in pain would sit in the waiting room until the office has time to plan."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    found = call(here, "11:05")

    assert found.expected is not None
    assert moment(here, "11:05") <= found.expected <= moment(here, "11:45")
    promise = here.booking(HOME).promise
    assert promise is not None
    assert promise.window.start <= found.expected <= promise.window.end
    assert placed(here.plan)[HOME].start >= moment(here, "11:05")
    assert here.booking(HOME).called_at == moment(here, "11:05")
    with pytest.raises(ConflictError, match="called for home already"):
        call(here, "11:10")


def test_the_place_may_have_changed_on_the_day() -> None:
    """The bus would ring at the doctor's while she stands at the pharmacy."""
    here = doctors_day()
    book_home(here)
    call(here, "11:05", Door(place_id=PlaceId("apteka")))

    stops = [(stop.location_id, task.task_id) for route in here.plan.routes for stop in route.stops
             for task in stop.tasks]  # fmt: skip
    assert ("apteka/", f"{HOME}:pickup") in stops


def test_she_is_not_fetched_before_she_is_there() -> None:
    """A bus would come to the doctor's before it has brought her."""
    here = doctors_day()
    book_home(here, earliest=moment(here, "08:00"))
    found = call(here, "08:00")
    assert found.expected is not None
    (there,) = (task for route in here.plan.routes for stop in route.stops for task in stop.tasks
                if task.task_id == f"{OUT}:dropoff")  # fmt: skip
    assert found.expected >= there.end


def test_without_a_place_the_call_is_kept_and_said() -> None:
    """Somebody would wait at the doctor's for a bus that was never sent, and no one knew that she had called."""
    here = doctors_day("16:30-16:45", hours="07:00-17:00")
    here.book("R-002")
    book_home(here)
    publish_all(here)
    found = call(here, "16:40")

    assert found.expected is None
    assert found.refusal is not None
    assert found.refusal.summary["pl"]
    assert here.booking(HOME).called_at == moment(here, "16:40")
    assert wrong(here, "16:41") == {f"no_capacity:{HOME}"}


def no_times(*_: object) -> Solution:
    """Stand for a plan whose crews are later than any of its times."""
    raise PlanRejectedError("the routes have no times")


def test_who_calls_while_crews_have_overtaken_the_plan_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the worst day of the year the call of somebody at the doctor's would end in an error, and be forgotten."""
    here = doctors_day("16:30-16:45", hours="07:00-17:00")
    here.book("R-002")
    book_home(here)
    publish_all(here)
    monkeypatch.setattr(answering, "timed", no_times)
    found = call(here, "16:40")

    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.change["pl"][:16]) == ("overtaken", "Ułóż nowy plan o")
    assert here.booking(HOME).called_at == moment(here, "16:40")
    assert wrong(here, "16:41") == {f"no_capacity:{HOME}"}


def test_time_is_kept_free_in_each_hour() -> None:
    """By noon every bus would be promised away, and nobody fetched who calls."""
    free = doctors_day("11:00-11:10", kept_free=timedelta(0))
    assert free.ask("R-002").offers
    here = doctors_day("11:00-11:10", kept_free=timedelta(minutes=59))
    (answer,) = here.ask("R-002").days
    assert answer.refusal is not None
    assert (answer.offers, answer.refusal.code) == ((), "kept_free")
    enough = doctors_day("11:00-11:10", kept_free=timedelta(minutes=5))
    assert enough.ask("R-002").offers


def test_what_was_offered_before_is_not_taken_out_of_it_either() -> None:
    """An offer of this morning would take the time that was kept free at noon."""
    here = doctors_day("11:00-11:10", kept_free=timedelta(0))
    answer = here.ask("R-002")
    keep(here, kept_free=timedelta(minutes=59))
    with pytest.raises(ConflictError):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])


def test_hours_outside_what_is_kept_are_anybodys() -> None:
    """Nobody could be driven in the evening, for those who call at noon."""
    here = doctors_day("17:30-17:40", hours="07:00-20:00", kept_free=timedelta(minutes=59))
    assert here.ask("R-002").offers


def test_an_hour_that_is_full_already_does_not_block_the_others() -> None:
    """One long ride at ten would keep everybody at home all day."""
    here = doctors_day("11:00-11:10", kept_free=timedelta(minutes=55))
    with here.store.reading(here.id) as unit:
        kept = kept_free(here.days.get(unit, here.day))
    assert kept is not None
    assert min(kept.spare_s) < 55 * 60  # nine o'clock, with the ride there
    late = doctors_day("11:00-11:10", kept_free=timedelta(minutes=30))
    assert late.ask("R-002").offers


def test_a_call_takes_what_was_kept_for_it() -> None:
    """Time would be kept free for those who call, and from them as well."""
    here = doctors_day(kept_free=timedelta(minutes=59))
    book_home(here)
    assert call(here, "11:05").expected is not None


def test_no_more_are_booked_than_there_is_time_for() -> None:
    """Ten people would be told to call, and one bus is there for them."""
    here = doctors_day("09:00-09:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=30))
    here.book("R-002")
    book_home(here)  # six and a half hours of ten minutes
    book_home(here, "second", "R-002", earliest=moment(here, "14:00") - HOUR)
    third = doctors_day("09:00-09:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=40))
    third.book("R-002")
    book_home(third)
    with pytest.raises(RefusedError) as refused:
        book_home(third, "second", "R-002", earliest=moment(third, "14:00"))
    assert codes(refused) == ["open_returns_full"]
    assert refused.value.refusals[0].summary["en"].startswith("No time is left")


def asked_out(here: Office, hours: str) -> Answer:
    """Call for one more ride to the doctor's, of another client."""
    ride = here.booking(OUT).request
    (client,) = (one.request.party for key, one in booked(here).items() if key == "R-002")
    assert isinstance(ride, Ride)
    start, end = (moment(here, hour) for hour in hours.split("-"))
    again = replace(
        ride, id=RequestId("again"), party=client, windows=(TimeWindow(start=start, end=end),), journey=None
    )
    return here.desk.ask(here.call, [again], [here.day])


def booked(here: Office) -> dict[str, Booking]:
    """Return what is held on the day."""
    with here.store.reading(here.id) as unit:
        return {key: one for key, one in unit.bookings.between(here.day, here.day).items() if one.held}


def test_a_ride_and_its_open_return_are_booked_in_one_act_or_not_at_all() -> None:
    """Somebody would be promised the way to the doctor's, and hear then that nobody can bring her home."""
    here = doctors_day("16:00-16:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=30))
    here.book("R-002")
    answer = asked_out(here, "12:00-12:30")
    room = answer.offers[0].home_room
    assert room is not None
    assert (room.free_s, room.needed_s, room.fits) == (35 * 60, 30 * 60, True)
    made = here.desk.accept(here.call, answer.enquiry.id, answer.offers[0], home=HomeWish(id=HOME))
    assert [(one.id, one.open_return, one.enquiry_id) for one in made] == [
        ("again", False, answer.enquiry.id), (HOME, True, answer.enquiry.id),
    ]  # fmt: skip
    ride = here.booking("again").request
    assert isinstance(ride, Ride)
    assert ride.journey == "again"

    late = doctors_day("16:00-16:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=40))
    late.book("R-002")
    before, answer = late.state, asked_out(late, "12:00-12:30")
    room = answer.offers[0].home_room
    assert room is not None
    assert not room.fits
    with pytest.raises(RefusedError) as refused:
        late.desk.accept(late.call, answer.enquiry.id, answer.offers[0], home=HomeWish(id=HOME))
    assert codes(refused) == ["open_returns_full"]
    assert booked(late).keys() == {OUT, "R-002"}
    assert late.state == before
    late.desk.accept(late.call, answer.enquiry.id, answer.offers[0])
    assert booked(late).keys() == {OUT, "R-002", "again"}


def test_what_is_no_single_ride_is_offered_no_open_return() -> None:
    """A bus would be kept free for somebody at whose home a nurse calls, or who is driven back at two anyhow."""
    builder = DayBuilder().add_place("baza", at=(4, 0))
    builder.add_bus("07:00-17:00").add_client().add_return_pair("09:00-09:30", "13:00-13:30", to="baza")
    builder.add_staff().add_shift("08:00-16:00").add_visit(window="10:00-12:00")
    here = office(builder, list(builder.requests))
    keep(here, kept_free=timedelta(minutes=20))
    for ids in (["R-001", "R-002"], ["R-003"]):
        answer = here.ask(*ids)
        assert [one.home_room for one in answer.offers] == [None] * len(answer.offers)
    pair = here.ask("R-001", "R-002")
    with pytest.raises(ConflictError, match="one ride"):
        here.desk.accept(here.call, pair.enquiry.id, pair.offers[0], home=HomeWish(id=HOME))


def test_two_who_may_call_at_one_hour_have_to_fit_together() -> None:
    """Each of them alone could be fetched, and one would be left behind."""
    here = doctors_day("09:00-09:10", kept_free=timedelta(minutes=10), each=timedelta(minutes=40))
    here.book("R-002")
    book_home(here)
    with pytest.raises(RefusedError) as refused:
        book_home(here, "second", "R-002", earliest=moment(here, "09:30"))
    assert codes(refused) == ["open_returns_full"]


def test_a_call_is_planned_from_where_the_bus_is() -> None:
    """The bus would be promised from its garage while it stands in snow at the other end of the town."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    call(here, "11:05")
    with here.store.reading(here.id) as unit:
        assert unit.live.get(live_key(here.day)).as_of == moment(here, "11:05")


def test_a_town_that_keeps_nothing_free_books_none() -> None:
    """Somebody would be taken out with no way home that anybody could promise."""
    here = doctors_day(kept_free=timedelta(0))
    with pytest.raises(RefusedError) as refused:
        book_home(here)
    assert codes(refused) == ["no_open_returns"]


def test_no_way_home_is_booked_for_who_is_away() -> None:
    """A bus would be kept for somebody who has been in hospital since the booking."""
    here = doctors_day()
    (client,) = here.booking(OUT).request.party.client_ids
    absence = ClientAbsence(
        id=AbsenceId("W-1"), client_id=client, first=here.day, reported_at=here.clock.now(), reported_by=here.call.by
    )
    with here.store.writing(here.id) as unit:
        unit.client_absences.put(absence)
    with pytest.raises(RefusedError) as refused:
        book_home(here)
    assert codes(refused) == ["away"]


def test_what_cannot_be_an_open_return() -> None:
    """A way home would hang on a ride that is none, is over, or has one."""
    here = doctors_day()
    booking = book_home(here)
    assert book_home(here) == booking  # asked twice under one key
    with pytest.raises(ConflictError, match="goes on already"):
        book_home(here, "another")
    with pytest.raises(ConflictError, match="no open return"):
        call(here, "10:00", key=OUT)
    here.clock.moment = moment(here, "10:00") - timedelta(days=2)
    with pytest.raises(ConflictError, match="has not begun"):
        OpenReturns(here.desk).called(here.call, HOME)
    with pytest.raises(ConflictError, match="no vehicle is out"):
        call(here, "17:00")


def test_it_takes_of_the_entitlement_as_any_ride() -> None:
    """A way home would be driven for nothing, or the grant overdrawn."""
    here = doctors_day()
    with here.store.writing(here.id) as unit:
        (own,) = unit.entitlements.all().values()
        unit.entitlements.put(replace(own, amount=own.amount - 1))
    with pytest.raises(RefusedError) as refused:
        book_home(here)
    assert codes(refused) == ["entitlement"]
    with here.store.reading(here.id) as unit:
        assert unit.bookings.find(HOME) is None


def test_who_was_not_there_in_the_morning_needs_no_way_home() -> None:
    """The office would wait all day for the call of somebody who never left home."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")
    assert here.booking(HOME).status.value == "withdrawn"
    assert not wrong(here, "16:30")


def test_who_has_not_called_by_the_towns_hour_is_asked_after() -> None:
    """Somebody would sit at the doctor's when the last bus goes home."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    assert wrong(here, "15:59") == set()
    assert wrong(here, "16:00") == {f"not_called:{HOME}"}  # an hour before the last bus is back
    keep(here, kept_free=HOUR / 3, call_by=at("14:30").astimezone(ZONE).time())
    assert wrong(here, "14:29") == set()
    assert wrong(here, "14:30") == {f"not_called:{HOME}"}
    call(here, "14:31")
    assert wrong(here, "14:31") == set()


def test_it_is_told_when_no_bus_has_time_any_more() -> None:
    """Nobody would look for a taxi until it is dark."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    taken_there(here)
    assert f"no_capacity:{HOME}" not in wrong(here, "16:30")
    assert f"no_capacity:{HOME}" in wrong(here, "16:31")


@pytest.mark.ordinary_day
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_with_a_clock_change_keeps_the_same_hours_free(day: date) -> None:
    """On two Sundays of the year the buses would be free at another hour than people call."""
    usual, other = (doctors_day(day=one) for one in (None, day))
    spare = []
    for here in (usual, other):
        with here.store.reading(here.id) as unit:
            kept = kept_free(here.days.get(unit, here.day))
            assert kept is not None
            spare.append(kept.spare_s)
    assert spare[0] == spare[1]
    assert book_home(other).request.windows[0].end == moment(other, "17:00")
    assert call(other, "11:05").expected is not None


def published_bus(here: Office, at: str) -> list[str]:
    """Return what the bus's crew reads at an hour."""
    with here.store.reading(here.id) as unit:
        shift = here.town.shifts[0]
        me = somebody(here, Role.WORKER, shift.staff_ids[0])
        read = manifest(unit, here.day, shift.id, me, moment(here, at))
    return [task.task_id for stop in read.itinerary.stops for task in stop.tasks]


def test_the_crew_reads_at_once_whom_it_has_to_fetch() -> None:
    """She is told that the bus comes at twenty past, and its driver drinks coffee until somebody presses a button."""
    here = doctors_day()
    book_home(here)
    publish_all(here)
    found = call(here, "11:05")
    assert found.published
    assert f"{HOME}:pickup" in published_bus(here, "11:06")
    published = here.booking(HOME).published
    assert published is not None
    assert published.start == found.expected
    assert wrong(here, "11:06") == set()


def test_what_is_not_published_yet_is_not_published_by_a_call() -> None:
    """A day that the office still plans would be out because somebody phoned."""
    here = doctors_day()
    book_home(here)
    found = call(here, "11:05")
    assert (found.expected is not None, found.published, here.state.published) == (True, False, None)


def test_a_booking_that_waits_to_be_published_goes_along() -> None:
    """Whoever has called would wait for the crew to hear of it, because somebody else was promised a ride before."""
    here = doctors_day("14:00-14:10")
    book_home(here)
    publish_all(here)
    here.clock.moment = moment(here, "08:00")
    here.book("R-002")
    assert here.state.plan != here.state.published
    assert call(here, "11:05").published
    assert {f"{HOME}:pickup", "R-002:pickup"} <= set(published_bus(here, "11:06"))


def test_a_change_that_people_have_to_be_phoned_about_stays_with_the_dispatcher() -> None:
    """A ride that a dispatcher is just moving about would be moved for everybody, because somebody else phoned."""
    here = doctors_day("13:00-13:10")
    with here.store.writing(here.id) as unit:
        unit.bookings.put(Booking(request=here.wishes["R-002"]))
        plan_anew(unit, here.travel, unit.days.lock(here.day), why="rota", at=here.clock.now())
    book_home(here)
    publish_all(here)
    here.clock.moment = moment(here, "08:00")
    with here.store.writing(here.id) as unit:
        leave = Move(request_id=RequestId("R-002"), shift_id=None)
        move(unit, here.travel, here.day, leave, here.hand, reason="dzwonić")
    waiting = here.state.published
    found = call(here, "11:05")
    assert (found.expected is not None, found.published) == (True, False)
    assert here.state.published == waiting
    assert wrong(here, "11:06") == {f"crew_not_told:{HOME}"}


def test_a_search_leaves_the_time_that_is_kept_free() -> None:
    """What no caller is given by day the computer would give away at night, and the last bus be full."""
    for minutes, must, served in ((59, False, False), (5, False, True), (59, True, True)):
        here = doctors_day("11:00-11:10", kept_free=timedelta(minutes=minutes))
        with here.store.writing(here.id) as unit:
            unit.bookings.put(Booking(request=replace(here.wishes["R-002"], must=must)))
        effort = Effort(clock=lambda: 0.0, effort=3, workers=0)
        improve(here.store, here.id, here.day, here.travel, effort, now=here.clock.now)
        assert ("R-002" in placed(here.plan)) is served


def test_what_a_search_found_elsewhere_is_kept_all_the_same() -> None:
    """One ride at a busy hour would throw away the work of a whole night."""
    here = doctors_day("11:00-11:10", "16:20-16:30", buses=2, kept_free=timedelta(minutes=119))
    with here.store.writing(here.id) as unit:
        for key in ("R-002", "R-003"):
            unit.bookings.put(Booking(request=here.wishes[key]))
        (first,) = (key for key, order in here.plan.orders.items() if f"{OUT}:pickup" in order)
        other = next(one.id for one in here.town.shifts if one.id != first)
        found: dict[str, tuple[str, ...]] = {
            first: (*here.plan.orders[first], "R-002:pickup", "R-002:dropoff"),
            other: ("R-003:pickup", "R-003:dropoff"),
        }
        after = keep_if_better(unit, here.travel, here.day, found, why="improved", at=here.clock.now())
    assert after is not None
    assert placed(here.plan).keys() == {OUT, "R-003"}
