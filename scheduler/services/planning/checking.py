"""Checking a plan that somebody made, and explaining what is not in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import RequestId
from scheduler.domain.itinerary import DayView
from scheduler.domain.plan import Plan, RuleFinding, UnassignedReason
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.explaining import reason_for
from scheduler.services.horizon import build_problem, solution_of, stops_of
from scheduler.services.planning.naming import finding, names_of
from scheduler.services.ports import TravelTimes
from scheduler.services.reporting import day_view
from scheduler.services.witness import TravelWitness, witness_of
from solver.inherited import with_inherited
from solver.problem import Problem
from solver.result import Score
from solver.solution import Solution
from solver.structure import structure
from solver.verify import verify, verify_claim

LONGEST_SHOWN = 80


def check_plan(town: Town, travel: TravelTimes, plan: Plan, view: DayView | None = None) -> tuple[RuleFinding, ...]:
    """Return everything a plan does against the town's rules, accepted and inherited things included.

    Recomputes all times, loads, distances and costs from the town's files and the plan alone. The first figure of the
    plan, and the first thing in its view, that does not follow from these is a broken "claim".

    Parameters
    ----------
    view : DayView, optional
        What sheets show of the plan.

    Raises
    ------
    InputError
        If the plan speaks of shifts or tasks that the town does not have on that day, or of travel times of an engine
        that did not answer.
    """
    service_day = ServiceDay(date=plan.day, zone=town.zone)
    witness = witness_of(town, travel)
    problem = with_inherited(build_problem(town, service_day, witness))
    _require_same_times(plan, witness)
    solution = solution_of(problem, service_day, plan)
    names = names_of(town, plan.day)
    found = verify(problem, solution)
    claimed = Score(inherited=sum(v.amount for v in found if v.inherited), must=plan.unassigned_must, terms=plan.terms)
    told = [finding(v, names) for v in (*found, *verify_claim(problem, solution, claimed))]
    if not any(structure(problem, solution)):
        told += _false_claims(town, plan, view, _recomputed(problem, service_day, solution, plan))
    return tuple(told)


def explain_request(town: Town, travel: TravelTimes, plan: Plan, request_id: str) -> UnassignedReason | None:
    """Return why a request is not in a plan; None if it is.

    Raises
    ------
    NotFoundError
        If the plan's day has no such request.
    """
    service_day = ServiceDay(date=plan.day, zone=town.zone)
    witness = witness_of(town, travel)
    problem = build_problem(town, service_day, witness)
    _require_same_times(plan, witness)
    solution = solution_of(problem, service_day, plan)
    found = [k for k, request in enumerate(problem.requests) if request_id in (request.source_id, request.id)]
    if not found:
        msg = f"no request {request_id} on {plan.day.isoformat()} in {town.name}"
        raise NotFoundError(msg)
    missing = [k for k in found if any(task not in solution.times for task in problem.requests[k].tasks)]
    return reason_for(problem, solution, missing[0], names_of(town, plan.day)) if missing else None


def _require_same_times(plan: Plan, witness: TravelWitness) -> None:
    """Refuse to measure a plan against times it was not made with: every stop would seem to be a lie."""
    made = {source.mode: source for source in plan.travel}
    others = [source for source in witness.sources if made.get(source.mode, source) != source]
    if others:
        told = made[others[0].mode]
        wrong = f"made the plan's times of mode {told.mode}, but here {others[0].label} answers"
        right = "set up the engine and the map that the plan was made with"
        raise InputError([InputProblem(file="plan", column="travel", value=told.label, wrong=wrong, right=right)])


def _recomputed(problem: Problem, day: ServiceDay, solution: Solution, plan: Plan) -> Plan:
    """Return the plan with places, distances and the list of unassigned as they follow from its tasks and times."""
    left = {r.source_id for r in problem.requests if any(task not in solution.times for task in r.tasks)}
    told = tuple(reason for reason in plan.unassigned if reason.request_id in left)
    missing = sorted(left - {reason.request_id for reason in told})
    silent = tuple(UnassignedReason(request_id=RequestId(one), rule="", summary={}) for one in missing)
    # Lines on a map are no claim: they are drawn, not promised.
    drawn = {route.shift_id: route.ways for route in plan.routes}
    routes = tuple(replace(r, ways=drawn.get(r.shift_id, ())) for r in stops_of(problem, day, solution))
    return replace(plan, routes=routes, unassigned=(*told, *silent))


def _false_claims(town: Town, plan: Plan, view: DayView | None, true: Plan) -> Iterator[RuleFinding]:
    """Yield the first difference of the plan, then of its view, from what is true of them."""
    if (wrong := _difference(plan, true)) is not None:
        yield _false_claim(f"plan{wrong[0]}", *wrong[1:])
    if view is not None and (wrong := _difference(view, day_view(town, true))) is not None:
        yield _false_claim(f"view{wrong[0]}", *wrong[1:])


def _difference(told: object, true: object, path: str = "") -> tuple[str, object, object] | None:
    """Return where two values first differ, with what stands there in each; None if they are equal."""
    if told == true:
        return None
    for name, one, other in _parts(told, true):
        if (found := _difference(one, other, path + name)) is not None:
            return found
    return path, told, true


def _parts(told: object, true: object) -> Iterator[tuple[str, object, object]]:
    """Yield the parts that two values of one shape have in common."""
    if is_dataclass(told) and type(told) is type(true):
        yield from ((f".{one.name}", getattr(told, one.name), getattr(true, one.name)) for one in fields(told))
    elif isinstance(told, Mapping) and isinstance(true, Mapping):
        yield from ((f"[{key}]", told.get(key), true.get(key)) for key in dict.fromkeys((*told, *true)))
    elif isinstance(told, tuple) and isinstance(true, tuple):
        yield from ((f"[{k}]", one, other) for k, (one, other) in enumerate(zip(told, true, strict=False)))


def _false_claim(where: str, told: object, true: object) -> RuleFinding:
    said, right = _shown(told), _shown(true)
    text = {
        "pl": f"W {where} stoi {said}, a z plików miasta i tras wynika {right}.",
        "en": f"{where} says {said}, but town files and routes amount to {right}.",
    }
    return RuleFinding(rule="claim", subject=where, text=text, amount=1, unit="", status="broken")


def _shown(value: object) -> str:
    """Return a value in a few characters; of lists only how long they are."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{len(value)}]"
    return str(value) if len(str(value)) <= LONGEST_SHOWN else f"{str(value)[:LONGEST_SHOWN]}..."
