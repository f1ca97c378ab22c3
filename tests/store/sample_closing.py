"""What a closed day leaves, with everything in it that is easily lost on the way to a database and back."""

from typing import Any

from scheduler.domain import ids
from scheduler.domain.actuals import Actual, FinalOutcome, Person, ShiftActual, TaskActual, Teller
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Sex
from scheduler.domain.closing import About, Closing, Statement, WayHome
from scheduler.domain.crew_parts import CrewPart, Effort, Rates
from scheduler.domain.figures import Cell, Counts, Load
from tests.store.sample_days import DAY, KEY, NOW, SISTER, TWICE, WINDOW, at


def statement(key: str = "R-02", *, clients: tuple[str, ...] = (KEY,), **fields: Any) -> Statement:
    """Return how somebody got home, said in the hour that comes twice."""
    made: dict[str, Any] = {
        "request_id": ids.RequestId(key),
        "day": DAY,
        "about": About.WAY_HOME,
        "client_ids": tuple(ids.ClientId(one) for one in clients),
        "way_home": WayHome.FAMILY,
        "reason": "syn odebrał ją ze szpitala",
        "by": ids.UserId("U-1"),
        "at": TWICE,
    }
    return Statement(**(made | fields))


def actual(key: str = "R-02", **fields: Any) -> Actual:
    """Return what became of a ride of two sisters."""
    made: dict[str, Any] = {
        "request_id": ids.RequestId(key),
        "day": DAY,
        "service_id": ids.ServiceId("bus"),
        "kind": ServiceKind.RIDE,
        "outcome": FinalOutcome.SERVED,
        "told_by": Teller.CREW,
        "people": (
            Person(client_id=ids.ClientId(KEY), sex=Sex.FEMALE, age_band="75-84", district_id=ids.DistrictId("północ")),
            Person(client_id=ids.ClientId(SISTER)),
        ),
        "begin": TaskActual(planned_start=at(8), promised=WINDOW, arrived_at=TWICE, ended_at=NOW, clock_off=True),
        "end": TaskActual(),
        "late_s": 0,
        "ride_s": 600,
        "cost_gr": 1234,
        "parts": (
            CrewPart(
                shift_id=ids.ShiftId("S-1"),
                provider_id=ids.ProviderId("spol"),
                contracted=True,
                ordered=True,
                rates=Rates(hour_gr=3100, km_gr=115),
                took=Effort(time_s=3600, way_m=5, cost_gr=1000),
            ),
            CrewPart(shift_id=ids.ShiftId("S-2"), took=Effort(cost_gr=234), planned=Effort(cost_gr=7)),
        ),
        "familiar": (ids.StaffId("P-1"),),
    }
    return Actual(**(made | fields))


def closing(number: int = 1, **fields: Any) -> Closing:
    """Return a closed day that was opened again."""
    loads = {ids.StaffId("P-1"): Load(service_s=60, working_s=3600)}
    counts = Counts(served=1, ride_s=600, loads=loads, denials={"seats": 2})
    made: dict[str, Any] = {
        "day": DAY,
        "number": number,
        "closed_at": NOW,
        "closed_by": ids.UserId("U-1"),
        "plan": 3,
        "events": frozenset({ids.EventId("00000001-0000-4000-8000-000000000000")}),
        "shifts": (
            ShiftActual(shift_id=ids.ShiftId("S-1"), began=at(6), ended=TWICE, planned_begin=at(6), cost_gr=99),
        ),
        "cells": (Cell(service_id=ids.ServiceId("bus"), counts=counts), Cell(counts=Counts(working_s=5))),
        "opened_at": TWICE,
        "opened_by": ids.UserId("U-2"),
        "opened_because": "pan Żak był w szpitalu",
    }
    return Closing(**(made | fields))
