"""Makes a load; alone in its process, so that what it takes of the machine can be told apart."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from itertools import cycle
from random import Random
from typing import Any

from benchmarks.office.connection import Connection
from benchmarks.office.people import POLL_S, REPORT_S, TURN_S, Dispatcher, Phone, Reporter, Shared, every
from benchmarks.office.tally import Tally


async def run(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what came of a load: phones and dispatchers spread evenly over their intervals and the servers.

    What all phones report is reported by those that have stops, so much the oftener.
    """
    await _warm(told)
    shared = Shared(until=time.monotonic() + told["minutes"] * 60, tally=Tally())
    dispatchers = list(_dispatchers(told, shared))
    streams = [asyncio.create_task(one.listen()) for one in dispatchers]
    phones, reporters = list(_phones(told, shared)), list(_reporters(told, shared))
    pace_s = REPORT_S * len(reporters) / len(phones)
    turns = [(phone.poll, POLL_S, k / len(phones)) for k, phone in enumerate(phones)]
    turns += [(one.report, pace_s, k / len(reporters)) for k, one in enumerate(reporters)]
    turns += [(one.turn, TURN_S, k / len(dispatchers)) for k, one in enumerate(dispatchers)]
    async with asyncio.TaskGroup() as group:
        for do, seconds, part in turns:
            group.create_task(every(seconds, seconds * part, shared.until, do))
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    return shared.tally.told() | {"reported": shared.reported}


async def _warm(told: Mapping[str, Any]) -> None:
    """Ask every server once for everything on every day, as one that has run for a while has been asked.

    Raises
    ------
    RuntimeError
        If anything goes wrong: what would be measured then?
    """
    tally = Tally()
    shared = Shared(until=0, tally=tally)
    for turned in (told["ports"], told["ports"][::-1]):
        seen = set()
        for one in _dispatchers({**told, "ports": turned}, shared):
            if one.day not in seen:
                await one.warm()
            seen.add(one.day)
        await next(_phones({**told, "ports": turned}, shared)).poll(time.monotonic())
        await next(_reporters({**told, "ports": turned}, shared)).report(time.monotonic())
    if tally.told()["errors"]:
        raise RuntimeError(f"before the load: {tally.told()['which']}")


def _phones(told: Mapping[str, Any], shared: Shared) -> Iterator[Phone]:
    for one, port in zip(told["phones"], cycle(told["ports"]), strict=False):
        yield Phone(shared, Connection(port, one["token"]), told["phones_day"])


def _reporters(told: Mapping[str, Any], shared: Shared) -> Iterator[Reporter]:
    for number, (one, port) in enumerate(zip(told["phones"], cycle(told["ports"]), strict=False)):
        if one["tasks"]:
            rng = Random(f"{told['seed']} report {number}")
            yield Reporter(shared, Connection(port, one["token"]), told["phones_day"], one["tasks"], rng)


def _dispatchers(told: Mapping[str, Any], shared: Shared) -> Iterator[Dispatcher]:
    for number, (one, port) in enumerate(zip(told["dispatchers"], cycle(told["ports"]), strict=False)):
        yield Dispatcher(
            shared, Connection(port, one["token"]), day=one["day"], callers=one["callers"], requests=one["requests"],
            shifts=one["shifts"], rng=Random(f"{told['seed']} {number}"),
        )  # fmt: skip


def generated(told: Mapping[str, Any]) -> dict[str, Any]:
    """Make a load, and return what came of it and the seconds of the processor that making it took."""
    began = time.process_time()
    answered = asyncio.run(run(told))
    return answered | {"generator_cpu_s": round(time.process_time() - began, 1)}
