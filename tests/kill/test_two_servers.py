"""Two servers on one PostgreSQL, one of which is killed while it searches and books: the other goes on."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from scheduler.bootstrap import web_office
from scheduler.domain.hooks import HookMessageState, HookTopic
from scheduler.domain.ids import UserId
from tests.kill.accounts import wrong_with
from tests.kill.busy_office import Busy, busy_office
from tests.kill.writers import PATIENCE_S, Remembered, Write, Writer
from tests.posting.receivers import Receiver, receiving
from tests.serving.serving import Served

SEARCH_S = 4
BESIDE = {"DOJAZD_WORKER": "yes", "DOJAZD_STUDY_PROCESSES": "0", "DOJAZD_HOOK_NETWORKS": "127.0.0.0/8"}


@dataclass
class Pair:
    """Two servers of one office, each with a worker, and whom it tells."""

    busy: Busy
    servers: tuple[Served, Served]
    receiver: Receiver

    def client(self, server: Served) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{server.port}", headers=self.busy.headers, timeout=PATIENCE_S)


@pytest.fixture
def pair(postgres_url: str, tmp_path: Path) -> Iterator[Pair]:
    """Two servers that share nothing but the database."""
    with ExitStack() as stack:
        receiver = stack.enter_context(receiving())
        busy = busy_office(postgres_url, tmp_path)
        office = web_office(busy.settings.model_copy(update={"hook_networks": ("127.0.0.0/8",)}))
        office.hooks.add(busy.town_id, "portal", receiver.url, [HookTopic.PLANS], by=UserId("anna"))
        office.close()
        folders = [tmp_path / name for name in "ab"]
        for one in folders:
            one.mkdir()
        first, second = (stack.enter_context(replace(busy, data=one).served(**BESIDE)) for one in folders)
        yield Pair(busy, (first, second), receiver)


def until(holds: Callable[[], Any]) -> Any:
    """Wait until something holds, and return it."""
    end = time.monotonic() + PATIENCE_S * 2
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def told_on(client: httpx.Client, stamps: list[int]) -> None:
    """Read a server's stream of changes as a page does."""
    with client, suppress(httpx.HTTPError), client.stream("GET", "/api/v1/changes") as stream:
        told = (line.removeprefix("data:") for line in stream.iter_lines() if line.startswith("data:"))
        stamps.extend(json.loads(one)["stamp"] for one in told if "stamp" in one)


def owner_of(pair: Pair) -> str:
    """Return which process is at the search; empty: none yet."""
    office = web_office(pair.busy.settings)
    try:
        with office.store.reading(pair.busy.town_id) as unit:
            (solve,) = unit.solves.all().values()
    finally:
        office.close()
    return solve.owner


def asked_again(client: httpx.Client, write: Write) -> Write:
    """Ask for something that nobody answered, under its key, until somebody does."""

    def answer() -> httpx.Response | None:
        found = client.post(write.path, json=write.body, headers={"Idempotency-Key": write.key})
        again = found.status_code == 503 or "retry-after" in found.headers
        return None if again else found

    found = until(answer)
    return replace(write, status=found.status_code, answer=found.content)


def writers_to(pair: Pair, server: Served, into: Remembered) -> list[Writer]:
    """Have two clients write to a server, until they are told to end."""
    base = f"http://127.0.0.1:{server.port}"
    writers = [Writer(pair.busy, base, seed, into, whole=False) for seed in (2 * server.port, 2 * server.port + 1)]
    for one in writers:
        one.start()
    return writers


def ended(writers: Sequence[Writer]) -> None:
    """Tell clients to end, and wait until they have."""
    for one in writers:
        one.ending.set()
    for one in writers:
        one.join(timeout=PATIENCE_S)


def test_one_of_two_servers_is_killed_and_the_other_goes_on(pair: Pair) -> None:
    """The second machine that a town has paid for would not help, or do once more what the first one had done."""
    busy, remembered, stamps = pair.busy, Remembered(), list[int]()
    Thread(target=lambda: told_on(pair.client(pair.servers[1]), stamps), daemon=True).start()
    until(lambda: stamps)
    before = stamps[-1]
    first, second = pair.servers
    writers = {first.port: writers_to(pair, first, remembered)}
    until(lambda: stamps[-1] > before)  # a page of the other server has heard of what was written here
    writers[second.port] = writers_to(pair, second, remembered)
    until(lambda: len(remembered.done) > 5)
    with pair.client(first) as client:
        asked = client.post(f"/api/v1/days/{busy.days[1]}/solves", json={"seconds": SEARCH_S}).json()
    owner = until(lambda: owner_of(pair))  # the search has just begun, and does not end before its server does
    victim, survivor = sorted(pair.servers, key=lambda one: f"-{one.process.pid}-" not in owner)
    assert f"-{victim.process.pid}-" in owner
    victim.process.kill()
    victim.process.wait(timeout=PATIENCE_S)
    ended(writers[victim.port])
    unanswered = list(remembered.unknown)
    with pair.client(survivor) as client:
        remembered.writes += [asked_again(client, one) for one in unanswered]
        found = until(lambda: (one := client.get(f"/api/v1/solves/{asked['id']}").json())["ended_at"] and one)
        ended(writers[survivor.port])
        day = client.get(f"/api/v1/days/{busy.days[2]}")
        published = client.post(f"/api/v1/days/{busy.days[2]}/publication", headers={"If-Match": day.headers["etag"]})

    assert (found["state"], found["attempt"]) == ("done", 2)
    assert published.status_code == 200
    until(lambda: str(busy.days[2]) in {json.loads(body)["data"].get("day") for _, body in pair.receiver.got})
    assert wrong_with(busy, remembered) == []
    assert told_once(pair)


def told_once(pair: Pair) -> bool:
    """Return whether each message was made once, and taken."""
    office = web_office(pair.busy.settings)
    try:
        with office.store.reading(pair.busy.town_id) as unit:
            messages = list(unit.hook_messages.all().values())
    finally:
        office.close()
    numbers = [one.number for one in messages]
    ids = [headers["webhook-id"] for headers, _ in pair.receiver.got]
    taken = [one.id for one in messages if one.state is HookMessageState.DELIVERED]
    return len(set(numbers)) == len(numbers) == len(set(ids)) and set(taken) <= set(ids)
