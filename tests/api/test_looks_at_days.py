"""Days whose plans speak of clients: that somebody looks is noted, never in the midst of reading, nor in the way."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import pytest

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import ClientId, RequestId, UserId
from scheduler.domain.plan import UnassignedReason
from scheduler.domain.promise import Promise
from scheduler.services.ports import UnitOfWork
from tests.api.office_day import BEFORE, DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME

LOST = RequestId("R-025")
PIN = {"kind": "shift", "request_ids": ["R-023"], "shift_id": "Z-01"}


@pytest.fixture
def day() -> OfficeDay:
    """A day whose plan leaves out a promise, for a reason that speaks of a client."""
    found = office_day()
    found.plan()
    with found.world.office.store.writing(HOME) as unit:
        state, booking = unit.days.lock(DAY), unit.bookings.get(LOST)
        window = booking.request.windows[0]
        promise = Promise(request_id=LOST, window=window, made_at=BEFORE, made_by=UserId("anna"))
        unit.bookings.put(replace(booking, promise=promise))
        plan, head = unit.plans.get(DAY, 1), unit.plans.heads(DAY)[-1]
        told = {"pl": "⟨client:K-01⟩ jest gdzie indziej.", "en": "⟨client:K-01⟩ is elsewhere."}
        routes = tuple(
            replace(r, stops=tuple(s for s in r.stops if all(t.request_id != LOST for t in s.tasks)))
            for r in plan.routes
        )
        reason = UnassignedReason(request_id=LOST, rule="staff", summary=told)
        unit.plans.add(replace(plan, version=2, routes=routes, unassigned=(reason,)), replace(head, version=2))
        unit.days.put(replace(state, version=state.version + 1, plan=2, last_plan=2))
    return found


def name(day: OfficeDay) -> str:
    with day.world.office.store.reading(HOME) as unit:
        return unit.clients.get(ClientId("K-01")).name


def opened_at_once(day: OfficeDay, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many units of work are open whenever one more is opened, from now on."""
    store, depths, now = day.world.office.store, list[int](), [0]

    def counted(
        real: Callable[..., AbstractContextManager[UnitOfWork]],
    ) -> Callable[..., AbstractContextManager[UnitOfWork]]:
        @contextmanager
        def opened(*args: object, **more: object) -> Iterator[UnitOfWork]:
            now[0] += 1
            depths.append(now[0])
            try:
                with real(*args, **more) as unit:
                    yield unit
            finally:
                now[0] -= 1

        return opened

    for way in ("reading", "writing"):
        monkeypatch.setattr(store, way, counted(getattr(store, way)))
    return depths


@pytest.mark.parametrize("path", ["/api/v1/days", DAY_PATH, f"{DAY_PATH}/plans/2"])
def test_a_look_is_noted_once_reading_is_over(day: OfficeDay, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Fifty dispatchers who open the board at eight would each hold a connection and wait for a second one."""
    depths = opened_at_once(day, monkeypatch)
    answer = day.dispatcher.get(path)

    assert answer.status_code == 200, answer.text
    assert name(day) in answer.text
    assert set(depths) == {1}
    assert [one[1] for one in day.world.audited() if one[2] == "client:K-01"] == ["client.read"]


def test_a_look_at_a_changed_day_is_noted_once_the_change_is_kept(
    day: OfficeDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change itself would wait for a second connection, with the day locked for everybody else."""
    depths = opened_at_once(day, monkeypatch)
    pinned = day.change("POST", "/pins", PIN)

    assert pinned.status_code == 200, pinned.text
    assert name(day) in pinned.text
    assert set(depths) == {1}
    assert [one[1] for one in day.world.audited() if one[2] == "client:K-01"] == ["client.read"]


def test_what_is_done_is_not_answered_as_an_error(day: OfficeDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dispatcher would be told that nothing was done and do it again; or read names that nobody has noted."""

    def away(*_: object) -> None:
        raise StoreError("the database is away")

    before = day.state
    monkeypatch.setattr(day.world.office.looks, "note", away)
    pinned = day.change("POST", "/pins", PIN)

    assert (pinned.status_code, pinned.headers["etag"]) == (200, f'"{before.version + 1}"')
    assert day.state.version == before.version + 1
    assert name(day) not in pinned.text
    assert pinned.json()["left_out"][0]["reason"]["summary"]["pl"] == "K-01 jest gdzie indziej."
    assert day.dispatcher.get(DAY_PATH).status_code == 503
