"""Times, places and names that samples share, and what they say of a service day and its plan."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.domain import ids
from scheduler.domain.booking_policy import BookingPolicy, Contribution, HolidayRule, ServiceBooking
from scheduler.domain.place import Door, GeoPoint
from scheduler.domain.plan import (
    LockKind,
    Override,
    Pin,
    Plan,
    PlannedBreak,
    PlannedRoute,
    PlannedStop,
    PlannedTask,
    RuleFinding,
    TravelSource,
    UnassignedReason,
)
from scheduler.domain.policy import ContractedShare, Policy, SpeedBand
from scheduler.domain.service_days import DayState, PlanHead
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
        crew=(ids.StaffId("P-1"),),
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
