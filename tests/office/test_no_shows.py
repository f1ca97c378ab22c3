"""What follows from a no-show, a late cancellation or a refusal at the door, in whatever order crews report."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.asks import Leg
from scheduler.domain.booking import BookingStatus, EnquiryOutcome
from scheduler.domain.booking_policy import ServiceBooking
from scheduler.domain.ids import RequestId
from scheduler.domain.notices import Notice, NoticeKind, NoticeOutcome
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.comparing import placed
from scheduler.services.live.reported import days_reported
from scheduler.services.waiting import put_on_list
from tests.office.calendars import DayBuilder
from tests.office.field_day import publish_all
from tests.office.office import ANNA, Office, office
from tests.office.running_day import (
    BACK,
    FIRST,
    OUT,
    SECOND,
    deliver,
    follow_all,
    moment,
    running_day,
    statuses,
    taken,
    told,
)


def test_who_was_not_there_is_not_fetched_back_either() -> None:
    """A bus would stand at the health centre for somebody who has never left home."""
    here = running_day()
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")

    assert statuses(here) == ["no_show", "withdrawn", "held", "held"]
    assert BACK not in placed(here.plan)
    assert OUT not in placed(here.plan)
    assert placed(here.plan).keys() == {FIRST, SECOND}
    assert taken(here) == [OUT]


def test_whoever_waits_for_a_way_home_that_is_withdrawn_is_told() -> None:
    """Somebody whom her daughter has driven to the hospital would wait there at one for a bus that never comes."""
    here = running_day()
    report = told(here, f"{OUT}:pickup", "no_show", "09:20")
    deliver(here, report, at="09:21")
    with here.store.reading(here.id) as unit:
        notices = [one for one in unit.notices.between(here.day, here.day).values() if one.request_id == BACK]
    assert [(one.kind, one.outcome) for one in notices if one.kind is NoticeKind.WITHDRAWN] == [
        (NoticeKind.WITHDRAWN, NoticeOutcome.TO_DO)
    ]
    deliver(here, told(here, f"{OUT}:pickup", "undone", "09:25", undoes=report.id), at="09:26")
    with here.store.reading(here.id) as unit:
        open_ones = [
            one
            for one in unit.notices.between(here.day, here.day).values()
            if one.request_id == BACK and one.kind is NoticeKind.WITHDRAWN and one.outcome is NoticeOutcome.TO_DO
        ]
    assert not open_ones, "it comes after all"


def test_who_was_driven_out_is_fetched_whatever_happens_in_between() -> None:
    """Somebody would be left at the health centre, as the pharmacy on the way home was closed."""
    here = running_day()
    out = [told(here, f"{OUT}:pickup", "aboard", "08:50"), told(here, f"{OUT}:dropoff", "done", "09:00")]
    late = replace(told(here, f"{OUT}:pickup", "no_show", "08:51"), at=moment(here, "08:40"))
    deliver(here, *out, late, at="09:30")

    assert statuses(here) == ["held", "held", "held", "held"]
    assert BACK in placed(here.plan)


def test_who_was_out_already_is_brought_home_though_a_leg_in_between_fails() -> None:
    """Somebody would be left at the doctor's, as they were not at the pharmacy's door."""
    builder = DayBuilder().add_place("baza").add_place("apteka").add_bus("07:00-17:00").add_client(phone="500 000 001")
    legs = (Leg("baza", "09:00-09:30", arrive_by=True), Leg("apteka", "11:00-11:30"), Leg(None, "13:00-13:30"))
    builder.add_journey(*legs)
    here = office(builder, list(builder.requests))
    out, between, home = (str(key) for key in builder.requests)
    here.book(out, between, home)
    publish_all(here)
    here.clock.moment = builder.moment("07:00")
    events = [told(here, f"{out}:{kind}", "done", "09:00") for kind in ("pickup", "dropoff")]
    deliver(here, *events, told(here, f"{between}:pickup", "no_show", "11:40"), at="11:41")

    assert statuses(here, [out, between, home]) == ["held", "no_show", "held"]


def test_who_cancels_the_way_home_is_still_taken_out() -> None:
    """A client who is fetched by her son at one would not be driven there at nine."""
    here = running_day()
    deliver(here, told(here, f"{BACK}:pickup", "cancelled_late", "07:30"), at="07:31")

    assert statuses(here) == ["held", "cancelled_late", "held", "held"]
    assert OUT in placed(here.plan)


def test_a_crew_with_an_old_list_takes_nobodys_way_home() -> None:
    """Who went to the doctor by taxi, and had told so, would not be fetched."""
    here = running_day()
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [OUT], Ending(by=ANNA, at=here.clock.now()), alone=True)
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")

    assert statuses(here, [BACK]) == ["held"]


@pytest.mark.parametrize(
    ("kind", "status", "rule", "back"),
    [
        ("no_show", "no_show", {}, False),
        ("no_show", "no_show", {"no_show_gives_back": True}, True),
        ("no_show", "no_show", {"late_gives_back": True, "refused_gives_back": True}, False),
        ("cancelled_late", "cancelled_late", {}, False),
        ("cancelled_late", "cancelled_late", {"late_gives_back": True}, True),
        ("refused", "refused", {"refused_gives_back": True}, True),
        ("refused", "refused", {"no_show_gives_back": True}, False),
    ],
)
def test_what_it_costs_is_the_towns_own_rule(kind: str, status: str, rule: dict[str, Any], back: bool) -> None:
    """A client would lose a ride that the council meant to give back, or keep one that it did not."""
    here = running_day(ServiceBooking(**rule))
    deliver(here, told(here, f"{OUT}:pickup", kind, "09:20"), at="09:21")

    assert statuses(here, [OUT]) == [status]
    assert taken(here) == ([] if back else [OUT])


def test_what_is_taken_back_is_as_it_was() -> None:
    """A slip of the finger would cost somebody their ride home."""
    here = running_day()
    with here.store.writing(here.id) as unit:
        for number, outcome in enumerate((NoticeOutcome.TO_DO, NoticeOutcome.TOLD, NoticeOutcome.NEEDLESS)):
            unit.notices.put(notice(here, f"N-{number}", outcome))
    before = ([here.booking(one) for one in (OUT, BACK)], taken(here), calls(here), placed(here.plan).keys())
    wrong = told(here, f"{OUT}:pickup", "no_show", "09:20")
    deliver(here, wrong, at="09:21")
    assert calls(here) == ["needless", "told", "needless"]
    deliver(here, told(here, f"{OUT}:pickup", "undone", "09:22", undoes=wrong.id), at="09:22")

    bookings, *rest = before
    assert [here.booking(one) for one in (OUT, BACK)] == bookings
    assert ([taken(here), calls(here)]) == rest[:2]
    assert BACK in placed(here.plan)


def notice(here: Office, key: str, outcome: NoticeOutcome) -> Notice:
    """Return something that is to be told about the ride out."""
    (client,) = here.booking(OUT).request.party.client_ids
    made = Notice(id=key, day=here.day, request_id=OUT, client_id=client, kind=NoticeKind.REMINDER)  # type: ignore[arg-type]
    return replace(made, outcome=outcome)


def calls(here: Office) -> list[str]:
    """Return what has become of these."""
    with here.store.reading(here.id) as unit:
        return [one.outcome.value for key, one in sorted(unit.notices.all().items()) if key in {"N-0", "N-1", "N-2"}]


def test_done_after_all_puts_it_back() -> None:
    """A client who came running would be billed as one who was not there."""
    here = running_day()
    deliver(here, told(here, f"{FIRST}:visit", "no_show", "10:20"), at="10:21")
    assert statuses(here, [FIRST]) == ["no_show"]
    deliver(here, told(here, f"{FIRST}:visit", "done", "10:50"), at="10:51")

    assert statuses(here, [FIRST]) == ["held"]


def test_a_place_that_is_freed_in_time_is_offered() -> None:
    """An hour this afternoon would stay empty, although somebody waits for it."""
    here = running_day()
    deliver(here, told(here, f"{SECOND}:visit", "cancelled_late", "07:10"), at="07:11")
    assert freed(here)

    gone = running_day()
    deliver(gone, told(gone, f"{FIRST}:visit", "no_show", "10:30"), at="10:31")
    assert statuses(gone, [FIRST]) == ["no_show"]
    assert not freed(gone)


def freed(here: Office) -> bool:
    """Return whether somebody is to offer places of the day."""
    with here.store.reading(here.id) as unit:
        return bool(unit.freed.all())


def test_what_the_office_has_ended_stays_so() -> None:
    """A client who cancelled in time would be called absent, as a crew had an old list."""
    here = running_day()
    with here.store.writing(here.id) as unit:
        end_bookings(unit, here.travel, [SECOND], Ending(by=ANNA, at=here.clock.now()))
    before = here.booking(SECOND)
    deliver(here, told(here, f"{SECOND}:visit", "no_show", "14:30"), at="14:31")

    assert here.booking(SECOND) == before
    assert before.status is BookingStatus.CANCELLED


def test_a_sheet_that_is_typed_in_days_later_counts() -> None:
    """Whoever writes on paper would never be paid for the way to a closed door."""
    here = running_day()
    here.clock.moment += timedelta(days=6)
    version = here.state.plan
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"))

    assert statuses(here) == ["no_show", "withdrawn", "held", "held"]
    assert here.state.plan == version  # the plan of a day that is over is left alone
    assert not freed(here)


def test_a_closed_day_stays_as_it_is() -> None:
    """What the town has settled with its providers would change under their hands."""
    here = running_day()
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, closed=True))
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")

    assert statuses(here) == ["held"] * 4
    assert days_reported(here.store, here.id) == ()


def test_it_is_done_once() -> None:
    """Each look of a worker would make another plan, and drown the audit."""
    here = running_day()
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")
    stamp = here.store.stamp(here.id)

    assert follow_all(here) == []
    assert here.store.stamp(here.id) == stamp
    deliver(here, told(here, f"{FIRST}:visit", "arrived", "10:00"), at="10:01")
    assert here.store.stamp(here.id) == stamp + 1  # the report alone: nothing has ended


def test_a_plan_that_was_published_since_changes_nothing() -> None:
    """A no-show would come back to life as soon as somebody publishes the afternoon."""
    here = running_day()
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "09:20"), at="09:21")
    publish_all(here)
    again = told(here, f"{OUT}:pickup", "arrived", "09:00")
    deliver(here, again, told(here, f"{FIRST}:visit", "done", "10:40"), at="10:41")

    assert statuses(here) == ["no_show", "withdrawn", "held", "held"]


CHANGES = (date(2026, 3, 29), date(2026, 10, 25))


@pytest.mark.parametrize("day", CHANGES)
def test_on_days_with_a_clock_change_it_is_the_same(day: date) -> None:
    """On two Sundays of the year a no-show would be an hour too early, or nobody's place be offered."""
    here = running_day(day=day)
    early = told(here, f"{FIRST}:visit", "no_show", "10:09")
    answer = deliver(here, early, at="10:10").events[0]
    assert answer.earliest == moment(here, "10:10")
    deliver(here, told(here, f"{OUT}:pickup", "no_show", "10:11"), at="10:12")
    assert statuses(here) == ["no_show", "withdrawn", "no_show", "held"]
    assert placed(here.plan).keys() == {SECOND}


@pytest.mark.parametrize("day", [*(one - timedelta(days=1) for one in CHANGES), date(2026, 11, 23)])
def test_a_shift_across_midnight_is_of_the_day_on_which_it_began(day: date) -> None:
    """A carer's night would be taken for another day's, and the hour after midnight be offered to nobody."""
    builder = DayBuilder(service_day=day).add_staff().add_shift("22:00-06:00+1")
    builder.add_visit(window="23:00-23:10", length_min=30).add_visit(window="04:30+1-04:40+1", length_min=30)
    here = office(builder, list(builder.requests))
    first, second = (str(key) for key in builder.requests)
    for key in (first, second):
        here.book(key)
    publish_all(here)
    deliver(here, told(here, f"{first}:visit", "no_show", "23:20"), at="23:21")
    assert (statuses(here, [first, second]), freed(here)) == (["no_show", "held"], False)
    here.clock.moment = builder.moment("01:00+1")
    late = replace(told(here, f"{second}:visit", "cancelled_late", "23:30"), at=here.clock.now())
    deliver(here, late)

    assert statuses(here, [first, second]) == ["no_show", "cancelled_late"]
    assert RequestId(second) not in placed(here.plan)
    assert freed(here)


STORY = (
    ("R-001:pickup", "arrived", "08:55"), ("R-001:pickup", "no_show", "09:20"), ("R-001:pickup", "undone", "09:22"),
    ("R-001:pickup", "refused", "09:30"), ("R-003:visit", "no_show", "10:20"), ("R-003:visit", "done", "10:40"),
    ("R-004:visit", "cancelled_late", "11:00"),
)  # fmt: skip


@pytest.mark.ordinary_day
@given(order=st.permutations(range(len(STORY))), cuts=st.sets(st.integers(1, len(STORY) - 1)))
def test_in_whatever_order_reports_come_in(order: list[int], cuts: set[int]) -> None:
    """A phone that found its signal an hour later would leave another truth than one that had it all along."""
    here = running_day()
    events = [told(here, task, kind, hour) for task, kind, hour in STORY if kind != "undone"]
    undone = told(here, "R-001:pickup", "undone", "09:22", undoes=events[1].id)
    events = [*events[:2], replace(undone, sequence=events[1].sequence), *events[2:]]
    edges = [0, *sorted(cuts), len(STORY)]
    here.clock.moment = moment(here, "16:00")
    for first, last in pairwise(edges):
        deliver(here, *(events[k] for k in order[first:last]))

    assert statuses(here) == ["refused", "withdrawn", "held", "cancelled_late"]
    assert [here.booking(one).ended_at for one in (OUT, BACK)] == [moment(here, "09:30")] * 2
    assert here.booking(SECOND).ended_at == moment(here, "11:00")
    assert taken(here) == [OUT]


def test_whoever_waited_for_another_time_waits_again_where_they_stood() -> None:
    """A slip of the thumb at the door would cost a client the place in the queue, and nobody would tell her."""
    here = running_day()
    visit = here.booking(SECOND).request
    asked = here.desk.ask(here.call, [visit], [here.day])
    with here.store.writing(here.id) as unit:
        before = put_on_list(unit, asked.enquiry.id, here.clock.now(), until=here.day, priority=2)
    slip = told(here, f"{SECOND}:visit", "no_show", "14:20")
    deliver(here, slip, at="14:21")
    with here.store.reading(here.id) as unit:
        assert unit.waiting.find(asked.enquiry.id) is None
        assert unit.enquiries.get(asked.enquiry.id).outcome is EnquiryOutcome.GONE
    deliver(here, told(here, f"{SECOND}:visit", "undone", "14:25", undoes=slip.id), at="14:26")
    with here.store.reading(here.id) as unit:
        assert unit.waiting.find(asked.enquiry.id) == before
        enquiry = unit.enquiries.get(asked.enquiry.id)
    assert (enquiry.outcome, enquiry.waited) == (EnquiryOutcome.WAITING, None)
    assert statuses(here, [SECOND]) == ["held"]


def test_whose_last_day_is_over_does_not_wait_again() -> None:
    """The office would phone people about a day that has been."""
    here = running_day()
    asked = here.desk.ask(here.call, [here.booking(SECOND).request], [here.day])
    with here.store.writing(here.id) as unit:
        put_on_list(unit, asked.enquiry.id, here.clock.now(), until=here.day)
    slip = told(here, f"{SECOND}:visit", "no_show", "14:20")
    deliver(here, slip, at="14:21")
    here.clock.moment = moment(here, "14:21") + timedelta(days=1)
    deliver(here, told(here, f"{SECOND}:visit", "undone", "14:25", undoes=slip.id))
    with here.store.reading(here.id) as unit:
        assert unit.waiting.find(asked.enquiry.id) is None
        assert unit.enquiries.get(asked.enquiry.id).outcome is EnquiryOutcome.GONE
