"""Nobody is at the next door sooner than the road allows, nor done sooner than the work takes."""

from collections.abc import Iterator
from typing import ClassVar

from solver.facts.shifts import StartFact
from solver.problem import Problem
from solver.rule import Example, Rule, Violation
from solver.rulekit.legs import Leg, arrives_s, legs, setup_paid_s
from solver.rulekit.tiny import case, hm, shift, timed_solution, tiny, visit, with_route, with_stop
from solver.solution import Route, Solution


class Travel(Rule):
    """Leave after the end of service, arrive by the mode's hour bands, set up once per halt, serve, come home."""

    code = "travel"
    says: ClassVar = {
        "pl": "{shift}: do {to} plan zakłada {given_s} drogi, a potrzeba {needed_s}.",
        "en": "{shift}: the plan gives {given_s} for the way to {to}, which takes {needed_s}.",
        "pl.begin": "{shift}: wyjazd o {start_s}, a załoga będzie wolna dopiero o {free_s}.",
        "en.begin": "{shift}: sets off at {start_s}, but the crew is free only at {free_s}.",
        "pl.left": "{shift}: wyjazd do {to} o {left_s}, a poprzednia praca kończy się dopiero o {free_s}.",
        "en.left": "{shift}: sets off to {to} at {left_s}, but is busy until {free_s}.",
        "pl.setup": "{shift}: {to} zaczyna się o {start_s}, a po przyjeździe załoga będzie gotowa dopiero o {free_s}.",
        "en.setup": "{shift}: {to} starts at {start_s}, but after arriving the crew is ready only at {free_s}.",
        "pl.service": "{shift}: {to} zajmuje {needed_s}, a plan zakłada {given_s}.",
        "en.service": "{shift}: {to} takes {needed_s}, but the plan gives it {given_s}.",
    }
    summary: ClassVar = {
        "pl": "Czasy na trasie zgadzają się z drogą, przygotowaniem i pracą u klienta.",
        "en": "The times of a route agree with the road, the set-up and the work at the door.",
    }
    primitives = (2, 9)

    def applies(self, problem: Problem) -> bool:  # noqa: ARG002
        """Return True: every plan travels."""
        return True

    def check(self, problem: Problem, solution: Solution) -> Iterator[Violation]:
        """Yield every leg and service whose times do not add up."""
        for route in solution.routes:
            yield from self._begin(problem, route)
            for leg in legs(problem, route):
                yield from self._leg(problem, route, leg)
            for position in range(len(route.stops)):
                yield from self._service(problem, route, position)

    def _begin(self, problem: Problem, route: Route) -> Iterator[Violation]:
        facts = problem.shifts[route.shift]
        if facts.start and route.start_s < facts.start.free_s:
            free = facts.start.free_s
            yield self._found(problem, route, -1, free - route.start_s, "begin", start_s=route.start_s, free_s=free)

    def _leg(self, problem: Problem, route: Route, leg: Leg) -> Iterator[Violation]:
        if leg.left_s < leg.ready_s:
            early = leg.ready_s - leg.left_s
            yield self._found(problem, route, leg.position, early, "left", left_s=leg.left_s, free_s=leg.ready_s)
        due = arrives_s(problem, route.shift, leg.left_s, leg.origin, leg.target)
        if leg.arrival_s != due:
            times = {"given_s": leg.arrival_s - leg.left_s, "needed_s": due - leg.left_s}
            yield self._found(problem, route, leg.position, abs(due - leg.arrival_s), "road", **times)

    def _service(self, problem: Problem, route: Route, position: int) -> Iterator[Violation]:
        stop = route.stops[position]
        ready = stop.arrival_s + setup_paid_s(problem, route, position)
        if stop.start_s < ready:
            times = {"start_s": stop.start_s, "free_s": ready}
            yield self._found(problem, route, position, ready - stop.start_s, "setup", **times)
        lasts, needed = stop.end_s - stop.start_s, problem.tasks[stop.task].service_s
        if lasts != needed:
            times = {"given_s": lasts, "needed_s": needed}
            yield self._found(problem, route, position, abs(lasts - needed), "service", **times)

    def _found(self, problem: Problem, route: Route, position: int, amount: int, how: str, **times: int) -> Violation:
        facts = problem.shifts[route.shift]
        said = {"shift": facts.name or facts.id, "to": problem.locations[facts.end_location], "how": how}
        subjects: tuple[str, ...] = (facts.id,)
        if 0 <= position < len(route.stops):
            task = problem.tasks[route.stops[position].task]
            said["to"] = problem.requests[task.request].source_id
            subjects = (task.id, facts.id)
        return self.violation(problem, subjects, amount, "s", **said, **times)

    def examples(self) -> tuple[Example, ...]:
        """Return routes that are just possible and just impossible."""
        problem = tiny(requests=[visit("V", "B", task={"setup_s": 60}), visit("W", "B", task={"setup_s": 60})])
        right = timed_solution(problem, {"bus": "V W"})
        begun = tiny(requests=[visit("V", "B")], shifts=[shift(begun=StartFact(free_s=hm(9)))])
        return (
            Example(name="one set-up a halt", problem=problem, solution=right, expected=0),
            case("no set-up at all", 1, problem, {"bus": "V W"}, starts={"V": hm(8, 10)}),
            Example(
                name="home a minute too soon", problem=problem, expected=1,
                solution=with_route(right, end_s=right.routes[0].end_s - 60),
            ),
            Example(
                name="service cut short", problem=problem, expected=1,
                solution=with_stop(right, 1, end_s=right.routes[0].stops[1].end_s - 1),
            ),
            case("leaves when free", 0, begun, {"bus": "V"}),
            case("leaves a second before it is free", 1, begun, {"bus": "V"}, leave={"bus": hm(9) - 1}),
        )  # fmt: skip


RULE = Travel()
