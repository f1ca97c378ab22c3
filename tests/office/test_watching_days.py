"""A kept day as alerts are found in it: what crews can know, what is closed, what is in no plan."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ShiftId
from scheduler.domain.live_policy import LivePolicy
from scheduler.domain.policy import Policy
from scheduler.domain.sightings import Sighting
from scheduler.services.live.attention import alerts
from scheduler.services.live.attention.gathering import watch
from scheduler.services.live.seeing import note_seen
from scheduler.services.own_day import acknowledge
from tests.office.field_day import publish_all, somebody, withdraw_all, worker
from tests.office.office import Office
from tests.office.running_day import FIRST, OUT, SECOND, deliver, moment, running_day, shift_of, told


def found(here: Office, at: str | datetime) -> set[str]:
    """Return the ids of what is wrong at an hour; the bus has a visit between its rides, the worker the other one."""
    with here.store.reading(here.id) as unit:
        now = moment(here, at) if isinstance(at, str) else at
        return {one.id for one in alerts(watch(unit, here.day, now))}


def read(here: Office, shift_id: ShiftId, version: int | None = None) -> None:
    """Have the crew of a shift read what is published."""
    version = version or here.state.published or 0
    seen_by(here, shift_id, shift_id, version)


def seen_by(here: Office, whose: ShiftId, shift_id: ShiftId, version: int) -> None:
    """Have the crew of one shift say that it has seen a shift."""
    staff_id = worker(here, whose).staff_id
    assert staff_id is not None
    at = here.clock.now()
    note_seen(here.store, here.id, Sighting(day=here.day, shift_id=shift_id, version=version, staff_id=staff_id, at=at))


def test_a_crew_is_asked_after_until_it_has_read_its_day() -> None:
    """A driver would set out by yesterday's list, and nobody would notice."""
    here = running_day()
    bus, visits = shift_of(here, f"{OUT}:pickup"), shift_of(here, f"{SECOND}:visit")
    assert {f"unseen:{bus}"} <= found(here, "07:00")
    assert f"unseen:{visits}" not in found(here, "07:29")
    assert {f"unseen:{bus}", f"unseen:{visits}"} <= found(here, "07:30")
    read(here, bus)
    assert found(here, "07:30") & {f"unseen:{bus}", f"unseen:{visits}"} == {f"unseen:{visits}"}


def test_another_version_counts_only_for_crews_whose_stops_are_others() -> None:
    """All crews would be rung whenever one of them gets another stop, or none where one should."""
    here = running_day()
    bus, visits = shift_of(here, f"{OUT}:pickup"), shift_of(here, f"{SECOND}:visit")
    for shift_id in (bus, visits):
        read(here, shift_id)
    deliver(here, told(here, f"{FIRST}:visit", "cancelled_late", "07:20"), at="07:30")
    publish_all(here)

    assert found(here, "07:45") & {f"unseen:{bus}", f"unseen:{visits}"} == {f"unseen:{bus}"}
    read(here, bus)
    assert not found(here, "07:45") & {f"unseen:{bus}", f"unseen:{visits}"}


def test_who_is_no_more_on_the_crew_has_read_it_for_nobody() -> None:
    """The driver who stands in would be taken to know what the one who is ill has read."""
    here = running_day()
    bus = shift_of(here, f"{OUT}:pickup")
    other = shift_of(here, f"{SECOND}:visit")
    seen_by(here, other, bus, here.state.published or 0)
    assert f"unseen:{bus}" in found(here, "07:30")


def test_an_office_account_reads_for_no_crew() -> None:
    """A reading would be kept of somebody who drives nothing."""
    here = running_day()
    stamp = here.store.stamp(here.id)
    dispatcher = somebody(here, Role.DISPATCHER)
    with pytest.raises(NotFoundError):
        acknowledge(here.store, dispatcher, day=here.day, shift_id=ShiftId("Z-01"), version=1, now=here.clock.now())
    assert here.store.stamp(here.id) == stamp


def test_a_closed_day_is_quiet() -> None:
    """Last month's settled days would ring for ever."""
    here = running_day()
    assert found(here, "23:00")
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        unit.days.put(replace(state, version=state.version + 1, closed=True))
    assert found(here, "23:00") == set()


def test_promises_of_a_plan_that_was_taken_back_are_still_looked_after() -> None:
    """Whoever was promised ten o'clock would be forgotten with the plan."""
    here = running_day()
    withdraw_all(here)
    assert f"missed:{FIRST}" in found(here, "10:40")


def test_the_towns_own_limits_count() -> None:
    """A town that wants to be told earlier would not be."""
    here = running_day()
    assert f"missed:{FIRST}" not in found(here, "10:21")
    with here.store.writing(here.id) as unit:
        head = unit.head.get(here.id)
        policy: Policy = replace(head.policy, live=LivePolicy(missed_after=timedelta(0)))
        unit.head.put(replace(head, policy=policy))
    promise = here.booking(FIRST).promise
    assert promise is not None
    assert f"missed:{FIRST}" in found(here, promise.window.end)
