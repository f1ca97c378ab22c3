"""A question of the demo's office, really answered: for its picture."""

import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from scheduler.bootstrap import open_office
from scheduler.bootstrap.capacity import Workforce
from scheduler.bootstrap.study_runner import StudyRunner
from scheduler.cli.demo_office import demo_settings
from scheduler.domain.ids import TownId, UserId
from scheduler.services.capacity.runs import WantedRun, ask_for_run
from scheduler.services.capacity.studies import Asker
from scheduler.services.long_work import Watch
from tests.e2e.office.offices import UNDER_WAY

TOWN = TownId("starachowice")
REPLICATIONS = 10


class Standing:
    """A clock that stands where the office's day is."""

    def now(self) -> datetime:
        return UNDER_WAY


def without_closed_days(home: Path) -> None:
    """Take an office's closed days away: to play them again, before each study, takes minutes."""
    store = open_office(demo_settings(home))
    with store.writing(TOWN) as unit:
        for one in [*unit.closings.all()]:
            unit.closings.remove(one)
    store.close()


def answer_a_question(home: Path) -> None:
    """Play a single day of the demo's first question by the real program, and leave the office as it was besides."""
    store, clock = open_office(demo_settings(home)), Standing()
    with store.writing(TOWN) as unit:
        kept, closings = unit.studies.get("second-bus"), [*unit.closings.all().values()]
        for one in closings:
            unit.closings.remove(one.id)
        unit.studies.put(replace(kept, question=replace(kept.question, days=1, fleet=None)))
    with store.writing(TOWN) as unit:
        wanted = WantedRun(study_id="second-bus", replications=REPLICATIONS)
        ask_for_run(unit, wanted, Asker(by=UserId(""), at=clock.now()))
    watch = Watch(clock=clock, monotonic=time.monotonic)
    StudyRunner(store, lambda town_id: home / "towns" / town_id, watch, "pictures", Workforce(workers=2)).work()
    with store.writing(TOWN) as unit:
        for one in closings:
            unit.closings.put(one)
    store.close()
