"""A small office in memory: three residents, a day that is planned, and what was said on the phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from fixtures.builder import TownBuilder
from scheduler.domain.booking import Booking, Enquiry, EnquiryOutcome, Refusal
from scheduler.domain.client import Notes
from scheduler.domain.ids import ClientId, EnquiryId, NoticeId, PlaceId, RequestId, TownId, UserId
from scheduler.domain.notices import Notice, NoticeKind
from scheduler.domain.plan import Override, Plan, UnassignedReason
from scheduler.domain.service_days import PlanHead
from scheduler.services.keeping import keep_town
from scheduler.services.planning import Wish, plan_day
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel

HOSTILE = '=1+1 <b>O\'Łódź #read("x")'
EWA, ANNA, JAN = ClientId("K-03"), ClientId("K-01"), ClientId("K-02")
OFFICE = UserId("u-ola")
DAY = date(2026, 11, 23)
LATER = datetime(2026, 11, 30, 12, tzinfo=UTC)
SAID = Notes(driver="kierowca: sekret", worker="opieka: sekret", office="biuro: sekret")


def small_town() -> TownBuilder:
    """Return two sisters at one address, and a man elsewhere whose name is hostile."""
    builder = TownBuilder(service_day=DAY).add_place("baza").add_bus()
    builder.add_staff(skills="fizjoterapia").add_shift("07:00-17:00")
    builder.add_client(ANNA, name="Anna Lis").add_client(JAN, name="Zofia Lis", home=f"dom-{ANNA}")
    builder.add_client(EWA, name=HOSTILE, phone="+48 500 111 222")
    builder.add_visit(window="08:00-16:00", client=EWA, notes=SAID)
    return builder.add_visit(window="08:00-16:00", client=ANNA)


class Office:
    """A store with one town."""

    def __init__(self, builder: TownBuilder | None = None) -> None:
        self.builder = builder or small_town()
        self.town = self.builder.build()
        self.store = MemoryStore()
        self.town_id = TownId(self.town.id)
        with self.writing() as unit:
            keep_town(unit, self.town, datetime(2026, 11, 20, tzinfo=UTC))

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        with self.store.writing(self.town_id) as unit:
            yield unit

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self.store.reading(self.town_id) as unit:
            yield unit

    def plan(self) -> Plan:
        """Plan the day, with drawn ways and a reason that names the resident, and keep it."""
        ticks = count()
        made = datetime(2026, 11, 22, 18, tzinfo=UTC)
        wish = Wish(clock=lambda: float(next(ticks)), effort=1, workers=0, made_at=made)
        plan = plan_day(self.town, DAY, StraightTravel(self.town.policy), wish).plan
        routes = tuple(
            replace(route, ways=tuple(f"way{n}" for n in range(len(route.stops) + 1))) for route in plan.routes
        )
        said = {"pl": f"Z {HOSTILE} się nie mieści", "en": f"No room beside {HOSTILE.upper()}"}
        reason = UnassignedReason(
            request_id=RequestId("R-9"), rule="time_window", summary=said, alone=said, change=said
        )
        plan = replace(plan, routes=routes, unassigned=(reason,), version=1)
        with self.writing() as unit:
            state = unit.days.lock(DAY)
            override = Override(rule="time_window", reason=f"umówione z {HOSTILE}", by="ola")
            unit.days.put(replace(state, version=state.version + 1, plan=1, last_plan=1, overrides=(override,)))
            unit.plans.add(plan, PlanHead(day=DAY, version=1, made_at=made, why="solved"))
        return plan

    def call(self, client_id: ClientId = EWA, *, key: str = "E-1", received: datetime | None = None) -> Enquiry:
        """Keep an enquiry that was refused, in words that name the caller, and a notice."""
        with self.writing() as unit:
            booking = next(iter(unit.bookings.of_client(client_id).values()))
            refusal = Refusal(code="windows", summary={"pl": f"{HOSTILE} ma już wizytę"}, change={"pl": "później"})
            enquiry = Enquiry(
                id=EnquiryId(key), received_at=received or datetime(2026, 11, 19, 9, tzinfo=UTC), taken_by=OFFICE,
                requests=(replace(booking.request, notes=SAID),), days=(DAY,), outcome=EnquiryOutcome.REFUSED,
                refusals=(refusal,), words=f"dzwoni {HOSTILE}, sekret",
            )  # fmt: skip
            unit.enquiries.put(enquiry)
            unit.notices.put(
                Notice(id=NoticeId(f"N-{key}"), day=DAY, request_id=booking.id, client_id=client_id,
                       kind=NoticeKind.REMINDER)
            )  # fmt: skip
        return enquiry

    def change_booking(self, client_id: ClientId, **fields: object) -> Booking:
        """Put a resident's first booking again with other fields."""
        with self.writing() as unit:
            booking = next(iter(unit.bookings.of_client(client_id).values()))
            changed: Booking = replace(booking, **fields)  # type: ignore[arg-type]
            unit.bookings.put(changed)
        return changed


def home_of(client_id: ClientId) -> PlaceId:
    return PlaceId(f"dom-{client_id}")


def days(count_of: int) -> timedelta:
    return timedelta(days=count_of)
