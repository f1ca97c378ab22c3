"""The evening of a published day over HTTP, for tests of closing and of what is left of closed days."""

from dataclasses import dataclass
from typing import Any

from scheduler.domain.accounts import Role
from scheduler.domain.plan import Plan
from tests.api.office_day import DAY, DAY_PATH, EVENING, OfficeDay, office_day
from tests.api.world import HOME

DEVICE = "biuro-1"


@dataclass
class Evening:
    """A published day, the evening after it."""

    day: OfficeDay

    def get(self, path: str = "/closing", role: Role = Role.DISPATCHER, **more: Any) -> Any:
        answer = self.day.world.browser(role).get(DAY_PATH + path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def plan(self) -> Plan:
        with self.day.world.office.store.reading(HOME) as unit:
            return unit.plans.get(DAY, unit.days.get(DAY).published or 0)

    def type_in(self, but: frozenset[str] = frozenset()) -> None:
        """Type in what every crew did, as planned, but for some tasks."""
        tasks = [
            (route.shift_id, stop, task) for route in self.plan().routes for stop in route.stops for task in stop.tasks
        ]
        events = []
        for number, (shift, stop, task) in enumerate(tasks):
            if task.task_id not in but:
                kind = "aboard" if task.kind == "pickup" else "done"
                for k, (what, at) in enumerate((("arrived", stop.arrival), (kind, task.end))):
                    events.append({
                        "id": f"{number:08x}-{k:04x}-4000-8000-000000000000", "day": str(DAY), "shift_id": shift,
                        "task_id": task.task_id, "kind": what, "sequence": 2 * number + k, "at": at.isoformat(),
                    })  # fmt: skip
        for first in range(0, len(events), 200):
            batch = {"device_id": DEVICE, "sent_at": EVENING.isoformat(), "events": events[first : first + 200]}
            told = self.day.dispatcher.post("/api/v1/events", batch).json()["items"]
            assert {one["outcome"] for one in told} == {"kept"}

    def settle(self) -> None:
        """Find a way home for everybody who is listed."""
        for one in self.get()["stranded"]:
            said = {"request_id": one["request_id"], "about": "way_home", "way_home": "family", "reason": "telefon"}
            assert self.day.dispatcher.post(f"{DAY_PATH}/outcomes", said).status_code == 201


def the_evening() -> Evening:
    """Return the evening of a published day of which nothing is reported yet."""
    day = office_day()
    day.publish()
    day.world.clock.at = EVENING
    day.dispatcher = day.world.browser(Role.DISPATCHER)  # who signed in days ago is signed out by now
    return Evening(day)


def closed(evening: Evening) -> Evening:
    """Let everything have been done as planned, and close the day."""
    evening.type_in()
    evening.settle()
    assert evening.day.change("POST", "/closing").status_code == 200
    return evening
