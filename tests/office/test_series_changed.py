"""A series changes, pauses and ends: what was booked of it follows, and what is still wanted stays."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from fixtures.moments import ZONE
from scheduler.domain.booking import Booking, BookingStatus
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.errors import ConflictError, InputError, NotFoundError, StaleError
from scheduler.domain.ids import AbsenceId, ClientId, EnquiryId, RequestId, SeriesId
from scheduler.domain.request import Ride
from scheduler.domain.series import ChangedDay, Pause
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.client_absence import Suspended, resume, suspend
from scheduler.services.entitling import left
from scheduler.services.series.away import with_absences
from scheduler.services.series.desk import SeriesChange, Why
from scheduler.services.series.known import booked
from scheduler.services.series.leaving import leave_series
from scheduler.services.series.listing import occurrences
from tests.office.office import ANNA
from tests.office.series_town import CLIENT, MONDAY, SeriesOffice, spans, town, with_bus

pytestmark = pytest.mark.ordinary_day

KEY = SeriesId("S-1")
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=k) for k in (1, 2, 4))
WHY = Why(reason="jest u córki")


def planned(**fields: object) -> SeriesOffice:
    """Return an office with a series on Mondays, Wednesdays and Fridays that is booked for a week."""
    here = SeriesOffice(builder=town())
    here.visits(**fields)  # type: ignore[arg-type]
    here.plan(days=7)
    assert len(here.bookings()) == 3
    here.clock.moment += timedelta(minutes=5)
    return here


def days(change: SeriesChange) -> list[date]:
    return [one.day for one in change.withdrawn]


def test_a_cancelled_day_ends_its_booking_and_is_not_booked_again() -> None:
    """The therapist would come although the daughter has said that nobody is at home."""
    here = planned()
    done = here.series.change_one(here.call, KEY, ChangedDay(day=WEDNESDAY, cancelled=True, reason="u córki"), WHY)
    assert days(done) == [WEDNESDAY]
    assert done.withdrawn[0].status is BookingStatus.CANCELLED
    assert here.plan(days=7).assigned == ()
    assert here.days_of() == ["2026-11-23", "2026-11-27"]


def test_a_cancelled_day_may_be_taken_back() -> None:
    """A slip of the dispatcher's finger would cost the patient a visit."""
    here = planned()
    here.series.change_one(here.call, KEY, ChangedDay(day=WEDNESDAY, cancelled=True), WHY)
    here.series.change_one(here.call, KEY, ChangedDay(day=WEDNESDAY), WHY)
    assert [one.day for one in here.plan(days=7).assigned] == [WEDNESDAY]


def test_a_day_at_another_hour_is_booked_at_that_hour_and_the_others_stay() -> None:
    """Everybody would be phoned about new hours because one visit moves."""
    here = planned()
    before = {one.day: one for one in here.bookings()}
    change = ChangedDay(day=WEDNESDAY, windows=(spans((13, 14)),))
    assert days(here.series.change_one(here.call, KEY, change, WHY)) == [WEDNESDAY]
    here.plan(days=7)
    after = {one.day: one for one in here.bookings()}
    assert {day for day in after if after[day] == before[day]} == {MONDAY, FRIDAY}
    assert after[WEDNESDAY].request.windows[0].start.hour == 13
    assert after[WEDNESDAY].id != before[WEDNESDAY].id


def test_a_pause_ends_what_is_booked_and_its_end_books_it_again() -> None:
    """A patient in hospital would be visited at home, and after it forgotten."""
    here = planned()
    done = here.series.pause(here.call, KEY, Pause(first=TUESDAY, last=FRIDAY, reason="szpital"), WHY)
    assert days(done) == [WEDNESDAY, FRIDAY]
    assert here.plan(days=7).assigned == ()
    here.series.resume(here.call, KEY, TUESDAY, WHY)
    assert [one.day for one in here.plan(days=7).assigned] == [WEDNESDAY, FRIDAY]


def moved(here: SeriesOffice, day: date, hour: int) -> Booking:
    """Promise the second visit again, by telephone: on another day, or at another hour."""
    booking = here.bookings()[1]
    start = datetime.combine(day, time(hour), tzinfo=ZONE)
    request = replace(booking.request, day=day, windows=(TimeWindow(start=start, end=start + timedelta(hours=2)),))
    answer = here.booking.ask(here.call, [request], [day], enquiry_id=EnquiryId("E-moved"))
    (after,) = here.booking.accept(here.call, answer.enquiry.id, answer.offers[0])
    return after


def test_a_promise_that_was_moved_by_telephone_outlives_a_change_of_other_days() -> None:
    """The patient who asked for the afternoon would lose her visit because of a holiday in the next year."""
    here = planned()
    after = moved(here, WEDNESDAY, 13)
    done = here.series.pause(here.call, KEY, Pause(first=MONDAY + timedelta(days=90)), WHY)
    assert done.withdrawn == ()
    assert after in here.bookings()
    assert days(here.series.pause(here.call, KEY, Pause(first=WEDNESDAY, last=WEDNESDAY), WHY)) == [WEDNESDAY]


@pytest.mark.parametrize("to", [WEDNESDAY, MONDAY + timedelta(days=8)])
def test_a_visit_that_was_moved_to_another_day_counts_in_its_week(to: date) -> None:
    """Each round of the worker would book it again, fail, and call that progress: it would never end."""
    here = SeriesOffice(builder=town())
    here.visits(rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", times_per_week=2)
    here.plan(days=7)
    after = moved(here, to, 13)
    again = here.plan(days=7)
    assert (again.assigned, again.impossible) == ((), ())
    assert len(here.bookings()) == 2
    assert after in here.bookings()


def test_what_somebody_cancelled_stays_cancelled_when_the_series_changes() -> None:
    """After a change of the hour the visit that she cancelled would be there again."""
    here = planned()
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.days.travel(unit), [here.bookings()[1].id], Ending(by=ANNA, at=here.clock.now()))
    here.clock.moment += timedelta(minutes=5)
    leg = here.get().legs[0]
    here.series.change(here.call, replace(here.get(), legs=(replace(leg, windows=spans((9, 12))),)), WHY)
    here.plan(days=7)
    assert here.days_of() == ["2026-11-23", "2026-11-27"]


def test_an_ended_series_keeps_its_history_and_gives_its_places_and_hours_back() -> None:
    """Who has moved away would be visited for another four weeks, and their hours be gone."""
    builder = town().add_client("K-07").add_entitlement(10, "fizjoterapia", client="K-07", programme_id=None)
    here = SeriesOffice(builder=builder)
    here.visits(clients=("K-07",))
    here.plan(days=7)
    here.clock.moment += timedelta(minutes=5)
    done = here.series.end(here.call, KEY, TUESDAY, WHY)
    assert days(done) == [WEDNESDAY, FRIDAY]
    assert here.get().until == TUESDAY
    assert here.days_of("K-07") == ["2026-11-23"]
    with here.store.reading(here.id) as unit:
        (account,) = left(unit, here.bookings("K-07")[0].request.party.client_ids[0], MONDAY)
        assert account.booked * 60 == 45
    assert here.plan(days=14).assigned == ()


def test_this_and_all_following_splits_the_series() -> None:
    """A new hour from Wednesday on would rewrite what was done on Monday."""
    here = planned()
    leg = here.get().legs[0]
    after = replace(here.get(), id=SeriesId("S-2"), first=WEDNESDAY, legs=(replace(leg, windows=spans((13, 15))),))
    former, new = here.series.following(here.call, KEY, after, WHY)
    assert (former.series.until, new.series.follows) == (TUESDAY, KEY)
    assert days(former) == [WEDNESDAY, FRIDAY]
    here.plan(days=7)
    assert [(one.day, one.request.windows[0].start.hour) for one in here.bookings()] == [
        (MONDAY, 9), (WEDNESDAY, 13), (FRIDAY, 13),
    ]  # fmt: skip
    assert here.series.following(here.call, KEY, after, WHY)[1].series.id == "S-2"


def test_a_cancelled_day_stays_cancelled_in_the_series_that_goes_on() -> None:
    """Friday is called off; with a new hour from Wednesday on the therapist would ring at Friday's door."""
    here = planned()
    friday = next(one for one in here.bookings() if one.day == FRIDAY)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.days.travel(unit), [friday.id], Ending(by=ANNA, at=here.clock.now()))
    here.clock.moment += timedelta(minutes=5)
    _, new = here.series.following(here.call, KEY, replace(here.get(), id=SeriesId("S-2"), first=WEDNESDAY), WHY)
    assert [(one.day, one.cancelled) for one in new.series.changed] == [(FRIDAY, True)]
    here.plan(days=7)
    assert here.days_of() == ["2026-11-23", "2026-11-25"]


def test_what_has_begun_stays() -> None:
    """The therapist who is just ringing would be told that there is no visit."""
    here = planned()
    here.clock.moment = here.bookings()[0].promise.window.start  # type: ignore[union-attr]
    assert MONDAY not in days(here.series.end(here.call, KEY, MONDAY - timedelta(days=1), WHY))
    assert here.days_of() == ["2026-11-23"]


def test_the_office_withdraws_and_the_clients_are_called() -> None:
    """Nobody would tell the patient that the therapist stops coming."""
    here = planned()
    done = here.series.end(here.call, KEY, TUESDAY, replace(WHY, by_office=True))
    assert {one.status for one in done.withdrawn} == {BookingStatus.WITHDRAWN}


def test_of_two_dispatchers_who_change_one_series_the_second_is_told() -> None:
    """One would pause what the other has just changed, without having seen it."""
    here = planned()
    with here.store.reading(here.id) as unit:
        seen = unit.series.stamp_of(KEY)
    here.series.pause(here.call, KEY, Pause(first=FRIDAY), replace(WHY, seen=seen))
    with pytest.raises(StaleError):
        here.series.end(here.call, KEY, MONDAY, replace(WHY, seen=seen))
    assert here.get().until is None


def test_an_ended_series_is_over() -> None:
    """A pause of what has ended would begin it anew."""
    here = planned()
    here.series.end(here.call, KEY, MONDAY, WHY)
    with pytest.raises(ConflictError, match="has ended"):
        here.series.pause(here.call, KEY, Pause(first=FRIDAY), WHY)
    with pytest.raises(NotFoundError):
        here.series.end(here.call, SeriesId("S-9"), MONDAY, WHY)


def test_a_series_is_taken_down_once() -> None:
    """A lost answer would give the patient two therapists an hour."""
    here = SeriesOffice(builder=town())
    first = here.visits()
    assert here.visits() == first
    with pytest.raises(ConflictError, match="another series"):
        here.visits(rule="FREQ=DAILY")


def test_a_client_goes_and_the_sister_is_still_visited() -> None:
    """Erasing one of two sisters would end the other one's visits, or keep a name."""
    here = SeriesOffice(builder=town())
    here.visits(clients=(CLIENT, "K-02"))
    here.visits("S-2", clients=(CLIENT,))
    with here.store.writing(here.id) as unit:
        assert leave_series(unit, CLIENT) == 2
        assert unit.series.find(SeriesId("S-2")) is None
        assert unit.series.get(KEY).client_ids == ("K-02",)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rule": "FREQ=SECONDLY"}, "has the frequency SECONDLY"),
        ({"times_per_week": 4, "gap_days": 2, "rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}, "3 times"),
        ({"gap_days": 3}, "is more than between 2026-11-23 and 2026-11-25"),
        ({"gap_days": 0}, "use 1"),
        ({"times_per_week": 8}, "use 1 to 7"),
        ({"windows": ()}, "between which hours"),
        ({"same_staff": True, "workers": 2}, "is for one worker"),
        ({"skipped": tuple(MONDAY + timedelta(days=k) for k in range(500))}, "400 at most"),
        ({"added": (date(9999, 1, 1),)}, "is not while the series lasts"),
        ({"until": date(2020, 1, 1)}, "is before the first day"),
        ({"clients": ("K-99",)}, "name clients of the town"),
    ],
)
def test_a_series_that_no_weeks_could_hold_is_refused(fields: dict[str, object], said: str) -> None:
    """A slip would be kept, and every night's planning fail on it."""
    here = SeriesOffice(builder=town())
    with pytest.raises(InputError) as refused:
        here.visits(**fields)  # type: ignore[arg-type]
    assert said in str(refused.value)
    with here.store.reading(here.id) as unit:
        assert unit.series.all() == {}


def test_a_change_of_no_day_of_the_series_is_refused() -> None:
    """The dispatcher would believe that Tuesday is cancelled, when the visit is on Wednesday."""
    here = planned()
    with pytest.raises(InputError, match="is no day of the series"):
        here.series.change_one(here.call, KEY, ChangedDay(day=TUESDAY, cancelled=True), WHY)
    with pytest.raises(InputError, match="begins no pause"):
        here.series.resume(here.call, KEY, TUESDAY, WHY)
    assert RequestId(f"S-1.1@{WEDNESDAY}") in {one.id for one in here.bookings()}


def away(
    here: SeriesOffice, client: str, first: date, *, last: date | None = None, why: AwayWhy = AwayWhy.HOSPITAL
) -> Suspended:
    """Report a client away; the absence is called after the client."""
    told = ClientAbsence(
        id=AbsenceId(f"W-{client}"), client_id=ClientId(client), first=first, last=last, why=why,
        reported_at=here.clock.now(), reported_by=ANNA,
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        done = suspend(unit, here.days.travel(unit), told)
    here.clock.moment += timedelta(minutes=5)
    return done


def back(here: SeriesOffice, client: str) -> None:
    """End the absence of a client."""
    key = AbsenceId(f"W-{client}")
    with here.store.writing(here.id) as unit:
        resume(unit, key, ANNA, here.clock.now(), seen=unit.client_absences.stamp_of(key))


COUPLE = ("K-01", "K-02")


@pytest.mark.parametrize("gone", COUPLE)
@pytest.mark.parametrize(
    "fields", [{}, {"rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "times_per_week": 3, "gap_days": 2}]
)
def test_one_of_a_couple_is_served_while_the_other_is_away_and_each_day_is_booked_once(
    gone: str, fields: dict[str, object]
) -> None:
    """The wife would go without as her husband fell ill, or be visited twice a day once he is home again."""
    stays = next(one for one in COUPLE if one != gone)
    here = planned(clients=COUPLE, **fields)
    week = here.days_of()
    away(here, gone, WEDNESDAY)
    assert here.days_of(stays) == week
    done = here.plan(days=14)
    assert {one.without for one in done.assigned} == {(gone,)}
    assert len(done.assigned) == 3
    assert [one for one in here.days_of(gone) if one >= WEDNESDAY.isoformat()] == []
    weeks = here.days_of(stays)
    assert len(weeks) == len(set(weeks)) == 6

    back(here, gone)
    done = here.plan(days=14)
    assert {one.without for one in done.assigned} == {(stays,)}
    assert done.impossible == ()
    assert here.days_of(stays) == weeks == here.days_of(gone)
    assert not here.plan(days=14).assigned


def test_a_couple_who_are_both_away_have_nothing_booked() -> None:
    """A therapist would ring at an empty flat."""
    here = planned(clients=COUPLE)
    away(here, "K-01", WEDNESDAY, last=FRIDAY)
    away(here, "K-02", FRIDAY)
    assert here.days_of("K-02") == [MONDAY.isoformat(), WEDNESDAY.isoformat()]
    done = here.plan(days=7)
    assert (done.assigned, done.impossible) == ((), ())
    with here.store.reading(here.id) as unit:
        paused = with_absences(unit, unit.series.get(KEY))
        listed = occurrences(paused, booked(unit, paused), MONDAY, FRIDAY)
    assert paused.pauses == (Pause(first=FRIDAY, last=FRIDAY),)
    assert [(one.state, one.without) for one in listed] == [("booked", ()), ("booked", ("K-01",)), ("paused", ())]


def test_a_series_ends_with_a_death_and_is_only_suspended_by_a_stay_in_hospital() -> None:
    """A widow would be offered her late husband's therapy again, or a patient find her places gone for good."""
    here = planned(clients=COUPLE)
    alone = here.visits("S-2", clients=("K-03",))
    assert away(here, "K-03", WEDNESDAY).series == ()
    assert here.get("S-2") == alone
    back(here, "K-03")

    ended = away(here, "K-01", WEDNESDAY, why=AwayWhy.DIED)
    assert (ended.series, here.get().ended_at) == ((), None)
    assert here.days_of("K-02") == ["2026-11-23", "2026-11-25", "2026-11-27"]
    now = here.clock.now()
    last = away(here, "K-02", FRIDAY, why=AwayWhy.DIED)
    series = here.get()
    assert last.series == (series,)
    assert (series.until, series.ended_at, series.ended_by) == (FRIDAY - timedelta(days=1), now, ANNA)
    with here.store.reading(here.id) as unit:
        told = [one.event.action for one in unit.audit.about("series:S-1")]
    assert told == ["series.taken", "series.ended"]
    with pytest.raises(ConflictError, match="has ended"):
        here.series.pause(here.call, KEY, Pause(first=FRIDAY), WHY)


def test_a_series_that_had_an_end_before_a_death_keeps_it() -> None:
    """The record would say that somebody was served in the week after her funeral."""
    here = planned(until=FRIDAY)
    away(here, CLIENT, FRIDAY + timedelta(days=7), why=AwayWhy.DIED)
    assert (here.get().until, here.get().ended_by) == (FRIDAY, ANNA)


def test_nothing_is_booked_for_who_is_away_and_it_goes_on_when_they_are_back() -> None:
    """Each night the program would book visits for somebody in hospital, or forget them after it."""
    here = planned()
    away(here, CLIENT, WEDNESDAY)
    done = here.plan(days=14)
    assert (done.assigned, done.impossible) == ((), ())
    assert here.days_of() == ["2026-11-23"]
    with here.store.reading(here.id) as unit:
        assert unit.waiting.all() == {}
    back(here, CLIENT)
    here.plan(days=7)
    assert here.days_of() == ["2026-11-23", "2026-11-25", "2026-11-27"]
    assert not here.plan(days=7).assigned


def test_the_open_return_of_a_ride_ends_with_its_series() -> None:
    """Time would be kept free for the way home of somebody whom nobody takes there any more."""
    here = with_bus()
    here.rides()
    here.plan(days=1)
    there, back = here.bookings()
    assert isinstance(back.request, Ride)
    home = replace(back.request, id=RequestId("home"), leg=3, group=None)
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.days.travel(unit), [back.id], Ending(by=ANNA, at=here.clock.now()))
        unit.bookings.put(replace(back, request=home, open_return=True, promise=None))
    done = here.series.end(here.call, SeriesId("S-R"), MONDAY - timedelta(days=1), WHY)

    assert [one.id for one in done.withdrawn] == [there.id, "home"]
