"""Planning a service day, and making a plan of what a search or a dispatcher came to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import PlanRejectedError
from scheduler.domain.plan import Plan, UnassignedReason
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.services.drawn import with_ways
from scheduler.services.explaining import reasons
from scheduler.services.horizon import build_problem, stops_of
from scheduler.services.planning.naming import finding, names_of
from scheduler.services.ports import TravelTimes
from scheduler.services.witness import TravelWitness, witness_of
from solver.budget import Budget
from solver.engine import solve
from solver.inherited import with_inherited
from solver.problem import Problem
from solver.result import Progress, Result, Score
from solver.rule import Violation
from solver.sentences import Names, sentence
from solver.solution import Solution
from solver.verify import verify, verify_claim

ENGINE = "ruin-and-recreate"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a day is to be planned.

    Attributes
    ----------
    clock : callable
        Monotonic, in seconds.
    seconds, effort : float or None, int or None
        Limits of the search by the clock and by effort; with effort alone the same seed gives the same plan.
    cancelled : callable
        Asked often; True ends the search with the best plan so far.
    made_at : datetime
        What the plan says of its own age.
    reasons_by : callable
        Asked between unassigned requests; True: tell no more reasons.
    """

    clock: Callable[[], float]
    seconds: float | None = None
    effort: int | None = None
    cancelled: Callable[[], bool] = lambda: False
    seed: int = 1
    made_at: datetime
    workers: int = 2
    version: int = 1
    on_progress: Callable[[Progress], None] | None = None
    reasons_by: Callable[[], bool] | None = None

    @property
    def budget(self) -> Budget:
        """The limits in the solver's words."""
        return Budget(clock=self.clock, seconds=self.seconds, effort=self.effort, cancelled=self.cancelled)


@dataclass(frozen=True, kw_only=True)
class PlannedDay:
    """A plan with what it was made from."""

    plan: Plan
    problem: Problem
    result: Result


def plan_day(town: Town, day: date, travel: TravelTimes, wish: Wish) -> PlannedDay:
    """Plan one service day of a town.

    Raises
    ------
    PlanRejectedError
        If what the search gave back breaks a rule or miscounts its cost; such a plan never leaves this function.
    """
    service_day = ServiceDay(date=day, zone=town.zone)
    witness = witness_of(town, travel)
    problem = build_problem(town, service_day, witness)
    result = solve(problem, budget=wish.budget, seed=wish.seed, on_progress=wish.on_progress, workers=wish.workers)
    names = names_of(town, day)
    found = require_sound(problem, result.solution, result.score, names)
    made = Made(
        town=town,
        day=service_day,
        problem=problem,
        solution=result.solution,
        score=result.score,
        findings=found,
        names=names,
        witness=witness,
        unassigned=reasons(problem, result.solution, names, wish.reasons_by),
    )
    plan = plan_of(made, made_at=wish.made_at, version=wish.version, seed=wish.seed)
    routes = with_ways(town, plan.routes, travel)
    return PlannedDay(plan=replace(plan, routes=routes), problem=problem, result=result)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A sound solution of a day, with all that its plan tells.

    Attributes
    ----------
    findings : tuple of Violation
        Accepted and inherited ones: it has no others.
    names : Names
        What sentences call shifts, workers and clients, and what clocks show.
    witness : TravelWitness
        Whose travel times they are.
    """

    town: Town
    day: ServiceDay
    problem: Problem
    solution: Solution
    score: Score
    findings: tuple[Violation, ...]
    names: Names
    witness: TravelWitness
    unassigned: tuple[UnassignedReason, ...]


def plan_of(made: Made, *, made_at: datetime, version: int, seed: int = 0) -> Plan:
    """Return the plan of a solution; its ways are not drawn yet."""
    return Plan(
        town_id=made.town.id,
        day=made.day.date,
        version=version,
        made_at=made_at,
        routes=stops_of(made.problem, made.day, made.solution),
        unassigned=made.unassigned,
        terms=dict(made.score.terms),
        unassigned_must=made.score.must,
        findings=tuple(finding(violation, made.names) for violation in made.findings),
        overrides=made.town.overrides,
        engine=ENGINE,
        travel_engine=made.witness.engines,
        travel=made.witness.sources,
        travel_notes=made.witness.notes,
        seed=seed,
    )


def require_sound(problem: Problem, solution: Solution, score: Score, names: Names) -> tuple[Violation, ...]:
    """Return the accepted and inherited violations of a solution.

    Raises
    ------
    PlanRejectedError
        If it breaks a rule, or does not cost what is said of it.
    """
    told = with_inherited(problem)
    return require_lawful(told, solution, names, verify_claim(told, solution, score))


def require_lawful(
    problem: Problem, solution: Solution, names: Names, also: Iterable[Violation] = ()
) -> tuple[Violation, ...]:
    """Return the accepted and inherited violations of a solution.

    Parameters
    ----------
    problem : Problem
        With what its begun shifts inherit.
    also : iterable of Violation
        What else is wrong with it.

    Raises
    ------
    PlanRejectedError
        If it breaks a rule, or something else is wrong.
    """
    found = verify(problem, solution)
    wrong = [*(v for v in found if not v.accepted), *also]
    if wrong:
        raise PlanRejectedError("; ".join(sentence(v, "en", names=names) for v in wrong[:5]))
    return found
