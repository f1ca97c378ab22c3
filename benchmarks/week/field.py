"""Twelve crews with phones: they do what their published plan says, somewhat late, and report it when they have signal.

A report stays in the phone until a server has said what became of it; a batch that nobody answered is sent again as it
is, so servers get many reports more than once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from benchmarks.week.asking import Client
from benchmarks.week.clock import WeekClock
from benchmarks.week.office import told_moment
from fixtures.moments import ZONE

LOOKS = timedelta(minutes=4)
NO_SHOWS, LOSES_SIGNAL, SENT_TWICE = 0.03, 0.06, 0.1
WITHOUT_SIGNAL = timedelta(minutes=50)
MOST = 50
_NOTHING = timedelta(0)


@dataclass
class Phone:
    """One crew's phone.

    Attributes
    ----------
    ahead : timedelta
        By how much its clock is ahead.
    queue : list
        What it has not been answered yet.
    """

    shift_id: str
    ahead: timedelta
    queue: list[dict[str, Any]] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    back_at: datetime | None = None
    free_at: datetime | None = None
    sequence: int = 0

    @property
    def device(self) -> str:
        """What it calls itself."""
        return "tel-" + re.sub(r"[^A-Za-z0-9._-]", "-", self.shift_id)[-60:]


@dataclass
class Crews:
    """All crews of the town."""

    client: Client
    clock: WeekClock
    last: date
    phones: dict[str, Phone] = field(default_factory=dict)

    def run(self) -> None:
        """Work day after day."""
        while True:
            now = self.clock.now()
            day = now.astimezone(ZONE).date()
            if day > self.last:
                return
            for shift in (self.client.get(f"/api/v1/itineraries/{day}") or {"items": []})["items"]:
                self._work(shift, day, now)
            self.clock.sleep(LOOKS)

    def _work(self, shift: dict[str, Any], day: date, now: datetime) -> None:
        phone = self.phones.setdefault(shift["shift_id"], self._phone(shift["shift_id"]))
        phone.queue += self._reports(phone, shift, day, now)
        rng = self.client.rng
        if phone.back_at is None and rng.random() < LOSES_SIGNAL:
            phone.back_at = now + WITHOUT_SIGNAL * rng.random()
        if phone.back_at is not None and phone.back_at > now:
            return
        phone.back_at = None
        if phone.queue:
            self._send(phone, now)

    def _phone(self, shift_id: str) -> Phone:
        return Phone(shift_id=shift_id, ahead=timedelta(seconds=self.client.rng.gauss(0, 20)))

    def _reports(self, phone: Phone, shift: dict[str, Any], day: date, now: datetime) -> Iterator[dict[str, Any]]:
        """Yield what a crew does by now, door after door; it never goes back in time."""
        for stop in shift["stops"]:
            open_tasks = [one for one in stop["tasks"] if not one["ended"] and one["task_id"] not in phone.done]
            for task in open_tasks:
                if task["task_id"] not in phone.begun:
                    arrival = self._arrival(phone, stop, task)
                    if arrival > now:
                        return
                    phone.begun.add(task["task_id"])
                    phone.free_at = arrival
                    yield self._event(phone, day, task, "arrived", arrival)
                end, kind = self._end(task, phone.free_at or now)
                if end > now:
                    return
                phone.done.add(task["task_id"])
                phone.free_at = end
                yield self._event(phone, day, task, kind, end)

    def _arrival(self, phone: Phone, stop: dict[str, Any], task: dict[str, Any]) -> datetime:
        planned = datetime.fromisoformat(stop["arrival"]).astimezone(UTC)
        late = timedelta(seconds=(hash_of(task["task_id"]) % 400) - 60)
        return max(planned + max(_NOTHING, late), phone.free_at or planned)

    def _end(self, task: dict[str, Any], arrived: datetime) -> tuple[datetime, str]:
        start, end = (datetime.fromisoformat(task[key]).astimezone(UTC) for key in ("start", "end"))
        over = max(arrived, start) + (end - start)
        if task["no_show_from"] and hash_of(task["task_id"]) % 1000 < NO_SHOWS * 1000:
            allowed = datetime.fromisoformat(task["no_show_from"]).astimezone(UTC)
            return max(over, allowed, arrived + timedelta(seconds=task["waits_s"])), "no_show"
        return over, "aboard" if task["kind"] == "pickup" else "done"

    def _event(self, phone: Phone, day: date, task: dict[str, Any], kind: str, at: datetime) -> dict[str, Any]:
        phone.sequence += 1
        return {
            "id": str(UUID(int=self.client.rng.getrandbits(128), version=4)), "day": str(day),
            "shift_id": phone.shift_id, "task_id": task["task_id"], "kind": kind, "sequence": phone.sequence,
            "at": told_moment(at + phone.ahead),
        }  # fmt: skip

    def _send(self, phone: Phone, now: datetime) -> None:
        sent = phone.queue[:MOST]
        for one in sent:
            self.client.ledger.note("sent", **one)
        body = {"device_id": phone.device, "sent_at": told_moment(now + phone.ahead), "events": sent}
        answer = self.client.post("/api/v1/events", body)
        if answer.status_code != 200:
            self.client.ledger.note("odd", path="events", status=answer.status_code, said=answer.text[:500])
            return
        if self.client.rng.random() < SENT_TWICE:
            return  # the answer was lost on its way
        again = set()
        for told in answer.json()["items"]:
            self.client.ledger.note("told", id=told["id"], outcome=told["outcome"], reason=told["reason"])
            if told["again"]:
                again.add(told["id"])
        phone.queue = [one for one in sent if one["id"] in again] + phone.queue[MOST:]


def hash_of(text: str) -> int:
    """Return a number that is the same in every process."""
    return sum((k + 1) * ord(letter) for k, letter in enumerate(text)) * 2_654_435_761 % 4_294_967_296
