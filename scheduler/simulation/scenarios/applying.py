"""A scenario's changes made, one after another, to a town and to its demand."""

from scheduler.domain.capacity.changes import (
    AddShift,
    AddStaff,
    AddVehicle,
    Change,
    ContractOut,
    GrowDemand,
    Hours,
    PoolRides,
    PromiseWindow,
    Rate,
    RemoveShift,
    RemoveStaff,
    RemoveVehicle,
)
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.scenarios import Scenario
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town
from scheduler.simulation.scenarios.asking import ChangeError
from scheduler.simulation.scenarios.calls import contract_out, grow
from scheduler.simulation.scenarios.hours import add_shift, other_hours, remove_shift
from scheduler.simulation.scenarios.overlaps import overlaps
from scheduler.simulation.scenarios.policies import pool_rides, promise_window, rate
from scheduler.simulation.scenarios.resources import add_staff, add_vehicle, remove_staff, remove_vehicle


def apply(scenario: Scenario, town: Town, demand: Demand) -> tuple[Town, Demand]:
    """Return the town and the demand as they would be.

    Raises
    ------
    InputError
        With every change that cannot be made: what it names that the town does not have, and what there is; and with
        shifts that would need somebody, or a vehicle, twice at once.
    """
    problems: list[InputProblem] = []
    here, calls = town, demand
    for number, change in enumerate(scenario.changes, start=1):
        try:
            if isinstance(change, GrowDemand):
                calls = grow(change, here, calls)
            elif isinstance(change, ContractOut):
                calls = contract_out(change, here, calls)
            else:
                here = _changed(change, here)
        except ChangeError as error:
            problems.append(_problem(scenario, f"changes[{number}].{error.key}", error.value, error.wrong, error.right))
    problems += _doubled(scenario, town, here)
    if problems:
        raise InputError(problems)
    return here, calls


def _changed(change: Change, town: Town) -> Town:  # noqa: C901, PLR0911 - one line a kind of change
    match change:
        case AddVehicle():
            return add_vehicle(change, town)
        case RemoveVehicle():
            return remove_vehicle(change, town)
        case AddStaff():
            return add_staff(change, town)
        case RemoveStaff():
            return remove_staff(change, town)
        case AddShift():
            return add_shift(change, town)
        case RemoveShift():
            return remove_shift(change, town)
        case Hours():
            return other_hours(change, town)
        case PromiseWindow():
            return promise_window(change, town)
        case PoolRides():
            return pool_rides(change, town)
        case Rate():
            return rate(change, town)
        case GrowDemand() | ContractOut():
            raise AssertionError("these change the demand, not the town")


def _doubled(scenario: Scenario, before: Town, after: Town) -> list[InputProblem]:
    if before.patterns == after.patterns:
        return []
    known = {frozenset(names) for *names, _ in overlaps(before)}
    return [
        _problem(
            scenario, "changes", shared, f"would work on {one} and {other} at once, on {day.isoformat()} for instance",
            "give one of the two other hours, or another worker or vehicle",
        )
        for (one, other, shared), day in overlaps(after).items() if frozenset((one, other)) not in known
    ]  # fmt: skip


def _problem(scenario: Scenario, column: str, value: str, wrong: str, right: str) -> InputProblem:
    return InputProblem(file=f"scenario {scenario.id}", column=column, value=value, wrong=wrong, right=right)
