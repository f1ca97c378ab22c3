"""One thing of each kind, with everything in it that is easily lost on the way to a database and back."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from scheduler.domain import ids
from scheduler.domain.accounts import Role
from scheduler.domain.booking import Booking, BookingStatus, Enquiry, EnquiryOutcome, FreedDay, Refusal, Waiting
from scheduler.domain.cards import CardLink
from scheduler.domain.catalogue import HelpLevel, RidePurpose, Service, ServiceKind
from scheduler.domain.checks import Asked, Check, CheckStep, Found, StepOutcome
from scheduler.domain.client import Access, Channel, Client, Contact, Mobility, Notes, Sex, Wheelchair
from scheduler.domain.client_absence import AwayWhy, ClientAbsence
from scheduler.domain.entitlement import Consumption, Entitlement, EntitlementUnit
from scheduler.domain.events import Event, EventKind, EventSource, ReportedDay
from scheduler.domain.feeds import CalendarFeed
from scheduler.domain.fleet import Layout, Vehicle
from scheduler.domain.hooks import Hook, HookMessage, HookMessageState, HookTopic
from scheduler.domain.identities import Newcomer
from scheduler.domain.imports import ImportKind, KnownColumns
from scheduler.domain.labour import DRIVER
from scheduler.domain.long_work import WorkState
from scheduler.domain.messages import Message, MessageKind, MessageState, MessageWishes, OptOut, Topic
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome
from scheduler.domain.place import District, Door, Entrance, Place
from scheduler.domain.plan import (
    Published,
)
from scheduler.domain.promise import Promise
from scheduler.domain.request import After, Delivery, Party, Request, Ride, Visit
from scheduler.domain.roster import Aboard, Provider, Shift, Staff, StartState
from scheduler.domain.rota import Absence, AbsenceKind, WeeklyPattern
from scheduler.domain.series import ChangedDay, ClockSpan, Pause, Series, SeriesLeg
from scheduler.domain.sightings import Sighting
from scheduler.domain.solves import Solve
from tests.store.sample_closing import actual, closing, statement
from tests.store.sample_days import (
    DAY,
    DOOR,
    KEY,
    NAME,
    NEXT_DAY,
    NOW,
    POINT,
    SISTER,
    TOWN,
    TWICE,
    WARSAW,
    WINDOW,
    at,
    day_state,
    head,
    plan,
    plan_head,
)
from tests.store.sample_learned import learned
from tests.store.sample_live import live_day
from tests.store.sample_studies import kept_study, replication, study_answer, study_run

__all__ = [
    "DAY", "DOOR", "KEY", "NAME", "NEXT_DAY", "NOW", "POINT", "SAMPLES", "SISTER", "TOWN", "TWICE", "WARSAW",
    "WINDOW", "actual", "at", "away", "booking", "card", "check", "client", "closing", "columns", "consumption",
    "day_state", "delivery", "enquiry", "event", "head", "notice", "pattern", "place", "plan", "plan_head", "ride",
    "series", "shift", "solve", "staff", "statement", "visit",
]  # fmt: skip


def client(key: str = KEY, **fields: Any) -> Client:
    """Return a client."""
    made: dict[str, Any] = {
        "id": ids.ClientId(key),
        "name": NAME,
        "home": ids.PlaceId("dom-K-03"),
        "phone": "+48 600 100 200",
        "email": "ł@example.pl",
        "channel": Channel.SMS,
        "mobility": Mobility.WHEELCHAIR,
        "wheelchair": Wheelchair(weight_with_person_kg=140),
        "access": Access(floor=3, door_code="12#", key_at_office=True),
        "sex": Sex.FEMALE,
        "birth_year": 1938,
        "contacts": (Contact(name="córka Żaneta", phone="0048 (41) 274-11-22", may_book=True),),
        "notes": Notes(driver="stoi przy oknie", office="leki"),
        "service_times": {ids.ServiceId("bus"): timedelta(minutes=7)},
    }
    return Client(**(made | fields))


def place(key: str = "dom-K-03", **fields: Any) -> Place:
    """Return a place."""
    entrances = (Entrance(name="klatka B", point=POINT, note="domofon"),)
    made: dict[str, Any] = {
        "id": ids.PlaceId(key),
        "name": "dom",
        "address": "Łączna 7",
        "entrances": entrances,
        "district_id": "północ",
    }
    return Place(**(made | fields))


def visit(key: str = "R-01", *, day: date = DAY, clients: tuple[str, ...] = (KEY,), **fields: Any) -> Visit:
    """Return a visit."""
    made: dict[str, Any] = {
        "id": ids.RequestId(key),
        "day": day,
        "service_id": ids.ServiceId("fizjo"),
        "party": Party(client_ids=tuple(ids.ClientId(one) for one in clients)),
        "windows": (WINDOW,),
        "wish": TWICE,
        "after": (After(request_id=ids.RequestId("R-00"), latest_gap=timedelta(hours=1)),),
        "notes": Notes(worker="uwaga na psa"),
        "door": DOOR,
        "workers": 2,
    }
    return Visit(**(made | fields))


def ride(key: str = "R-02", *, day: date = DAY, clients: tuple[str, ...] = (KEY,), **fields: Any) -> Ride:
    """Return a ride."""
    made: dict[str, Any] = {
        "id": ids.RequestId(key),
        "day": day,
        "service_id": ids.ServiceId("bus"),
        "party": Party(client_ids=tuple(ids.ClientId(one) for one in clients), carers=1),
        "windows": (WINDOW,),
        "origin": DOOR,
        "destination": Door(place_id=ids.PlaceId("szpital")),
        "arrive_by": True,
        "help_level": HelpLevel.FLAT,
        "journey": "J-1",
        "leg": 2,
        "shortest_stay": timedelta(minutes=20),
    }
    return Ride(**(made | fields))


def delivery(key: str = "R-03", *, clients: tuple[str, ...] = (KEY,)) -> Delivery:
    """Return a delivery."""
    return Delivery(
        id=ids.RequestId(key),
        day=DAY,
        service_id=ids.ServiceId("obiady"),
        party=Party(client_ids=tuple(ids.ClientId(one) for one in clients)),
        windows=(),
        source=Door(place_id=ids.PlaceId("kuchnia")),
        door=DOOR,
        portions=3,
    )


def booking(request: Request | None = None, **fields: Any) -> Booking:
    """Return a booking."""
    request = request or visit()
    made: dict[str, Any] = {
        "request": request,
        "promise": Promise(request_id=request.id, window=WINDOW, made_at=NOW, made_by="anna"),
        "published": Published(request_id=request.id, shift_id=ids.ShiftId("S-1"), start=TWICE),
        "status": BookingStatus.CANCELLED,
        "contribution_gr": 500,
        "booked_at": NOW,
        "reason": "jest w szpitalu",
    }
    return Booking(**(made | fields))


def enquiry(key: str = "E-01", **fields: Any) -> Enquiry:
    """Return an enquiry with requests of all kinds."""
    made: dict[str, Any] = {
        "id": ids.EnquiryId(key),
        "received_at": NOW,
        "taken_by": ids.UserId("anna"),
        "requests": (visit(), ride(clients=(KEY, SISTER)), delivery()),
        "days": (DAY, NEXT_DAY),
        "outcome": EnquiryOutcome.REFUSED,
        "refusals": (
            Refusal(code="seats", day=DAY, summary={"pl": "pani Żaneta ma miejsce"}, change={"en": "later"}),
            Refusal(code="notice", summary={}),
        ),
        "words": "do lekarza na dziesiątą",
    }
    return Enquiry(**(made | fields))


def series(key: str = "SR-1", **fields: Any) -> Series:
    """Return a series of rides there and back, with everything that may be changed of one."""
    noon = ClockSpan(start=time(11, 30), end=time(12))
    legs = (
        SeriesLeg(request=ride("SR-1"), windows=(noon, ClockSpan(start=time(23), end=time(1))), wish=time(11, 45)),
        SeriesLeg(request=ride("SR-1b", clients=(KEY, SISTER)), windows=(noon,)),
    )
    made: dict[str, Any] = {
        "id": ids.SeriesId(key),
        "legs": legs,
        "first": DAY,
        "until": NEXT_DAY,
        "rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "skipped": (NEXT_DAY,),
        "added": (DAY,),
        "times_per_week": 2,
        "gap_days": 2,
        "same_staff": True,
        "changed": (ChangedDay(day=DAY, windows=((), (noon,)), reason="u córki"),),
        "pauses": (Pause(first=DAY, reason="w szpitalu"),),
        "revision": 3,
        "follows": ids.SeriesId("SR-0"),
        "made_at": NOW,
        "ended_at": TWICE,
    }
    return Series(**(made | fields))


def shift(key: str = "S-1", **fields: Any) -> Shift:
    """Return a shift that has begun."""
    made: dict[str, Any] = {
        "id": ids.ShiftId(key),
        "day": DAY,
        "name": "bus 1",
        "staff_ids": (ids.StaffId("P-1"),),
        "start": at(22),
        "end": at(6, day=NEXT_DAY),
        "start_door": DOOR,
        "end_door": DOOR,
        "districts": frozenset({"północ"}),
        "start_state": StartState(
            point=POINT, free_at=TWICE, aboard=(Aboard(request_id=ids.RequestId("R-02"), since=TWICE),)
        ),
    }
    return Shift(**(made | fields))


def notice(key: str = "N-1", **fields: Any) -> Notice:
    """Return a notice."""
    made: dict[str, Any] = {
        "id": ids.NoticeId(key),
        "day": DAY,
        "request_id": ids.RequestId("R-01"),
        "client_id": KEY,
        "kind": NoticeKind.MOVED,
        "window": WINDOW,
        "before": TWICE,
        "attempts": (Attempt(at=NOW, by=ids.UserId("anna"), channel=Channel.PHONE, outcome=NoticeOutcome.NO_ANSWER),),
    }
    return Notice(**(made | fields))


def solve(key: str = "L-1", **fields: Any) -> Solve:
    """Return a search."""
    made: dict[str, Any] = {
        "id": ids.SolveId(key),
        "day": DAY,
        "asked_at": NOW,
        "state": WorkState.RUNNING,
        "seconds": 1.5,
    }
    return Solve(**(made | {"lease_until": NOW + timedelta(seconds=30)} | fields))


def event(number: int = 1, **fields: Any) -> Event:
    """Return an event, in the hour that comes twice."""
    made: dict[str, Any] = {
        "id": ids.EventId(f"{number:08x}-0000-4000-8000-000000000000"),
        "day": DAY,
        "shift_id": ids.ShiftId("S-1"),
        "task_id": "R-01:visit",
        "request_id": ids.RequestId("R-01"),
        "kind": EventKind.ARRIVED,
        "device_id": "phone-1",
        "sequence": number,
        "at": TWICE,
        "received_at": NOW,
        "skew_s": -7,
        "by": ids.UserId("U-1"),
        "source": EventSource.PHONE,
    }
    return Event(**(made | fields))


def check(key: str = "C-1", **fields: Any) -> Check:
    """Return a check that somebody has closed."""
    step = CheckStep(
        asked=Asked.CONTACTS, at=TWICE, by=ids.UserId("anna"), outcome=StepOutcome.REACHED, note="córka: szpital"
    )
    made: dict[str, Any] = {
        "id": ids.CheckId(key), "day": DAY, "client_id": KEY, "opened_at": TWICE, "opened_by": ids.UserId("U-1"),
        "request_id": ids.RequestId("R-01"), "event_id": event().id, "steps": (step, step), "outcome": Found.HOSPITAL,
        "closed_at": NOW, "closed_by": ids.UserId("anna"), "note": "w szpitalu od rana",
    }  # fmt: skip
    return Check(**(made | fields))


def away(key: str = "W-1", **fields: Any) -> ClientAbsence:
    """Return a client's absence."""
    made: dict[str, Any] = {
        "id": ids.AbsenceId(key), "client_id": KEY, "first": DAY, "last": NEXT_DAY, "why": AwayWhy.HOSPITAL,
        "reported_at": TWICE, "reported_by": ids.UserId("anna"), "lost": (ids.RequestId("R-01"),),
    }  # fmt: skip
    return ClientAbsence(**(made | fields))


def card(digest: str = "c0" * 32, **fields: Any) -> CardLink:
    """Return a link to a card that was revoked."""
    made: dict[str, Any] = {
        "digest": digest, "request_id": ids.RequestId("R-01"), "code": "K7QM2T", "made_at": NOW,
        "made_by": ids.UserId("anna"), "revoked_at": TWICE,
    }  # fmt: skip
    return CardLink(**(made | fields))


def feed(**fields: Any) -> CalendarFeed:
    """Return a calendar feed of a worker, revoked."""
    made: dict[str, Any] = {
        "digest": "fe" * 32, "staff_id": ids.StaffId("P-01"), "made_at": NOW, "made_by": ids.UserId("anna"),
        "revoked_at": TWICE,
    }  # fmt: skip
    return CalendarFeed(**(made | fields))


def newcomer(**fields: Any) -> Newcomer:
    """Somebody of the town hall who waits for an account."""
    made: dict[str, Any] = {
        "id": ids.NewcomerId("N-1"), "issuer": "https://login.town.example", "subject": "s-1", "name": "Ewa O'Łódź",
        "sign_in": "ewa", "role": Role.WORKER, "at": NOW,
    }  # fmt: skip
    return Newcomer(**(made | fields))


def hook(**fields: Any) -> Hook:
    """Return a hook of both topics."""
    made: dict[str, Any] = {
        "id": ids.HookId("H-1"), "name": "Urząd", "url": "https://town.example/?key=1", "secret": "c2VjcmV0",
        "topics": frozenset(HookTopic), "made_at": NOW, "made_by": ids.UserId("anna"), "since": 7,
    }  # fmt: skip
    return Hook(**(made | fields))


def hook_message(**fields: Any) -> HookMessage:
    """Return a message that was given up."""
    made: dict[str, Any] = {
        "id": ids.HookMessageId("HM-1"), "hook_id": ids.HookId("H-1"), "number": 7, "action": "plan.published",
        "subject": "day:2026-11-23", "version": 3, "happened_at": NOW, "state": HookMessageState.DEAD, "attempts": 18,
        "due_at": TWICE, "status": 503, "why": "refused", "ended_at": TWICE,
    }  # fmt: skip
    return HookMessage(**(made | fields))


def message(**fields: Any) -> Message:
    """Return a message that waits for the morning."""
    made: dict[str, Any] = {
        "id": ids.MessageId("M-1"), "day": DAY, "client_id": KEY, "request_ids": (ids.RequestId("R-01"),),
        "notice_ids": (ids.NoticeId("N-1"),), "kind": MessageKind.MOVED, "channel": Channel.SMS, "to": "+48600700800",
        "subject": "Centrum", "text": f"{NAME}: 10:40", "made_at": NOW, "due_at": TWICE, "until": TWICE,
        "state": MessageState.WAITING, "attempts": 2, "unsure": 1, "status": 503, "why": "busy", "reference": "7",
        "ended_at": TWICE,
    }  # fmt: skip
    return Message(**(made | fields))


def message_wishes(**fields: Any) -> MessageWishes:
    """Return that a client wants no reminders by SMS."""
    off = OptOut(channel=Channel.SMS, topic=Topic.REMINDERS, at=NOW, by=ids.UserId("anna"))
    return MessageWishes(**({"client_id": KEY, "language": "en", "opt_outs": (off,)} | fields))


def columns(**fields: Any) -> KnownColumns:
    """Return what the columns of an office's lists of clients are; one is left out."""
    made: dict[str, Any] = {"id": ImportKind.CLIENTS, "fields": {"nazwisko i imie": "name_turned", "lp": ""}}
    return KnownColumns(**(made | fields))


def consumption(entitlement: str = "U-1", request: str = "R-01", **fields: Any) -> Consumption:
    """Return what a request took."""
    made: dict[str, Any] = {
        "entitlement_id": ids.EntitlementId(entitlement),
        "request_id": ids.RequestId(request),
        "day": DAY,
        "amount": Decimal("0.75"),
        "taken_at": NOW,
    }
    return Consumption(**(made | fields))


def staff(key: str = "P-1", **fields: Any) -> Staff:
    """Return a worker."""
    made: dict[str, Any] = {
        "id": ids.StaffId(key),
        "name": "Łucja",
        "phone": "700 1",
        "skills": {"b": None, "fizjo": DAY},
    }
    return Staff(**(made | fields))


def pattern(key: str = "W-1") -> WeeklyPattern:
    """Return a weekly pattern of a night shift."""
    return WeeklyPattern(
        id=ids.PatternId(key),
        name="noc",
        weekdays=frozenset({6, 7}),
        start=time(22),
        end=time(6),
        valid_from=DAY,
        staff_ids=(ids.StaffId("P-1"),),
        start_door=DOOR,
        end_door=DOOR,
    )


SAMPLES: Mapping[str, Any] = {
    "head": head(),
    "districts": District(id=ids.DistrictId("północ"), name="Północ", rings=((POINT, POINT, POINT),)),
    "places": place(),
    "clients": client(),
    "purposes": RidePurpose(id=ids.PurposeId("lekarz"), name="lekarz", priority=1),
    "services": Service(
        id=ids.ServiceId("bus"),
        name="bus",
        kind=ServiceKind.RIDE,
        service_time=timedelta(minutes=3),
        help_times={HelpLevel.FLAT: timedelta(minutes=4)},
        attendant_levels=frozenset({HelpLevel.FLAT}),
    ),
    "providers": Provider(id=ids.ProviderId("spółdzielnia"), name="Spółdzielnia", own=False, social_economy=True),
    "contracts": DRIVER,
    "staff": staff(),
    "vehicles": Vehicle(id=ids.VehicleId("V-1"), name="bus", layouts=(Layout(seats=8),), registration="TST 12345"),
    "patterns": pattern(),
    "absences": Absence(
        id=ids.AbsenceId("A-1"), staff_id=ids.StaffId("P-1"), start=at(0), end=at(23), kind=AbsenceKind.SICK
    ),
    "entitlements": Entitlement(
        id=ids.EntitlementId("U-1"),
        client_id=KEY,
        service_ids=frozenset({ids.ServiceId("fizjo")}),
        unit=EntitlementUnit.HOURS,
        amount=Decimal("10.10"),
        period_start=DAY,
        period_end=NEXT_DAY,
    ),
    "consumptions": consumption(),
    "shifts": shift(),
    "bookings": booking(),
    "enquiries": enquiry(),
    "series": series(),
    "waiting": Waiting(enquiry_id=ids.EnquiryId("E-01"), since=NOW, until=NEXT_DAY),
    "freed": FreedDay(day=DAY, lease_until=NOW, attempt=2),
    "notices": notice(),
    "solves": solve(),
    "events": event(),
    "live": live_day(),
    "statements": statement(),
    "closings": closing(),
    "actuals": actual(),
    "reported": ReportedDay(day=DAY, since=TWICE),
    "sightings": Sighting(day=DAY, shift_id=ids.ShiftId("S-1"), version=3, staff_id=ids.StaffId("P-1"), at=TWICE),
    "checks": check(),
    "client_absences": away(),
    "learned": learned(),
    "cards": card(),
    "imports": columns(),
    "studies": kept_study(),
    "study_runs": study_run(),
    "study_answers": study_answer(),
    "replications": replication(),
    "feeds": feed(),
    "newcomers": newcomer(),
    "hooks": hook(),
    "hook_messages": hook_message(),
    "messages": message(),
    "message_wishes": message_wishes(),
}
"""By the kind's name."""
