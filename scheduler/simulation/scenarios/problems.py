"""What keeps a study from being asked of a town, told before it is kept, each with its key in the question."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.demand import DAYS_OF_A_WEEK, OUTSIDE, Demand, ServiceDemand
from scheduler.domain.capacity.parts import Wishes
from scheduler.domain.capacity.scenarios import Scenario, Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.applying import apply
from scheduler.simulation.scenarios.checking import check
from scheduler.simulation.scenarios.designs import expand


def problems_of(study: Study, town: Town) -> Iterator[InputProblem]:
    """Yield what is wrong: another town, a service or a vehicle it does not have, a change that cannot be made.

    What nobody asks for is found when the study is played, as that is a matter of the demand.

    Yields
    ------
    InputProblem
        With its key: ``scenarios[1].changes[2].vehicle``, counted from 1; of combinations of factors ``factors``.
    """
    if study.town != town.id:
        wrong, right = "is another town than this one", f"write {town.id} if it is meant for it"
        yield InputProblem(file="question", column="town", value=study.town, wrong=wrong, right=right)
    try:
        check(study, town)
    except InputError as error:
        yield from error.problems
    try:
        scenarios = expand(study)
    except InputError as error:
        yield from error.problems
        return
    written = {one.id: f"scenarios[{number}]" for number, one in enumerate(study.scenarios, start=1)}
    demand = _all_over(town)
    for scenario in scenarios:
        yield from _cannot_be_made(scenario, town, demand, written.get(scenario.id))


def _cannot_be_made(scenario: Scenario, town: Town, demand: Demand, path: str | None) -> Iterator[InputProblem]:
    """Yield what of a scenario cannot be made; of one that is not written, but combined, its id is told."""
    try:
        apply(scenario, town, demand)
    except InputError as error:
        for one in error.problems:
            if path is None:
                wrong = f"cannot be combined so: {one.value} {one.wrong}"
                yield replace(one, file="question", column="factors", value=scenario.id, wrong=wrong)
            else:
                yield replace(one, file="question", column=f"{path}.{one.column}")


def _all_over(town: Town) -> Demand:
    """Return a demand for everything from everywhere, in which every change finds what it changes."""
    days = dict.fromkeys((*town.districts, OUTSIDE), (1.0,) * DAYS_OF_A_WEEK)
    wanted = ServiceDemand(per_day=days, wishes=Wishes(hours=Chances.only(9)))
    return Demand(services=dict.fromkeys(town.services, wanted))
