"""Whether a study can be asked of a town: told before hours are played, not after."""

from collections.abc import Iterator

from scheduler.domain.capacity.kpis import KPIS
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import listed


def check(study: Study, town: Town) -> None:
    """Refuse a study that names a service or a vehicle that the town does not have, or decides by what is not counted.

    Raises
    ------
    InputError
        With each of them, and what there is.
    """
    problems = list(_problems(study, town))
    if problems:
        raise InputError(problems)


def _problems(study: Study, town: Town) -> Iterator[InputProblem]:
    def wrong(column: str, value: str, wrong: str, right: str) -> InputProblem:
        return InputProblem(file=f"study {study.id}", column=column, value=value, wrong=wrong, right=right)

    if study.service_id is not None:
        if study.service_id not in town.services:
            right = f"use one of {listed(town.services)}, or leave it out"
            yield wrong("service", study.service_id, "is no service of the town", right)
        if KPIS[study.repetition.kpi].is_towns:
            told = "is counted of the whole town alone, and the study is about one service"
            right = "leave service out, or use another, such as served_share or refused_share"
            yield wrong("replications.kpi", study.repetition.kpi, told, right)
    if study.fleet is not None and study.fleet.like not in town.vehicles:
        yield wrong("fleet.like", study.fleet.like, "is no vehicle of the town", f"use one of {listed(town.vehicles)}")
