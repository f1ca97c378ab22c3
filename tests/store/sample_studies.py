"""A study, its run, its answer and a replication, with everything that is easily lost on the way to a database."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from scheduler.domain import ids
from scheduler.domain.capacity import changes
from scheduler.domain.capacity.answers import Answer, Bounds, Cell, Fleet, Ground, Made, Size, Tested, Unlike
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kept import KeptStudy, Part, PlayedReplication, StudyAnswer, StudyRun
from scheduler.domain.capacity.packing import pack
from scheduler.domain.capacity.ranges import Range
from scheduler.domain.capacity.scenarios import (
    Design,
    Factor,
    FleetQuestion,
    Level,
    Repetition,
    Scenario,
    ServiceLevel,
    Study,
)
from scheduler.domain.catalogue import Pooling
from scheduler.domain.long_work import WorkState
from tests.store.sample_days import DAY, NEXT_DAY, NOW, TWICE

EVERY_CHANGE = (
    changes.AddVehicle(like=ids.VehicleId("BUS-1"), id=ids.VehicleId("BUS-3"), crews=False),
    changes.RemoveVehicle(vehicle_id=ids.VehicleId("BUS-2")),
    changes.AddStaff(like=ids.StaffId("P-1")),
    changes.RemoveStaff(staff_id=ids.StaffId("P-2")),
    changes.AddShift(
        like=ids.PatternId("W-1"), staff_ids=(ids.StaffId("P-1"),), weekdays=frozenset({6, 7}), start=time(22)
    ),
    changes.RemoveShift(pattern_id=ids.PatternId("W-2")),
    changes.Hours(staff_id=ids.StaffId("P-1"), end=time(18)),
    changes.PromiseWindow(width=timedelta(minutes=60)),
    changes.PoolRides(pooling=Pooling.NEVER, service_id=ids.ServiceId("bus")),
    changes.Rate(vehicle_id=ids.VehicleId("BUS-1"), gr=150),
    changes.GrowDemand(permille=-100, district_id=ids.DistrictId("północ")),
    changes.ContractOut(
        service_id=ids.ServiceId("bus"), provider_id=ids.ProviderId("spółdzielnia"), share_permille=333,
        gr_per_request=12_000,
    ),
)  # fmt: skip


def question(**fields: Any) -> Study:
    """Return a question with every kind of change."""
    made: dict[str, Any] = {
        "id": "second-bus", "name": "Drugi autobus", "town": "starachowice", "note": "Ilu?", "first_day": DAY,
        "days": 2, "seed": 7, "reference": "now", "service_id": ids.ServiceId("bus"),
        "scenarios": (Scenario(id="now", name="dziś"), Scenario(id="all", name="wszystko", changes=EVERY_CHANGE)),
        "factors": (
            Factor(
                id="f", name="autobusy",
                levels=(Level(id="0", name="0"), Level(id="1", name="1", changes=EVERY_CHANGE[:1])),
            ),
            Factor(
                id="g", name="popyt",
                range=Range(
                    field="permille", low=Decimal(-10), high=Decimal("12.5"), step=Decimal("7.5"),
                    changes=(changes.GrowDemand(permille=-100, service_id=ids.ServiceId("bus")),),
                ),
            ),
        ),
        "design": Design(samples=2), "repetition": Repetition(half_width=0.05, least=2, most=3),
        "service_level": ServiceLevel(share=0.9), "fleet": FleetQuestion(like=ids.VehicleId("BUS-1"), most=2),
    }  # fmt: skip
    return Study(**(made | fields))


def kept_study(**fields: Any) -> KeptStudy:
    """Return a kept question."""
    made: dict[str, Any] = {"question": question(), "changed_at": TWICE, "changed_by": ids.UserId("maria")}
    return KeptStudy(**(made | fields))


def study_run(key: str = "run-1", **fields: Any) -> StudyRun:
    """Return a run that goes on."""
    made: dict[str, Any] = {
        "id": ids.StudyRunId(key), "study_id": "second-bus", "question": question(), "asked_at": TWICE,
        "asked_by": ids.UserId("maria"), "replications": 3, "effort": 2, "state": WorkState.RUNNING, "owner": "host-1",
        "lease_until": NOW, "attempt": 2, "cancel_asked": True, "part": Part.FLEET, "done": 3, "total": 9,
        "resumed": 2, "elapsed_s": 1.5, "left_s": 3.25,
    }  # fmt: skip
    return StudyRun(**(made | fields))


FIGURES = (
    Figure(scenario="now", replication=0, day=DAY, kpi="asked", district="północ", value=3.0),
    Figure(scenario="now", replication=0, day=NEXT_DAY, kpi="km", value=0.1 + 0.2),
    Figure(scenario="now", replication=0, day=NEXT_DAY, kpi="refused", service="bus", value=-0.0),
)


def answer(**fields: Any) -> Answer:
    """Return what a study says, in all respects."""
    served = Bounds(mean=0.9, low=0.85, high=0.95)
    made: dict[str, Any] = {
        "study": "second-bus", "title": "Drugi autobus", "note": "Ilu?", "town": "Starachowice",
        "zone": "Europe/Warsaw", "made_at": TWICE, "reference": "now", "scenarios": {"now": "dziś", "all": "wszystko"},
        "districts": {"północ": "Północ"}, "services": {"bus": "bus"},
        "sentences": ({"pl": "Drugi autobus pomaga.", "en": "A second bus helps."},),
        "cells": (
            Cell(scenario="now", kpi="served_share", unit="share", better="up", own=served),
            Cell(
                scenario="all", kpi="served_share", unit="share", better="up", district="północ", own=served,
                change=Bounds(mean=0.01),
            ),
        ),
        "unlike": (Unlike(scenario="now", best="północ", worst="północ", gap=None, gini=Bounds(mean=0.0)),),
        "fleet": Fleet(
            like="bus", target=0.95, confidence=0.9, size=None,
            looked=(Size(more=0, verdict="too_small", served=served),),
        ),
        "ground": Ground(
            calls=10, days=5, dispersion=1.1, tested=(Tested(kpi="served", unit="count", real=3.0, played=served),),
            tested_days=(DAY, NEXT_DAY),
        ),
        "made": Made(
            replications={"now": 2, "all": 2}, days=(DAY, NEXT_DAY), level=0.95, deciding="served_share", wanted=None,
            reached=True, seed=7, effort=1, travel="straight", program="1 abc",
        ),
    }  # fmt: skip
    return Answer(**(made | fields))


def study_answer(key: str = "run-1", **fields: Any) -> StudyAnswer:
    """Return the answer of a run."""
    made: dict[str, Any] = {
        "id": ids.StudyRunId(key), "study_id": "second-bus", "answer": answer(), "figures": pack(FIGURES),
    }  # fmt: skip
    return StudyAnswer(**(made | fields))


def replication(key: str = "a1" * 32, **fields: Any) -> PlayedReplication:
    """Return a finished replication."""
    made: dict[str, Any] = {"id": key, "study_id": "second-bus", "used_on": DAY, "figures": pack(FIGURES)}
    return PlayedReplication(**(made | fields))
