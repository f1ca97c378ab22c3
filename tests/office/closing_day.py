"""A day with a bus and a return ride for tests of closing: what crews report, what the office does in the evening."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.accounts import Role
from scheduler.domain.actuals import Actual, FinalOutcome
from scheduler.domain.closing import About, Closing, Statement, WayHome
from scheduler.domain.errors import RefusedError
from scheduler.domain.events import EventKind
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.plan import PlannedRoute, PlannedStop, PlannedTask, request_of
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.services.closing import (
    ClosingView,
    Said,
    close_day,
    reopen_day,
    state_of_request,
    view_of,
    withdraw_statement,
)
from scheduler.services.dispatching import Hand
from scheduler.services.ports import Store
from tests.office.calendars import DayBuilder, utc
from tests.office.field_day import publish_all, report, sent, somebody
from tests.office.office import ANNA, Office, office


def bus_day(day: date | None = None, store: Store | None = None) -> Office:
    """Return a published day: a bus with a ride to the hospital and back, and a worker with a visit."""
    builder = DayBuilder(service_day=day).add_place("baza").add_place("szpital", at=(2, 1))
    builder.add_bus("07:00-15:00").add_client()
    builder.add_return_pair("09:00-09:30", "11:00-12:00", to="szpital")
    builder.add_staff(cost_gr_per_h=4200).add_shift("08:00-14:00").add_client().add_visit(
        window="10:30-10:40", length_min=100
    )
    return published(builder, store)


def published(builder: TownBuilder, store: Store | None = None) -> Office:
    """Return the office of a town whose day is published, late in the evening."""
    here = office(builder, store=store)
    publish_all(here)
    here.clock.moment = builder.moment("20:00")
    return here


def tasks_of(here: Office) -> dict[str, tuple[PlannedStop, PlannedTask]]:
    """Return the stop of each task of the plan."""
    return {t.task_id: (stop, t) for route in here.plan.routes for stop in route.stops for t in stop.tasks}


def reported(here: Office, *, late: timedelta = timedelta(0), but: Iterable[str] = ()) -> None:
    """Let every crew arrive and be done as planned, or some time later, at all doors `but` some."""
    left_out = set(but)
    for route in here.plan.routes:
        for stop in route.stops:
            for task in stop.tasks:
                if task.task_id not in left_out:
                    told(here, task.task_id, EventKind.ARRIVED, utc(stop.arrival) + late)
                    told(here, task.task_id, done(task), utc(task.end) + late)


def done(task: PlannedTask) -> EventKind:
    """Return how the end of a task is reported."""
    return EventKind.ABOARD if task.kind == "pickup" else EventKind.DONE


def told(here: Office, task_id: str, kind: EventKind, at: datetime, **more: Any) -> None:
    """Report something of a task, as typed in at the office."""
    shift = next(one for one, tasks in here.plan.orders.items() if task_id in tasks)
    one = report(here, shift_id=shift, task_id=task_id, kind=kind, at=at, **more)
    answer = sent(here, somebody(here, Role.DISPATCHER), one)
    assert not [each.reason for each in answer.events if each.reason], answer


def close(here: Office, *, seen: int | None = None, by: Hand | None = None) -> Closing:
    """Close the day as somebody who has seen it as it is, or another version."""
    hand = by or (here.hand if seen is None else replace(here.hand, seen=seen))
    with here.store.writing(here.id) as unit:
        return close_day(unit, here.travel, here.day, hand)


def reopen(here: Office, reason: str = "zapomniana karta") -> DayState:
    with here.store.writing(here.id) as unit:
        return reopen_day(unit, here.day, here.hand, reason=reason)


def view(here: Office) -> ClosingView:
    with here.store.reading(here.id) as unit:
        return view_of(unit, here.day)


def state(
    here: Office,
    request: str,
    what: FinalOutcome | WayHome | None,
    reason: str = "telefon od córki",
    *,
    of: Iterable[ClientId] = (),
) -> Statement:
    """Say what became of a request, how some people got home, or that it is disputed."""
    about = About.DISPUTE if what is None else About.OUTCOME if isinstance(what, FinalOutcome) else About.WAY_HOME
    outcome = what if isinstance(what, FinalOutcome) else None
    way_home = what if isinstance(what, WayHome) else None
    said = Said(
        request_id=RequestId(request), about=about, outcome=outcome, way_home=way_home, client_ids=tuple(of),
        reason=reason,
    )  # fmt: skip
    with here.store.writing(here.id) as unit:
        return state_of_request(unit, here.day, said, by=ANNA, now=here.clock.now())


def withdraw(here: Office, said: Statement, reason: str = "pomyłka", *, seen: int | None = None) -> Statement:
    """Withdraw what was said."""
    with here.store.writing(here.id) as unit:
        return withdraw_statement(unit, said.day, said.id, reason=reason, by=ANNA, now=here.clock.now(), seen=seen)


def actuals(here: Office) -> dict[RequestId, Actual]:
    with here.store.reading(here.id) as unit:
        return dict(unit.actuals.between(here.day, here.day))


def rides(here: Office) -> tuple[RequestId, RequestId]:
    """Return the ride there and the ride back."""
    there, back = sorted({request_of(one) for one in tasks_of(here) if one.endswith(":pickup")})
    return there, back


def visit(here: Office) -> RequestId:
    return next(request_of(one) for one in tasks_of(here) if one.endswith(":visit"))


def put_plan(here: Office, routes: tuple[PlannedRoute, ...], *, made_at: datetime) -> None:
    """Publish a plan with other routes, as if it had been made at some time."""
    with here.store.writing(here.id) as unit:
        state = unit.days.lock(here.day)
        version = state.last_plan + 1
        unit.plans.add(
            replace(here.plan, version=version, made_at=made_at, routes=routes),
            PlanHead(day=here.day, version=version, made_at=made_at, why="replanned"),
        )
        unit.days.put(replace(state, version=state.version + 1, plan=version, published=version, last_plan=version))


def codes(here: Office) -> list[str]:
    """Return why the day cannot be closed."""
    with pytest.raises(RefusedError) as refused:
        close(here)
    assert all(set(one.summary) == {"pl", "en"} for one in refused.value.refusals)
    return [one.code for one in refused.value.refusals]
