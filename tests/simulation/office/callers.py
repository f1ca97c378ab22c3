"""A small town, whose clients are about to call."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from fixtures import moments
from fixtures.builder import TownBuilder
from scheduler.domain.capacity.calls import Back, Call
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import Demand, ServiceDemand
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.parts import Destination, Doors, Endings, WayBack, Wishes
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Client, Mobility
from scheduler.domain.ids import PlaceId, ServiceId, ShiftId
from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.domain.place import Place
from scheduler.domain.time import TimeWindow
from scheduler.domain.town import Town
from scheduler.services.ports import Store
from scheduler.simulation.office import Streets, play
from scheduler.store.memory import MemoryStore
from scheduler.travel.straight import StraightTravel

AS_PLANNED = Streets(seed=0, of_day=0.0, of_drive=0.0)
"""Streets on which nothing is otherwise than the planner believes."""
VISIT, BUS = ServiceId("fizjoterapia"), ServiceId("bus")
GOAL = PlaceId("cel")


class Callers:
    """Gathers calls for one day; each from a client of their own, whom nobody knows yet."""

    def __init__(self, workers: int = 2, **policy: Any) -> None:
        free = OpenReturnPolicy(kept_free=timedelta(minutes=15), each=timedelta(minutes=20))
        builder = TownBuilder(seed=5).with_policy(**{"live": LivePolicy(open_returns=free), **policy})
        builder.with_services("fizjoterapia", "bus").with_districts()
        builder.base()
        builder.add_place("cel", "Przychodnia", at=(1.0, 0.6))
        for _ in range(workers):
            builder.add_staff(skills=("fizjoterapia",)).add_shift("08:00-15:00")
        self.day = builder.day
        builder.add_vehicle().add_staff(skills=("przewozy",), contract_id="driver")
        self.town = builder.add_shift("07:00-16:00", vehicle=next(iter(builder.vehicles))).build()
        self._clients = TownBuilder(seed=6).with_districts()
        self.calls: list[Call] = []

    def visit(self, window: str = "09:00-10:00", **fields: Any) -> "Callers":
        """Let somebody ask for a visit that begins in a window."""
        planned = self.town.services[VISIT].service_time
        return self._add(VISIT, window, {"service_time": planned, **fields})

    def ride(self, window: str = "10:00-10:30", back: str = "", ready: str = "", **fields: Any) -> "Callers":
        """Let somebody ask to be at the surgery in a window, and to be fetched in another one, or when they call."""
        service = self.town.services[BUS]
        known = {
            "service_time": service.service_time + service.help_times.get(HelpLevel.DOOR, timedelta(0)),
            "destination": GOAL,
        }
        if back:
            known |= {"back": Back.AT, "back_window": self._window(back)}
        if ready:
            known |= {"back": Back.OPEN, "ready_at": moments.moment(self.day, ready)}
        return self._add(BUS, window, {**known, **fields})

    def _add(self, service: ServiceId, window: str, fields: dict[str, Any]) -> "Callers":
        client, home = self._caller()
        at = moments.moment(self.day - timedelta(days=3), "09:00") + len(self.calls) * timedelta(minutes=7)
        known = {"id": f"T-{len(self.calls) + 1:02}", "at": at, "client": client, "home": home, "service_id": service,
                 "day": self.day, "windows": (self._window(window),), "patience": 0.5}  # fmt: skip
        self.calls.append(Call(**{**known, **fields}))
        return self

    def _caller(self) -> tuple[Client, Place]:
        self._clients.add_client(f"N-{len(self.calls) + 1:02}", mobility=Mobility.WALKS)
        client = self._clients.clients[self._clients.client_id]
        return client, self._clients.places[client.home]

    def _window(self, text: str) -> TimeWindow:
        start, end = moments.span(lambda clock: moments.moment(self.day, clock), text)
        return TimeWindow(start=start, end=end)

    def task(self, **fields: Any) -> Task:
        """Return the replication in which they call."""
        known = {"scenario": "base", "replication": 0, "seed": 1, "town": self.town, "demand": None,
                 "days": (self.day,), "effort": 1, "travel": "straight"}  # fmt: skip
        return Task(**{**known, **fields})

    def play(self, store: Store | None = None, streets: Streets | None = AS_PLANNED, **fields: Any) -> list[Figure]:
        """Play the day."""
        travel = StraightTravel(self.town.policy)
        return play(self.task(**fields), self.calls, travel, store or MemoryStore(), streets=streets)


def counts(figures: list[Figure], day: date | None = None) -> dict[str, float]:
    """Return the figures of everything, without those that are nothing."""
    return {
        one.kpi: one.value for one in figures
        if not one.district and not one.service and one.value and day in {None, one.day}
    }  # fmt: skip


def demanding(**fields: Any) -> Task:
    """Return a replication of two days whose calls are drawn: visits, and rides of which some are called home from."""
    callers = Callers()
    days = callers.day, callers.day + timedelta(days=1)
    shifts = [*callers.town.shifts]
    shifts += [
        replace(
            one, id=ShiftId(f"{one.id}-2"), day=days[1], start=one.start + timedelta(days=1),
            end=one.end + timedelta(days=1),
        ) for one in callers.town.shifts
    ]  # fmt: skip
    known = {"town": replace(callers.town, shifts=tuple(shifts)), "days": days, "demand": _demand(callers.town)}
    return callers.task(**{**known, **fields})


def _demand(town: Town) -> Demand:
    each = dict.fromkeys(town.districts, (1.5 / len(town.districts),) * 7)
    wishes = Wishes(hours=Chances(options=tuple((hour, 1.0) for hour in range(8, 13))))
    ends = Endings(cancelled=0.15, late=0.5, no_show=0.1)
    backs = Chances(options=((Back.OPEN, 1.0), (Back.AT, 1.0)))
    ride = ServiceDemand(
        per_day=each, wishes=wishes, places=Chances.only(Destination(place_id=GOAL)), endings=ends,
        back=WayBack(kinds=backs, stay_min=Lognormal(median=60.0)),
    )  # fmt: skip
    visit = ServiceDemand(
        per_day=each, wishes=wishes, doors=Doors(ratio=Lognormal(median=1.0, sigma=0.4)), endings=ends
    )
    return Demand(services={VISIT: visit, BUS: ride})
