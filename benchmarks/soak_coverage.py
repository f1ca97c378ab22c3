"""Intervals of small studies that the real simulator plays, tried against a truth that a formula tells.

A study plays one day of a town with one service, with one worker and with two; a day has room for so many visits, and
of Poisson calls those above are refused (`tests.simulation.office.talks`). Its interval of the share that is refused,
and that of the difference which the second worker makes, go the whole way: calls drawn, booked, planned, driven and
counted by the real services on worker processes, and estimated as every study is. Whether figures of workers are those
of one process is looked at in the first studies of each batch.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from scheduler.bootstrap.capacity import Workforce, program_mark, stage_of, travel_mark
from scheduler.domain.capacity.answers import Bounds, Ground
from scheduler.domain.capacity.changes import AddStaff
from scheduler.domain.capacity.scenarios import Repetition, Scenario, Study
from scheduler.simulation.statistics.shares import share
from scheduler.simulation.studies import Hands, KeptInMemory, Watch
from scheduler.simulation.studies.answering import answer_of
from scheduler.simulation.studies.asking import Setting
from scheduler.simulation.studies.finished import Finished, Sight
from scheduler.simulation.studies.study import play_study
from tests.simulation.office.talks import ROOM, refused_on_average, talking_town, talks

STUDIES, WORKERS = 200, 2
CALLS, REPLICATIONS = 5.0, 10
KPI = "refused_share"
LEAST, MOST = 0.90, 0.99
COMPARED = 3
"""So many studies of a batch are played again by this process alone."""


def coverage(seed: int, studies: int = STUDIES) -> list[str]:
    """Return which intervals of a batch of studies held the truth too seldom, or too often, and what else is wrong."""
    truths = {"shares": _refused(ROOM), "differences": _refused(2 * ROOM) - _refused(ROOM)}
    held, wrong = dict.fromkeys(truths, 0), []
    with _hands(WORKERS) as crew:
        for number in range(seed * studies, (seed + 1) * studies):
            done = _played(number, crew)
            own, change = _bounds(done)
            held["shares"] += _holds(own, truths["shares"])
            held["differences"] += _holds(change, truths["differences"])
            if number < seed * studies + COMPARED and done.figures != _alone(number).figures:
                wrong.append(f"study {number}: workers came to other figures than one process")
    for name, count in held.items():
        found = share(count, studies)
        print(f"coverage: {name} of {studies} studies: {found.value:.1%} hold {truths[name]:+.4f}")
        if not LEAST <= found.value <= MOST:
            wrong.append(f"seed {seed}: intervals of {name} held the truth in {count} of {studies} studies")
    return wrong


def _refused(room: int) -> float:
    """Return the share of all calls that a room refuses: the mean of one sum by that of the other."""
    return refused_on_average(CALLS, room) / CALLS


def _holds(bounds: Bounds, truth: float) -> bool:
    return bounds.low is not None and bounds.high is not None and bounds.low <= truth <= bounds.high


def _bounds(done: Finished) -> tuple[Bounds, Bounds]:
    """Return what a study says of the share refused by one worker, and of what the second one changes."""
    cells = [one for one in answer_of(done).cells if one.kpi == KPI and not one.service and not one.district]
    by_scenario = {one.scenario: one for one in cells}
    change = by_scenario["two"].change
    if change is None:
        raise AssertionError("the second scenario is compared with the first")
    return by_scenario["base"].own, change


def _alone(seed: int) -> Finished:
    with _hands(0) as here:
        return _played(seed, here)


@contextmanager
def _hands(workers: int) -> Iterator[Hands]:
    hands = Workforce(workers=workers).hands()
    try:
        yield hands
    finally:
        hands.close()


def _played(seed: int, hands: Hands) -> Finished:
    town = talking_town(days=1)
    two = Scenario(id="two", name="Two", changes=(AddStaff(like=next(iter(town.staff))),))
    study = Study(
        id="talks", name="Talks", town=town.id, first_day=town.shifts[0].day, days=1, seed=seed, scenarios=(two,),
        repetition=Repetition(kpi=KPI, least=REPLICATIONS, most=REPLICATIONS),
    )  # fmt: skip
    setting = Setting(town=town, demand=talks(town, CALLS), effort=1, travel=travel_mark(town, None))
    watch = Watch(clock=time.monotonic, stopped=lambda: False, on_progress=lambda _: None)
    sight = Sight(ground=Ground(), program=program_mark(), engines="", made_at=datetime.now(UTC))
    return play_study(study, setting, stage_of(hands, KeptInMemory(), watch), sight)
