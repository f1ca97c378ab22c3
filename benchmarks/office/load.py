"""A day's load: phones that poll and report, and dispatchers who book and move, at two servers on PostgreSQL."""

import multiprocessing
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from random import Random
from typing import Any

from api.schemas.clients import ClientChange
from api.schemas.places import PlaceChange
from benchmarks.office.callers import Json, callers, like
from benchmarks.office.city import Kept, keep, opened, thinned, together, working_days
from benchmarks.office.generator import generated
from benchmarks.office.people import TURN_S
from benchmarks.office.servers import Installation, Server, installation, serving
from benchmarks.office.watching import Watch, tree
from fixtures.metropolis import metropolis
from scheduler.domain.ids import StaffId, TownId
from scheduler.domain.town import Town

PHONES, DISPATCHERS = 500, 50
BUSY, STOPS = 100, 650
"""Phones whose shifts have stops, and requests of the day that they poll; the others' workers are on call that day."""
DAYS, A_DAY, SHIFTS = 5, 150, 22
"""Days on which dispatchers book, and requests and shifts of each."""


def measured_load(minutes: float, seed: int) -> dict[str, Any]:
    """Return what is printed: milliseconds, MB, processor seconds."""
    with installation("postgresql") as where:
        told = _told(where, minutes, seed)
        with serving(where, (True, False)) as servers:
            told["ports"] = [server.port for server in servers]
            spawn = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(1, mp_context=spawn) as apart, Watch(_groups(where, servers)) as watch:
                answered = apart.submit(generated, told).result()
        events = judged(answered.pop("reported"), _kept_events(where, told))
    people = {"minutes": minutes, "phones": PHONES, "dispatchers": DISPATCHERS}
    return {**people, **answered, "events": events, **watch.told()}


def judged(reported: Mapping[str, Sequence[str]], kept: Container[str]) -> dict[str, int]:
    """Return how many events were sent, answered and so on.

    Parameters
    ----------
    reported : mapping of str to sequence of str
        Of each event that was sent, what was answered each time.
    kept : container of str
        The events in the database, whose key lets none be there twice.
    """
    answered = {key: told for key, told in reported.items() if told}
    return {
        "sent": len(reported),
        "answered": len(answered),
        "refused": sum("refused" in told for told in answered.values()),
        "lost": sum(key not in kept for key in answered),
        "told_new_twice": sum(told.count("kept") > 1 for told in answered.values()),
    }


def _kept_events(where: Installation, told: Json) -> frozenset[str]:
    with opened(where) as store, store.reading(TownId(told["town"])) as unit:
        day = date.fromisoformat(told["phones_day"])
        return frozenset(unit.events.between(day, day))


def _groups(where: Installation, servers: Sequence[Server]) -> dict[str, Callable[[], Sequence[int]]]:
    first, second = servers
    return {
        "server_1": lambda: [first.pid],
        "server_2": lambda: [second.pid],
        "worker": lambda: tree(first.pid)[1:],
        "postgresql": lambda: tree(where.postmaster),
    }


def _told(where: Installation, minutes: float, seed: int) -> Json:
    """Set the town up, and return what the generator is told but for the servers."""
    published, *days = working_days(metropolis(10, 4, seed=seed), DAYS + 1)
    busy = metropolis(STOPS, BUSY, seed=seed, service_day=published)
    booked = [thinned(metropolis(STOPS, BUSY, seed=seed, service_day=day), A_DAY, SHIFTS, f"{day}") for day in days]
    kept = keep(where, together([_with_staff(busy, PHONES), *booked]))
    with closing(kept.office):
        for day in (published, *days):
            kept.plan(day)
        kept.publish(published)
        desks = [_dispatcher(kept, days[k % DAYS], minutes, f"{seed} {k}") for k in range(DISPATCHERS)]
        tokens = kept.dispatchers(DISPATCHERS)
        phones = _phones(kept, published)
    return {
        "minutes": minutes, "seed": seed, "town": kept.id, "phones": phones, "phones_day": published.isoformat(),
        "dispatchers": [{**desk, "token": token} for desk, token in zip(desks, tokens, strict=True)],
    }  # fmt: skip


def _phones(kept: Kept, day: date) -> list[Json]:
    """Return each phone's token, and the tasks that a day's published plan has for its worker."""
    staff = list(kept.town.staff)[:PHONES]
    with kept.office.store.reading(kept.id) as unit:
        orders = unit.plans.orders(day, unit.days.get(day).published or 0)
    tasks: dict[StaffId, list[tuple[str, str]]] = {one: [] for one in staff}
    for shift in kept.town.shifts_on(day):
        for one in shift.staff_ids:
            tasks.get(one, []).extend((shift.id, task) for task in orders.get(shift.id, ()))
    return [{"token": token, "tasks": tasks[one]} for one, token in zip(staff, kept.phones(staff), strict=True)]


def _with_staff(town: Town, count: int) -> Town:
    """Return a town with so many workers, those who are too few like those who are there."""
    known = list(town.staff.values())
    more = (replace(known[k % len(known)], id=StaffId(f"on-call-{k}")) for k in range(count - len(known)))
    return replace(town, staff={**town.staff, **{one.id: one for one in more}})


def _dispatcher(kept: Kept, day: date, minutes: float, seed: str) -> Json:
    """Write down everybody who will call a dispatcher, and return what the dispatcher knows."""
    most = int(minutes * 60 / TURN_S) + 3  # two of them before the load begins
    prefix = f"caller-{seed.replace(' ', '-')}"
    enquiries = []
    with kept.office.store.writing(kept.id) as unit:
        for number, caller in enumerate(islice(callers(kept.town, day, Random(seed)), most)):
            home, client = f"{prefix}-{number}-home", f"{prefix}-{number}"
            unit.places.put(PlaceChange.model_validate(caller.home).place(home))
            unit.clients.put(ClientChange.model_validate({**caller.client, "home": home}).client(client))
            enquiries.append(caller.enquiry(client, day))
    alone = [one.id for one in like(kept.town.requests_on(day)) if one.group is None]
    shifts = [one.id for one in kept.town.shifts_on(day)]
    return {"day": day.isoformat(), "callers": enquiries, "requests": alone, "shifts": shifts}
