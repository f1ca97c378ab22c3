"""Things of the office in either town of a world, for routes that name one: each is made when it is first wanted."""

from dataclasses import replace
from datetime import date, time, timedelta

from api.schemas.studies import EXAMPLE
from scheduler.domain.accounts import Role, digest_of
from scheduler.domain.booking import Booking, BookingStatus, Enquiry
from scheduler.domain.capacity.kept import KeptStudy
from scheduler.domain.cards import CardLink
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.checks import Asked, Check, CheckStep, StepOutcome
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.closing import About, Statement
from scheduler.domain.feeds import CalendarFeed
from scheduler.domain.hooks import Hook, HookMessage, HookTopic
from scheduler.domain.ids import (
    AbsenceId,
    CheckId,
    ClientId,
    DisruptionId,
    EnquiryId,
    HookId,
    HookMessageId,
    NoticeId,
    PatternId,
    RequestId,
    SeriesId,
    ServiceId,
    ShiftId,
    SolveId,
    TownId,
    UserId,
)
from scheduler.domain.live_day import Disruption, LiveDay, Snow, live_key
from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.domain.long_work import WorkState
from scheduler.domain.notices import Notice, NoticeKind
from scheduler.domain.place import Door
from scheduler.domain.request import Party, Ride, Visit
from scheduler.domain.rota import Absence, WeeklyPattern
from scheduler.domain.series import ClockSpan, Pause, Series, SeriesLeg
from scheduler.domain.solves import Solve
from scheduler.domain.time import TimeWindow
from scheduler.formats.capacity.study_json import read_question
from scheduler.services.readying import Readying
from tests.api.world import BEGIN, HOME, World
from tests.store.sample_studies import study_answer, study_run

DAY = date(2026, 11, 23)
ASKED = "R-7K4QX-M2TWR-1"
"""The request that the description's example accepts an offer for."""


def visit_of(world: World, of: TownId, request_id: str) -> Visit:
    """Return a physiotherapist's visit, from eight to three."""
    begin = BEGIN.replace(hour=7)
    with world.office.store.reading(of) as unit:
        client = unit.clients.find(ClientId("K-01")) or next(iter(unit.clients.all().values()))
    return Visit(
        id=RequestId(request_id), day=DAY, service_id=ServiceId("fizjoterapia"), party=Party(client_ids=(client.id,)),
        windows=(TimeWindow(start=begin, end=begin + timedelta(hours=7)),), door=Door(place_id=client.home),
    )  # fmt: skip


def a_service(world: World, of: TownId) -> str:
    """A physiotherapist's visit by another name."""
    key = ServiceId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.services.find(key) is None:
            unit.services.put(replace(unit.services.get(ServiceId("fizjoterapia")), id=key))
    return key


def an_enquiry(world: World, of: TownId) -> str:
    key = EnquiryId(f"only-{of}")
    request = visit_of(world, of, ASKED if of == HOME else f"{ASKED}x")
    now = world.office.clock.now()
    with world.office.store.writing(of) as unit:
        if unit.enquiries.find(key) is None:
            unit.enquiries.put(
                Enquiry(id=key, received_at=now, taken_by=UserId("U"), requests=(request,), days=(DAY,))
            )  # fmt: skip
    return key


def a_booking(world: World, of: TownId) -> str:
    key = RequestId(f"only-{of}")
    request = visit_of(world, of, key)
    with world.office.store.writing(of) as unit:
        if unit.bookings.find(key) is None:
            unit.bookings.put(Booking(request=request, status=BookingStatus.CANCELLED))
    return key


def a_code(world: World, of: TownId) -> str:
    """The code of a card that is out, another one in each town."""
    code = "K7QM2T" if of == HOME else "ABCDEF"
    link = CardLink(
        digest=digest_of(code), request_id=RequestId(a_booking(world, of)), code=code, made_at=BEGIN,
        made_by=UserId("U"),
    )  # fmt: skip
    with world.office.store.writing(of) as unit:
        if unit.cards.find(link.digest) is None:
            unit.cards.put(link)
    return code


def a_hook(world: World, of: TownId) -> str:
    key = HookId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.hooks.find(key) is None:
            unit.hooks.put(
                Hook(id=key, name="probe", url="https://192.0.2.1/", secret="cHJvYmU=", topics=frozenset(HookTopic),
                     made_at=BEGIN, made_by=UserId("U"))
            )  # fmt: skip
    return key


def a_hook_message(world: World, of: TownId) -> str:
    key, hook = HookMessageId(f"only-{of}"), HookId(a_hook(world, of))
    with world.office.store.writing(of) as unit:
        if unit.hook_messages.find(key) is None:
            unit.hook_messages.put(
                HookMessage(id=key, hook_id=hook, number=1, action="plan.published",
                         subject="day:2026-11-23", happened_at=BEGIN, due_at=BEGIN)
            )  # fmt: skip
    return key


def a_feed(world: World, of: TownId) -> str:
    """A calendar feed that is out, another one in each town; of the worker who asks."""
    feed = CalendarFeed(
        digest=digest_of(f"token of {of}"), staff_id=world.user(Role.WORKER, of).staff_id, made_at=BEGIN,
        made_by=UserId("U"),
    )  # fmt: skip
    with world.office.store.writing(of) as unit:
        if unit.feeds.find(feed.id) != feed:
            unit.feeds.put(feed)
    return feed.key


def a_solve(world: World, of: TownId) -> str:
    key = SolveId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.solves.find(key) is None:
            unit.solves.put(Solve(id=key, day=DAY - timedelta(days=30), asked_at=BEGIN))
    return key


def a_notice(world: World, of: TownId) -> str:
    key = NoticeId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.notices.find(key) is None:
            client = next(iter(unit.clients.all()))
            told = Notice(id=key, day=DAY, request_id=RequestId("R"), client_id=client, kind=NoticeKind.MOVED)
            unit.notices.put(replace(told, plan=1))
    return key


def a_shift(world: World, of: TownId) -> str:
    """A shift of a Saturday: on weekdays both towns have the same."""
    key, later = ShiftId(f"only-{of}"), timedelta(days=5)
    with world.office.store.writing(of) as unit:
        if unit.shifts.find(key) is None:
            first = next(iter(unit.shifts.all().values()))
            moved = replace(first, id=key, day=first.day + later, start=first.start + later, end=first.end + later)
            unit.shifts.put(moved)
    return key


def a_planned_shift(world: World, of: TownId) -> str:
    with world.office.store.reading(of) as unit:
        return next(iter(unit.shifts.all()))


def a_day(world: World, of: TownId) -> str:
    """A day that has a plan at home; the other town's days have none, for a day is no secret."""
    office = world.office
    if of == HOME:
        Readying(store=office.store, days=office.days, now=office.clock.now()).on(of, [DAY])
    return str(DAY)


def a_pattern(world: World, of: TownId) -> str:
    key = PatternId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.patterns.find(key) is None:
            shift = next(iter(unit.shifts.all().values()))
            unit.patterns.put(
                WeeklyPattern(
                    id=key, name="probe", weekdays=frozenset({7}), start=time(8), end=time(9), valid_from=DAY,
                    staff_ids=shift.staff_ids, start_door=shift.start_door, end_door=shift.end_door,
                )
            )  # fmt: skip
    return key


def an_absence(world: World, of: TownId) -> str:
    key = AbsenceId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.absences.find(key) is None:
            worker = next(iter(unit.staff.all()))
            long_ago = BEGIN - timedelta(days=99)
            unit.absences.put(Absence(id=key, staff_id=worker, start=long_ago, end=long_ago + timedelta(hours=1)))
    return key


def a_client_absence(world: World, of: TownId) -> str:
    """A journey of a year ago."""
    key, long_ago = AbsenceId(f"away-{of}"), DAY - timedelta(days=365)
    with world.office.store.writing(of) as unit:
        if unit.client_absences.find(key) is None:
            unit.client_absences.put(
                ClientAbsence(
                    id=key, client_id=ClientId(f"only-{of}"), first=long_ago, last=long_ago, reported_at=BEGIN,
                    reported_by=UserId("U"),
                )
            )  # fmt: skip
    return key


def a_check(world: World, of: TownId) -> str:
    key = CheckId(f"only-{of}")
    with world.office.store.writing(of) as unit:
        if unit.checks.find(key) is None:
            client = next(iter(unit.clients.all()))
            step = CheckStep(asked=Asked.CLIENT, at=BEGIN, by=UserId("U"), outcome=StepOutcome.REACHED)
            unit.checks.put(
                Check(id=key, day=DAY, client_id=client, opened_at=BEGIN, opened_by=UserId("U"), steps=(step,))
            )
    return key


def a_disruption(world: World, of: TownId) -> str:
    """Snow that nobody has taken back."""
    key = DisruptionId(f"only-{of}")
    told = Disruption(id=key, since=BEGIN, by=UserId("U"), reported_at=BEGIN, snow=Snow(permille=900))
    with world.office.store.writing(of) as unit:
        live = unit.live.find(live_key(DAY)) or LiveDay(day=DAY, as_of=BEGIN)
        if told not in live.disruptions:
            others = tuple(one for one in live.disruptions if one.id != key)
            unit.live.put(replace(live, disruptions=(*others, told)))
    return key


def _ride(world: World, of: TownId, request_id: str, day: date) -> Ride:
    """A ride from the first client's home to somewhere else, at nine."""
    begin = world.clock.at.replace(year=day.year, month=day.month, day=day.day, hour=8, minute=0, second=0)
    with world.office.store.reading(of) as unit:
        client = next(iter(unit.clients.all().values()))
        other = next(key for key in unit.places.all() if key != client.home)
        service = next(one.id for one in unit.services.all().values() if one.kind is ServiceKind.RIDE)
    return Ride(
        id=RequestId(request_id), day=day, service_id=service, party=Party(client_ids=(client.id,)),
        windows=(TimeWindow(start=begin, end=begin + timedelta(hours=1)),), origin=Door(place_id=client.home),
        destination=Door(place_id=other), arrive_by=True,
    )  # fmt: skip


def a_ride(world: World, of: TownId) -> str:
    """A ride with no way home, in a town that keeps time free for open returns."""
    key = RequestId(f"out-{of}")
    with world.office.store.writing(of) as unit:
        if unit.bookings.find(key) is None:
            live = LivePolicy(open_returns=OpenReturnPolicy(kept_free=timedelta(minutes=30)))
            head = unit.head.get(of)
            unit.head.put(replace(head, policy=replace(head.policy, live=live)))
            unit.bookings.put(Booking(request=_ride(world, of, key, DAY)))
    return key


def an_open_return(world: World, of: TownId) -> str:
    """An open return of today, on which nobody may work."""
    key = RequestId(f"open-{of}")
    with world.office.store.writing(of) as unit:
        if unit.bookings.find(key) is None:
            ride = _ride(world, of, key, world.clock.at.date())
            window = replace(ride.windows[0], end=world.clock.at + timedelta(hours=9))
            unit.bookings.put(Booking(request=replace(ride, windows=(window,)), open_return=True))
    return key


def a_series(world: World, of: TownId) -> str:
    key = SeriesId(f"only-{of}")
    leg = SeriesLeg(
        request=replace(visit_of(world, of, key), windows=()), windows=(ClockSpan(start=time(9), end=time(12)),)
    )
    pause = Pause(first=date(2026, 12, 7))
    with world.office.store.writing(of) as unit:
        known = unit.series.find(key)
        if known is None or known.ended_at is not None or known.pauses != (pause,):
            unit.series.put(
                Series(id=key, legs=(leg,), first=DAY, rule="FREQ=DAILY", pauses=(pause,), made_at=BEGIN)
            )  # fmt: skip
    return key


def a_statement(world: World, of: TownId) -> str:
    said = Statement(
        request_id=RequestId(f"only-{of}"), day=DAY, about=About.DISPUTE, client_ids=(ClientId("K-01"),),
        reason="nikogo nie było", by=UserId("U"), at=BEGIN,
    )  # fmt: skip
    with world.office.store.writing(of) as unit:
        if unit.statements.find(said.id) is None:
            unit.statements.put(said)
    return said.id


def a_study(world: World, of: TownId) -> str:
    """The study of the description's example; the other town asks another one."""
    question = read_question(EXAMPLE if of == HOME else {**EXAMPLE, "id": f"only-{of}", "town": of})
    with world.office.store.writing(of) as unit:
        if unit.studies.find(question.id) is None:
            unit.studies.put(KeptStudy(question=question, changed_at=BEGIN))
    return question.id


def a_run(world: World, of: TownId) -> str:
    """A run of a study of its own that waits, though it has an answer already."""
    run, found = study_run(f"only-{of}", study_id=f"run-{of}"), study_answer(f"only-{of}", study_id=f"run-{of}")
    with world.office.store.writing(of) as unit:
        if unit.study_runs.find(run.id) is None or not unit.study_runs.get(run.id).open:
            unit.study_runs.put(replace(run, state=WorkState.WAITING, owner="", lease_until=None))
            unit.study_answers.put(found)
    return run.id


THINGS = {
    "study_id": a_study,
    "run_id": a_run,
    "statement_id": a_statement,
    "outbound_id": a_ride,
    "open_return_id": an_open_return,
    "check_id": a_check,
    "series_id": a_series,
    "enquiry_id": an_enquiry,
    "request_id": a_booking,
    "solve_id": a_solve,
    "feed_key": a_feed,
    "hook_id": a_hook,
    "message_id": a_hook_message,
    "feed_token": lambda _world, _of: "nobody-has-it",
    "published_id": lambda _world, _of: "nobody-publishes",
    "notice_id": a_notice,
    "shift_id": a_shift,
    "code": a_code,
    "pattern_id": a_pattern,
    "absence_id": an_absence,
    "away_id": a_client_absence,
    "disruption_id": a_disruption,
    "day": a_day,
    "month": lambda _world, _of: "2026-11",
    "version": lambda _world, _of: "1",
    "other": lambda _world, _of: "1",
}
"""For each parameter of a path: what to put there."""
NO_IDS = frozenset({"day", "month", "version", "other", "feed_token", "published_id"})
"""Both towns have these, or neither."""
