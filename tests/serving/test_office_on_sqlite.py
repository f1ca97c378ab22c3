"""The office on a real database: what one server has written another one sees, and streams end with the server."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from scheduler.bootstrap import SystemClock, travel_for, web_office
from scheduler.domain.accounts import Role
from scheduler.domain.ids import UserId
from scheduler.services.keeping import keep_town
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.settings import load_settings
from tests.api.office_day import BEFORE, DAY, DAY_PATH, OfficeDay, choice
from tests.api.world import HOME, Clock, World, add_user, hasher, town
from tests.serving.serving import served


def open_world(data: Path, stack: ExitStack) -> World:
    """Open the office on the database in a folder, as one more server would."""
    settings = load_settings().model_copy(update={"data": data, "requests_per_minute": 1_000_000})
    office = web_office(settings, told=lambda _key, _path: None)
    stack.callback(office.close)
    clock = Clock()
    clock.at = BEFORE
    return World(replace(office, clock=clock, hasher=hasher()), clock)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[OfficeDay, OfficeDay]]:
    """Two servers on one database, with a dispatcher at each."""
    with ExitStack() as stack:
        first = open_world(tmp_path, stack)
        with first.office.store.writing(HOME) as unit:
            keep_town(unit, town(HOME), BEFORE)
        users = {(HOME, role): add_user(first.office, HOME, role) for role in Role}
        second = open_world(tmp_path, stack)
        first.users = second.users = users
        yield tuple(OfficeDay(one, one.browser(Role.DISPATCHER)) for one in (first, second))  # type: ignore[misc]


def test_what_one_server_writes_the_other_one_answers_with(two: tuple[OfficeDay, OfficeDay]) -> None:
    """Two dispatchers at two servers would each book the place that the other one has promised."""
    first, second = two
    first.plan()
    first.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-034", "R-039"]})
    calls = [one.asked(client=key, start="08:00", end="17:00") for one, key in ((first, "K-33"), (second, "K-34"))]
    paths = [f"/api/v1/enquiries/{one['enquiry']['id']}/acceptance" for one in calls]
    bodies = [choice(one["days"][0]["offers"][0]) for one in calls]
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(one.dispatcher.post, path, body) for one, path, body in zip(two, paths, bodies, strict=True)
        ]
        answers = [one.result() for one in asked]
    shown = [one.dispatcher.get(f"/api/v1/bookings?day={DAY}").json() for one in two]

    assert sorted(one.status_code for one in answers) == [201, 409]
    assert shown[0] == shown[1]
    assert len(shown[0]["items"]) == 71
    assert second.change("PUT", "/overrides", {"overrides": []}).status_code == 200
    stale = first.change("PUT", "/overrides", {"overrides": []}, seen=second.state.version - 1)
    assert stale.status_code == 412
    assert first.dispatcher.get(DAY_PATH).headers["etag"] == second.dispatcher.get(DAY_PATH).headers["etag"]


def test_a_day_is_published_and_read_on_a_database(two: tuple[OfficeDay, OfficeDay]) -> None:
    """What works in memory would not come back from the database: pins, notices, itineraries, searches."""
    first, second = two
    first.publish()
    phone = second.world.browser(Role.WORKER)
    mine = phone.get(f"/api/v1/itineraries/{DAY}/Z-01")
    solve = first.dispatcher.post(f"{DAY_PATH}/solves", {"seconds": 5})
    pinned = first.change("POST", "/pins", {"kind": "shift", "request_ids": ["R-023"], "shift_id": "Z-01"})

    assert mine.status_code == 200
    again = phone.get(f"/api/v1/itineraries/{DAY}/Z-01", headers={"If-None-Match": mine.headers["etag"]})
    assert again.status_code == 304
    assert second.dispatcher.get(solve.headers["location"]).json() == solve.json()
    assert second.dispatcher.get(DAY_PATH).json() == pinned.json()
    assert len(second.dispatcher.get(f"{DAY_PATH}/notices").json()["items"]) > 60
    assert second.dispatcher.get(f"{DAY_PATH}/plans/1").json() == first.dispatcher.get(f"{DAY_PATH}/plans/1").json()


def test_a_stream_hears_another_process_and_ends_with_its_server(tmp_path: Path) -> None:
    """A server that is restarted would wait ten seconds for every open board, and then cut it off."""
    with ExitStack() as stack:
        world = open_world(tmp_path, stack)
        with world.office.store.writing(HOME) as unit:
            keep_town(unit, town(HOME), BEFORE)
        now = replace(world.office, clock=SystemClock())
        secret, _ = now.tokens.add(HOME, "probe", ["town.read"], by=UserId("U-test"))
        with served(tmp_path) as service, httpx.Client(base_url=f"http://127.0.0.1:{service.port}") as client:
            headers = {"Authorization": f"Bearer {secret}"}
            with client.stream("GET", "/api/v1/changes", headers=headers, timeout=20) as stream:
                lines = stream.iter_lines()
                first = next(line for line in lines if line.startswith("id:"))
                with world.office.store.writing(HOME) as unit:
                    unit.head.put(unit.head.get(HOME))
                second = next(line for line in lines if line.startswith("id:"))
                service.process.terminate()
                rest = list(lines)
            code = service.process.wait(timeout=20)

    assert int(second.removeprefix("id:")) > int(first.removeprefix("id:"))
    assert [line for line in rest if line.startswith("id:")] == []
    assert code == 0  # and no error above: a stream that is cut off has no last chunk


def test_a_search_asked_for_over_http_is_done_by_the_worker_beside_the_server(tmp_path: Path) -> None:
    """The dispatcher would press "solve" and watch it wait for ever; or the server not end for its worker."""
    with ExitStack() as stack:
        world = open_world(tmp_path, stack)
        with world.office.store.writing(HOME) as unit:
            keep_town(unit, replace(town(HOME), requests={}, promises={}, published={}), BEFORE)
        now = replace(world.office, clock=SystemClock())
        secret, _ = now.tokens.add(HOME, "probe", ["plans.read", "plans.write"], by=UserId("U-test"))
        today = SystemClock().now().astimezone(town(HOME).zone).date()
        ensure_tentative(now.store, HOME, today, travel_for(town(HOME)), SystemClock().now())
        with served(tmp_path, DOJAZD_WORKER="yes") as service:
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "one"}
            base = f"http://127.0.0.1:{service.port}"
            with httpx.Client(base_url=base, headers=headers, timeout=20) as client:
                asked = client.post(f"/api/v1/days/{today}/solves", json={"seconds": 1})
                assert asked.status_code == 202, asked.text
                solve = asked.json()
                for _ in range(300):
                    if solve["state"] not in {"waiting", "running"}:
                        break
                    time.sleep(0.1)
                    solve = client.get(asked.headers["location"]).json()
            code = service.end()

    assert (solve["state"], code) == ("done", 0)
