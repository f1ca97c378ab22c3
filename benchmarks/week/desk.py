"""A dispatcher by phone: books, cancels, publishes the next day, asks for better plans, and closes the day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from benchmarks.week.asking import Client
from benchmarks.week.clock import WeekClock
from benchmarks.week.office import HORIZON_DAYS, Told
from fixtures.moments import ZONE
from scheduler.domain.time import clock_instant

OPENS, SHUTS = time(7, 0), time(18, 0)
PUBLISHED_AT, CLOSED_AT = time(16, 0), time(20, 0)
BETWEEN_CALLS = timedelta(minutes=2)
CANCELS, SEARCHES = 0.08, 0.03
_DAY = timedelta(days=1)
MEANWHILE = frozenset({409, 412})
"""Somebody else was quicker: it is read again, and done again."""
TRIES = 12


@dataclass
class Desk:
    """One dispatcher; the chief one also publishes and closes.

    Attributes
    ----------
    first, last : date
        The days that are worked, and closed, in the soak.
    """

    client: Client
    told: Told
    clock: WeekClock
    chief: bool
    first: date
    last: date
    _booked: list[str] = field(default_factory=list)
    _closed: set[date] = field(default_factory=set)

    @property
    def _rng(self) -> Random:
        return self.client.rng

    def run(self) -> None:
        """Work until the last day is closed."""
        while self.last not in self._closed or not self.chief:
            now = self.clock.now().astimezone(ZONE)
            if not self.chief and now.date() > self.last:
                return
            if self.chief:
                self._duties(now)
            if OPENS <= now.time() < SHUTS:
                self._call(now)
                self.clock.sleep(BETWEEN_CALLS * self._rng.expovariate(1.0))
            else:
                self.clock.sleep(timedelta(minutes=10))

    def _duties(self, now: datetime) -> None:
        """Close days that are over, the earlier one first; tell crews what is new of today and, later, of tomorrow."""
        for day in [one for one in (now.date() - _DAY, now.date()) if one >= self.first]:
            if now >= clock_instant(day, CLOSED_AT, ZONE) and day not in self._closed and self._close(day):
                self._closed.add(day)
                self.client.ledger.note("closed", day=str(day), at=self.clock.now().isoformat())
        tomorrow = [now.date() + _DAY] if now.time() >= PUBLISHED_AT and now.date() < self.last else []
        for day in [now.date(), *tomorrow]:
            if day not in self._closed and now.time() < CLOSED_AT:
                self._publish(day)

    def first_day(self) -> None:
        """Publish the soak's first day, which nobody could the day before."""
        while not self._publish(self.first):
            self.clock.sleep(timedelta(minutes=2))

    # calls

    def _call(self, now: datetime) -> None:
        drawn = self._rng.random()
        if drawn < CANCELS and self._booked:
            self._cancel()
        elif drawn < CANCELS + SEARCHES:
            self._search(now.date() + _DAY)
        else:
            self._book(now)

    def _book(self, now: datetime) -> None:
        day = now.date() + self._rng.randrange(HORIZON_DAYS + 1) * _DAY
        if day > self.last:
            return
        answer = self.client.post("/api/v1/enquiries", {"requests": [self._wish(day)], "days": [str(day)]})
        if answer.status_code != 201:
            self._odd("enquiries", answer)
            return
        asked = answer.json()
        offers = [offer for one in asked["days"] for offer in one["offers"]]
        self.client.ledger.note("asked", id=asked["enquiry"]["id"], offers=len(offers))
        if offers:
            self._accept(asked["enquiry"]["id"], self._rng.choice(offers))

    def _accept(self, enquiry: str, offer: dict[str, Any]) -> None:
        windows = [{"request_id": leg["request_id"], **leg["window"]} for leg in offer["legs"]]
        answer = self.client.post(f"/api/v1/enquiries/{enquiry}/acceptance", {"day": offer["day"], "windows": windows})
        if answer.status_code not in {200, 201}:
            self._odd("acceptance", answer)
            return
        for one, window in zip(answer.json()["items"], windows, strict=True):
            key = one["request"]["id"]
            self.client.ledger.note("booked", id=key, day=offer["day"], start=window["start"])
            self._booked.append(key)

    def _cancel(self) -> None:
        key = self._booked.pop(self._rng.randrange(len(self._booked)))
        self.client.ledger.note("cancelling", id=key)
        answer = self.client.post("/api/v1/bookings/cancellation", {"ids": [key], "reason": "dzwonił"})
        if answer.status_code == 200:
            self.client.ledger.note("cancelled", id=key)
        else:
            self._odd("cancellation", answer)

    def _search(self, day: date) -> None:
        if day > self.last:
            return
        answer = self.client.post(f"/api/v1/days/{day}/solves", {"effort": 5, "seed": self._rng.randrange(1000)})
        if answer.status_code == 202:
            self.client.ledger.note("search", id=answer.json()["id"], day=str(day))
        else:
            self._odd("solves", answer)

    def _wish(self, day: date) -> dict[str, Any]:
        start = clock_instant(day, time(self._rng.randrange(7, 14), 0), ZONE)
        window = {"start": start.isoformat(), "end": (start + timedelta(hours=3)).isoformat()}
        common = {"party": {"client_ids": [self._rng.choice(self.told.clients)]}, "windows": [window]}
        if self._rng.random() < 0.5:
            return {"kind": "visit", "service_id": "fizjoterapia", "service_time_s": 1800, **common}
        ride = {"kind": "ride", "service_id": "bus", **common, "arrive_by": True}
        return ride | {"destination": {"place_id": self._rng.choice(self.told.places)}}

    # duties

    def _publish(self, day: date) -> bool:
        """Publish the plan that holds, if crews do not know it yet."""
        for _ in range(TRIES):
            found = self.client.ask("GET", f"/api/v1/days/{day}")
            state = found.json()
            if found.status_code != 200 or state["plan"] is None or state["plan"] == state["published"]:
                return found.status_code == 200 and state["plan"] is not None
            answer = self.client.post(f"/api/v1/days/{day}/publication", match=found.headers["ETag"])
            if answer.status_code == 200:
                self.client.ledger.note("published", day=str(day), version=answer.json()["published"])
                return True
            if answer.status_code not in MEANWHILE:
                self._odd("publication", answer)
                return False
        return False

    def _close(self, day: date) -> bool:
        answer = None
        for _ in range(TRIES):
            found = self.client.ask("GET", f"/api/v1/days/{day}/closing")
            view = found.json()
            if view["closed"]:
                return True
            for path, said in _to_say(view):
                answer = self.client.post(path.format(day=day), said)
                if answer.status_code not in {200, 201}:
                    self._odd(path, answer)
            answer = self.client.post(f"/api/v1/days/{day}/closing", match=found.headers["ETag"])
            if answer.status_code == 200:
                return True
            if answer.status_code not in MEANWHILE:
                self._odd("closing", answer)
        self.client.ledger.note("not closed", day=str(day), said="" if answer is None else answer.text[:600])
        return False

    def _odd(self, what: str, answer: Any) -> None:
        if answer.status_code not in MEANWHILE and answer.status_code < 500:
            self.client.ledger.note("odd", path=what, status=answer.status_code, said=answer.text[:500])
        elif answer.status_code in MEANWHILE:
            self.client.ledger.note("refused", path=what, said=answer.text[:300])


def _to_say(view: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what somebody has to say before a day can be closed."""
    for key in dict.fromkeys(one["request_id"] for one in view["missing"]):
        said = {"request_id": key, "about": "outcome", "outcome": "missed", "reason": "nikt nie przyjechał"}
        yield "/api/v1/days/{day}/outcomes", said
    for one in view["stranded"]:
        said = {"request_id": one["request_id"], "about": "way_home", "way_home": "taxi", "reason": "telefon"}
        yield "/api/v1/days/{day}/outcomes", {**said, "client_ids": [one["client"]["id"]]}
    for key in view["unanswered"]:
        yield f"/api/v1/checks/{key}/closure", {"outcome": "well", "note": "oddzwoniła"}
