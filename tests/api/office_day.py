"""The office three days before a service day of its town, and how it is asked to do what a dispatcher does."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import httpx

from scheduler.domain.accounts import Role
from scheduler.domain.booking import BookingStatus
from scheduler.domain.ids import UserId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.services.closing import close_day
from scheduler.services.dispatching import Hand
from tests.api.world import HOME, Asker, World, make_world

DAY = date(2026, 11, 23)
BEFORE = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""When the last crew of the day is long back."""
DAY_PATH = f"/api/v1/days/{DAY}"


@dataclass
class OfficeDay:
    """A world, and a dispatcher's browser in it."""

    world: World
    dispatcher: Asker

    @property
    def state(self) -> DayState:
        """The service day as it is kept."""
        with self.world.office.store.reading(HOME) as unit:
            return unit.days.get(DAY)

    def plan(self) -> None:
        """Give the day the first plan that a dispatcher's first question would give it."""
        if self.state.plan is None:
            plan, head = first_plan()
            with self.world.office.store.writing(HOME) as unit:
                state = unit.days.lock(DAY)
                unit.plans.add(plan, head)
                unit.days.put(replace(state, version=state.version + 1, plan=plan.version, last_plan=plan.version))

    def change(self, method: str, path: str, body: Any = None, *, seen: int | None = None) -> httpx.Response:
        """Change the day as somebody who has seen it as it is, or another version."""
        tag = f'"{self.state.version if seen is None else seen}"'
        return self.dispatcher(method, DAY_PATH + path, json=body, headers={"If-Match": tag})

    def publish(self) -> None:
        """Publish the day's plan, the first one if there is none yet."""
        self.plan()
        answer = self.change("POST", "/publication")
        assert answer.status_code == 200, answer.text

    def asked(self, **more: Any) -> dict[str, Any]:
        """Call for a visit of a physiotherapist, and return what was answered."""
        answer = self.dispatcher.post("/api/v1/enquiries", visit(**more))
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        return told


@cache
def first_plan() -> tuple[Plan, PlanHead]:
    """Return the plan that a dispatcher's first question gives the day; it takes a while to make."""
    day = office_day()
    answer = day.dispatcher.post(f"{DAY_PATH}/moves/check", {"request_id": "R-025", "shift_id": None})
    assert answer.status_code == 200, answer.text
    with day.world.office.store.reading(HOME) as unit:
        return unit.plans.get(DAY, 1), unit.plans.heads(DAY)[0]


def office_day() -> OfficeDay:
    """Return an office three days before the service day."""
    world = make_world()
    world.clock.at = BEFORE
    return OfficeDay(world, world.browser(Role.DISPATCHER))


def visit(client: str = "K-01", start: str = "08:00", end: str = "15:00", **more: Any) -> dict[str, Any]:
    """Return a call for a physiotherapist."""
    wish = {
        "kind": "visit",
        "service_id": "fizjoterapia",
        "party": {"client_ids": [client]},
        "windows": [{"start": f"{DAY}T{start}:00+01:00", "end": f"{DAY}T{end}:00+01:00"}],
    }
    return {"requests": [wish | more], "days": [str(DAY)]}


def choice(offer: dict[str, Any]) -> dict[str, Any]:
    """Return the acceptance of an offer."""
    windows = [{"request_id": leg["request_id"], **leg["window"]} for leg in offer["legs"]]
    return {"day": offer["day"], "windows": windows}


def a_closed_day(world: World) -> None:
    """Close the day of a world as if somebody had cancelled everything in time."""
    office = world.office
    with office.store.writing(HOME) as unit:
        for booking in unit.bookings.between(DAY, DAY).values():
            unit.bookings.put(replace(booking, status=BookingStatus.CANCELLED))
        close_day(unit, office.days.travel(unit), DAY, Hand(by=UserId("U-closer"), at=EVENING))
