"""One thing of each kind, with everything in it that is easily lost on the way to a database and back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.domain import ids
from scheduler.domain.booking import Booking, BookingStatus, Enquiry, EnquiryOutcome, Refusal, Waiting
from scheduler.domain.booking_policy import BookingPolicy, Contribution, HolidayRule, ServiceBooking
from scheduler.domain.catalogue import HelpLevel, RidePurpose, Service, ServiceKind
from scheduler.domain.client import Access, Channel, Client, Contact, Mobility, Notes, Sex, Wheelchair
from scheduler.domain.entitlement import Consumption, Entitlement, EntitlementUnit
from scheduler.domain.fleet import Layout, Vehicle
from scheduler.domain.labour import DRIVER
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome
from scheduler.domain.place import District, Door, Entrance, GeoPoint, Place
from scheduler.domain.plan import (
    LockKind,
    Override,
    Pin,
    Plan,
    PlannedBreak,
    PlannedRoute,
    PlannedStop,
    PlannedTask,
    Published,
    RuleFinding,
    TravelSource,
    UnassignedReason,
)
from scheduler.domain.policy import ContractedShare, Policy, SpeedBand
from scheduler.domain.promise import Promise
from scheduler.domain.request import After, Delivery, Party, Request, Ride, Visit
from scheduler.domain.roster import Aboard, Provider, Shift, Staff, StartState
from scheduler.domain.rota import Absence, AbsenceKind, WeeklyPattern
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.domain.solves import Solve, SolveState
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import TownHead

TOWN = ids.TownId("miasto")
WARSAW = ZoneInfo("Europe/Warsaw")
DAY = date(2026, 10, 25)
"""On this day the clocks go back in Poland: 02:30 comes twice."""
NEXT_DAY = DAY + timedelta(days=1)
TWICE = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=WARSAW)
NOW = datetime(2026, 10, 20, 8, 12, 30, 123456, tzinfo=UTC)
NAME = '=1+1 <b>O\'Łódź #read("x") Żółć'
POINT = GeoPoint(lat=51.0373, lon=21.0712)
DOOR = Door(place_id=ids.PlaceId("dom-K-03"), entrance="klatka B")
WINDOW = TimeWindow(start=TWICE, end=datetime(2026, 10, 25, 3, 15, tzinfo=WARSAW))
KEY = ids.ClientId("K-03")
SISTER = ids.ClientId("K-04")


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """Return a time by the town's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WARSAW)


def head(**fields: Any) -> TownHead:
    """Return a town's head."""
    north, south = ids.DistrictId("północ"), ids.DistrictId("południe")
    policy = Policy(
        district_minutes={(north, south): timedelta(minutes=12), (north, north): timedelta(seconds=1)},
        boarding_by_mobility={"walker": timedelta(minutes=2)},
        contracted_share=ContractedShare(
            target_permille=350, balance_all=Decimal("10.50"), price_gr_per_unit=Decimal(3)
        ),
        speed_bands=(SpeedBand(start_h=6, end_h=9, permille=700),),
        booking=BookingPolicy(
            days_off=frozenset({DAY}),
            services={
                ids.ServiceId("bus"): ServiceBooking(
                    holidays=HolidayRule.MOVE,
                    contribution=Contribution(free_programmes=frozenset({ids.ProgrammeId("cus")})),
                )
            },
        ),
    )
    made: dict[str, Any] = {
        "id": str(TOWN),
        "name": NAME,
        "centre": POINT,
        "zone": WARSAW,
        "policy": policy,
        "note": "a\nb",
    }
    return TownHead(**(made | fields))


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
        "state": SolveState.RUNNING,
        "seconds": 1.5,
    }
    return Solve(**(made | {"lease_until": NOW + timedelta(seconds=30)} | fields))


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


def day_state(version: int = 1, **fields: Any) -> DayState:
    """Return a day's state with what dispatchers fixed."""
    made: dict[str, Any] = {
        "day": DAY,
        "version": version,
        "pins": (Pin(kind=LockKind.START, request_ids=(ids.RequestId("R-01"),), start=TWICE),),
        "overrides": (Override(rule="windows", request_id=ids.RequestId("R-01"), amount=60, reason="mąż czeka"),),
    }
    return DayState(**(made | fields))


def plan(version: int = 1) -> Plan:
    """Return a plan."""
    request_id = ids.RequestId("R-01")
    task = PlannedTask(task_id="R-01:visit", request_id=request_id, kind="visit", start=TWICE, end=at(3))
    stop = PlannedStop(location_id="dom-K-03", arrival=TWICE, departure=at(3), tasks=(task,), travel_m=1200)
    route = PlannedRoute(
        shift_id=ids.ShiftId("S-1"),
        start=at(1),
        end=at(4),
        stops=(stop,),
        breaks=(PlannedBreak(start=at(3), end=at(3, 15), after_stop=0),),
        ways=("_p~iF~ps|U",),
    )
    reason = UnassignedReason(
        request_id=ids.RequestId("R-02"),
        rule="seats",
        summary={"pl": "brak"},
        per_shift={ids.ShiftId("S-1"): {"pl": "x"}},
    )
    finding = RuleFinding(rule="windows", subject="R-01", text={"pl": NAME}, amount=60, unit="s", status="accepted")
    return Plan(
        town_id=TOWN,
        day=DAY,
        version=version,
        made_at=NOW,
        routes=(route,),
        unassigned=(reason,),
        terms={"driving": 12},
        findings=(finding,),
        travel=(TravelSource(mode="car", engine="osrm", version="3"),),
        travel_notes=({"pl": "ł"},),
    )


def plan_head(version: int = 1, day: date = DAY) -> PlanHead:
    """Return what a list says of a plan."""
    return PlanHead(day=day, version=version, made_at=NOW, by=ids.UserId("anna"), why="booked", served=1)


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
    "waiting": Waiting(enquiry_id=ids.EnquiryId("E-01"), since=NOW, until=NEXT_DAY),
    "notices": notice(),
    "solves": solve(),
}
"""By the kind's name."""
