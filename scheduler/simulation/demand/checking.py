"""Whether calls can be drawn from a demand in a town: whether the town knows what the demand names."""

from collections.abc import Iterable, Iterator

from scheduler.domain.capacity.demand import OUTSIDE, Demand
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town

FILE = "demand"


def check(demand: Demand, town: Town, file: str = FILE) -> None:
    """Refuse a demand that names what a town does not have.

    Parameters
    ----------
    file : str
        Where the demand was read from.

    Raises
    ------
    InputError
        Naming each of them, and what there is.
    """
    problems = [
        InputProblem(file=file, column=column, value=value, wrong=wrong, right=right)
        for column, value, wrong, right in _problems(demand, town)
    ]
    if problems:
        raise InputError(problems)


def _problems(demand: Demand, town: Town) -> Iterator[tuple[str, str, str, str]]:
    growth = demand.growth
    for key in demand.services.keys() | growth.services.keys() | growth.cells.keys():
        if key not in town.services:
            yield f"services.{key}", key, "is no service of the town", f"one of {_listed(town.services)}"
    named = (
        *(service.per_day for service in demand.services.values()),
        growth.districts,
        *growth.cells.values(),
    )
    districts = {one for each in named for one in each}
    for district in sorted(districts - town.districts.keys() - {OUTSIDE}):
        yield "districts", district, "is no district of the town", f"one of {_listed(town.districts)}"
    for key, service in demand.services.items():
        known = town.services.get(key)
        if known is not None and known.kind is not ServiceKind.VISIT and service.places is None:
            right = "say where it goes, or where it is loaded"
            yield f"services.{key}.places", "", f"is missing for a {known.kind}", right
        for place, _ in service.places.options if service.places else ():
            where = f"services.{key}.places"
            if place.place_id not in town.places:
                yield where, place.place_id, "is no place of the town", "the id of a place"
            if place.purpose_id is not None and place.purpose_id not in town.purposes:
                yield where, place.purpose_id, "is no purpose of rides", f"one of {_listed(town.purposes)}"


def _listed(known: Iterable[str]) -> str:
    return ", ".join(sorted(known)) or "none: there is none"
