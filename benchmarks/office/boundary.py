"""Calls and moves at a client's socket: two servers, of which the other one has just changed the day."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from random import Random
from typing import Any, NamedTuple

from benchmarks.offers import SHIFTS_PER_REQUEST, quantiles
from benchmarks.office.browser import GOOD, Browser
from benchmarks.office.callers import Caller, callers, like
from benchmarks.office.city import Kept, keep, working_days
from benchmarks.office.servers import Installation, installation, serving
from fixtures.metropolis import metropolis
from scheduler.bootstrap import travel_for
from scheduler.domain.time import Clock
from scheduler.services.planning.searching import Effort
from scheduler.services.planning.tentative import improve

WARM = 3
"""Calls that each server answers before anything is measured."""
CHECKS = 10
"""Moves that are looked at after each change of the day."""
FULL = 409
"""A shift without any free place for a request is an answer, too."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is measured."""

    requests: int
    asks: int
    seconds: float
    seed: int


@dataclass
class Desk:
    """A dispatcher at one server."""

    browser: Browser
    day: date
    callers: Iterator[Caller]
    booked: list[str] = field(default_factory=list)

    def call(self) -> dict[str, Any]:
        """Write a new caller down, at a new address, and return the enquiry that is to be made for them."""
        caller = next(self.callers)
        home = self.browser.ask("POST", "/api/v1/places", caller.home).document["id"]
        client = self.browser.ask("POST", "/api/v1/clients", {**caller.client, "home": home}).document["id"]
        return caller.enquiry(client, self.day)

    def change(self) -> None:
        """Make the day another one: book somebody, or cancel whom this desk has booked."""
        if self.booked:
            self.browser.ask("POST", "/api/v1/bookings/cancellation", {"ids": [self.booked.pop()]})
            return
        while not self.booked:
            answered = self.browser.ask("POST", "/api/v1/enquiries", self.call()).document
            offers = answered["days"][0]["offers"]
            if offers:
                self._accept(answered["enquiry"]["id"], offers[0])

    def _accept(self, enquiry: str, offer: Mapping[str, Any]) -> None:
        windows = [{"request_id": leg["request_id"], **leg["window"]} for leg in offer["legs"]]
        wanted = {"day": offer["day"], "windows": windows}
        kept = self.browser.ask("POST", f"/api/v1/enquiries/{enquiry}/acceptance", wanted).document
        self.booked.append(kept["items"][0]["id"])


def calls(here: Desk, there: Desk) -> Iterator[tuple[float, int]]:
    """Yield the milliseconds of each call after a change elsewhere, and how many offers it found."""
    while True:
        there.change()
        answered = here.browser.ask("POST", "/api/v1/enquiries", here.call())
        yield answered.ms, len(answered.document["days"][0]["offers"])


class Look(NamedTuple):
    """A look at a move: whether it is the first after a change, and asks for reasons; milliseconds."""

    first: bool
    why: bool
    ms: float


def moves(here: Desk, there: Desk, kept: Kept, rng: Random) -> Iterator[Look]:
    """Yield looks at moves to any place, possible or not, half of them with the reason."""
    alone = [one for one in like(kept.town.requests_on(here.day)) if one.group is None]
    shifts = [one.id for one in kept.town.shifts_on(here.day)]
    path = f"/api/v1/days/{here.day}/moves/check"
    while True:
        there.change()
        for number in range(CHECKS):
            request, why = rng.choice(alone), number % 4 >= 2
            at = [0, 0] if hasattr(request, "destination") else [0]
            place = at if number % 2 else None
            wanted = {"request_id": request.id, "shift_id": rng.choice(shifts), "at": place, "why": why}
            yield Look(number == 0, why, here.browser.ask("POST", path, wanted, good=GOOD | {FULL}).ms)


def measured_http(plan: Plan, *, database: str, worker: bool) -> dict[str, Any]:
    """Return what is printed: milliseconds."""
    with installation(database) as where, ExitStack() as stack:
        kept, day = _kept(where, plan)
        with closing(kept.office):
            tokens = kept.dispatchers(2)
        rng = Random(plan.seed)
        servers = stack.enter_context(serving(where, (worker, False), DOJAZD_REQUESTS_PER_MINUTE="1000000"))
        here, there = (
            Desk(stack.enter_context(Browser(server.port, token)), day, callers(kept.town, day, rng))
            for server, token in zip(servers, tokens, strict=True)
        )
        for desk, other in ((here, there), (there, here)):
            list(islice(calls(desk, other), WARM))
            list(islice(moves(desk, other, kept, Random(0)), 2 * CHECKS))
        answered = list(islice(calls(here, there), plan.asks))
        looks = list(islice(moves(here, there, kept, Random(plan.seed)), 5 * plan.asks))
        booked = here.browser.ask("GET", f"/api/v1/bookings?day={day}").document["items"]
        return _told(answered, looks) | {
            "database": database, "worker": worker, "requests": plan.requests,
            "day": sum(one["ended_at"] is None for one in booked),
        }  # fmt: skip


def _kept(where: Installation, plan: Plan) -> tuple[Kept, date]:
    first = metropolis(10, 4, seed=plan.seed)
    day = working_days(first, 1, ahead=2)[0]
    shifts = round(plan.requests * SHIFTS_PER_REQUEST)
    kept = keep(where, metropolis(plan.requests, shifts, seed=plan.seed, service_day=day))
    kept.plan(day)
    effort = Effort(clock=time.monotonic, seconds=plan.seconds, seed=plan.seed, workers=2)
    clock: Clock = kept.office.clock
    improve(kept.office.store, kept.id, day, travel_for(kept.town), effort, now=clock.now)
    return kept, day


def _told(answered: list[tuple[float, int]], looks: list[Look]) -> dict[str, Any]:
    none = [ms for ms, found in answered if not found]
    return {
        "calls": len(answered),
        "none": len(none),
        "offers_ms": quantiles([ms for ms, found in answered if found]),
        **({"none_ms": quantiles(none)} if none else {}),
        "moves": len(looks),
        "move_ms": quantiles([look.ms for look in looks if not (look.first or look.why)]),
        "move_after_change_ms": quantiles([look.ms for look in looks if look.first]),
        "move_why_ms": quantiles([look.ms for look in looks if look.why]),
    }
