"""Recombination as a program: every request in one segment or left out, every route a path from home to home.

The rows hold what is linear in segments and ways; `solver.mastering.clocks` adds times to CP-SAT's model. What neither
says (breaks, driving limits, what is carried all the way, relations) is found out when a route is timed exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solver.arrays import Arrays, CapRow
from solver.cost import leave_out_gr
from solver.kernel.world import world_of
from solver.mastering.columns import Roster, roster_of
from solver.mastering.network import HOME, Lane, Scope
from solver.mastering.rows import ENDLESS, Program, add_cap, add_need, add_total
from solver.mastering.segments import Segment, headed


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A program, and which of its variables is which.

    Attributes
    ----------
    piece, way : by lane, by number of the piece or way
        Variables.
    """

    program: Program
    lanes: Sequence[Lane]
    piece: list[list[int]]
    way: list[list[int]]

    def routes(self, values: Sequence[int]) -> list[tuple[int, list[Segment]]]:
        """Return the number of the lane and the segments of each route that values of the variables make."""
        found = []
        for number, lane in enumerate(self.lanes):
            ways = [way for way, v in zip(lane.ways, self.way[number], strict=True) if values[v]]
            pieces = [piece for piece, v in zip(lane.pieces, self.piece[number], strict=True) if values[v]]
            after = {way.last: way.first for way in ways if way.last != HOME}
            at = {piece.segment.tasks[0]: piece.segment for piece in pieces}
            for begin in (way.first for way in ways if way.last == HOME):
                route = [at[begin]]
                while (first := after[route[-1].tasks[-1]]) != HOME:
                    route.append(at[first])
                found.append((number, route))
        return found

    def variables(self, number: int, segments: Sequence[Segment], *, home: bool = True) -> list[int] | None:
        """Return the variables of a path in a lane (with `home`: of a whole route), or None if it is not all there."""
        piece, way = self._index(number)
        ends = [(a.tasks[-1], b.tasks[0]) for a, b in pairwise(segments)]
        if home:
            ends += [(HOME, segments[0].tasks[0]), (segments[-1].tasks[-1], HOME)]
        wanted = [piece.get(segment) for segment in segments] + [way.get(end) for end in ends]
        found = [variable for variable in wanted if variable is not None]
        return found if len(found) == len(wanted) else None

    def _index(self, number: int) -> tuple[dict[Segment, int], dict[tuple[int, int], int]]:
        lane = self.lanes[number]
        piece = {p.segment: v for p, v in zip(lane.pieces, self.piece[number], strict=True)}
        return piece, {(w.last, w.first): v for w, v in zip(lane.ways, self.way[number], strict=True)}


def flow_of(arrays: Arrays, scope: Scope, lanes: Sequence[Lane], must: int) -> Flow:
    """Return the program of joining segments in a scope, with at most `must` musts left out."""
    program = Program(columns=[], requests=[], cost_gr=[], high=[])
    piece = [[program.variable(one.money_gr, 1) for one in lane.pieces] for lane in lanes]
    way = [[program.variable(one.money_gr, 1) for one in lane.ways] for lane in lanes]
    flow = Flow(program=program, lanes=lanes, piece=piece, way=way)
    roster = roster_of(arrays)
    doing = {request: dict[int, list[int]]() for request in scope.requests}
    for number, lane in enumerate(lanes):
        for one, variable in zip(lane.pieces, piece[number], strict=True):
            for request in roster.requests(one.segment.tasks):
                doing[request].setdefault(number, []).append(variable)
    _outs(arrays, scope, program)
    for request, by_lane in doing.items():
        own = [program.out[request]] if request in program.out else []
        program.add_sum(1, 1, [v for found in by_lane.values() for v in found] + own)
    for number in range(len(lanes)):
        _paths(arrays, flow, number)
    _plan(arrays, scope, flow, roster)
    _staff(arrays, scope, flow, doing)
    if program.must:
        program.add(-ENDLESS, must, program.must)
    return flow


def _outs(arrays: Arrays, scope: Scope, program: Program) -> None:
    """Add a variable for each bundle that may be left out: whole in scope, and nobody else's need."""
    world = world_of(arrays)
    needed = {b for a, b in arrays.needs if a in scope.rest}
    shared: dict[int, int] = {}
    for request in sorted(scope.requests):
        own = world.requests[request]
        bundle = world.bundles[own["bundle_from"] : own["bundle_to"]].tolist()
        if arrays.must_serve[bundle].any() or not scope.requests.issuperset(bundle) or needed & set(bundle):
            continue
        if bundle[0] not in shared:
            shared[bundle[0]] = program.variable(sum(leave_out_gr(arrays, r) for r in bundle), 1)
            if musts := int(arrays.must[bundle].sum()):
                program.must[shared[bundle[0]]] = musts
        program.out[request] = shared[bundle[0]]


def _paths(arrays: Arrays, flow: Flow, number: int) -> None:
    """Let each segment begin where a way ends and end where one begins; no more routes than shifts."""
    lane = flow.lanes[number]
    into: dict[int, dict[int, int]] = {}
    out_of: dict[int, dict[int, int]] = {}
    starts: dict[int, int] = {}
    for way, variable in zip(lane.ways, flow.way[number], strict=True):
        if way.first != HOME:
            into.setdefault(way.first, {})[variable] = 1
        if way.last != HOME:
            out_of.setdefault(way.last, {})[variable] = 1
        else:
            starts[variable] = 1
    for piece, variable in zip(lane.pieces, flow.piece[number], strict=True):
        into.setdefault(piece.segment.tasks[0], {})[variable] = -1
        out_of.setdefault(piece.segment.tasks[-1], {})[variable] = -1
    for terms in (*into.values(), *out_of.values()):
        flow.program.add(0, 0, terms)
    flow.program.add(len(lane.shifts) if headed(arrays, lane.shift) else 0, len(lane.shifts), starts)


def _plan(arrays: Arrays, scope: Scope, flow: Flow, roster: Roster) -> None:
    """Add needs, caps and totals, what is outside the scope taken as it is."""
    program = flow.program
    for a, b in arrays.needs:
        if {a, b} <= scope.requests:
            add_need(program, a, b)
    for cap in arrays.caps:
        counted = {
            r: w for r, w in zip(cap.requests, cap.weights, strict=True) if r in scope.rest or r in scope.requests
        }
        if not scope.requests.isdisjoint(counted):
            add_cap(program, CapRow((*counted,), (*counted.values(),), cap.limit, cap.price_gr))
    for total in arrays.totals:
        terms: dict[int, int] = {}
        for number, lane in enumerate(flow.lanes):
            if total.shift in {-1, lane.shift}:
                weights = total.coefficients[:, 0 if total.shift >= 0 else lane.shift]
                for piece, variable in zip(lane.pieces, flow.piece[number], strict=True):
                    terms[variable] = int(weights[list(roster.requests(piece.segment.tasks))].sum())
        others = [(r, s) for r, s in scope.rest.items() if total.shift in {-1, s}]
        base = total.base + sum(int(total.coefficients[r, 0 if total.shift >= 0 else s]) for r, s in others)
        add_total(program, total, base, terms)


def _staff(arrays: Arrays, scope: Scope, flow: Flow, doing: dict[int, dict[int, list[int]]]) -> None:
    """Keep same and different staff, as far as lanes of one shift say it; the choice of routes keeps the rest."""
    program = flow.program
    for a, b in [*arrays.same_shift, *((b, a) for a, b in arrays.same_shift)]:
        if {a, b} <= scope.requests:
            for number in range(len(flow.lanes)):
                terms = dict.fromkeys(doing[a].get(number, ()), 1) | dict.fromkeys(doing[b].get(number, ()), -1)
                both = set(doing[a].get(number, ())) & set(doing[b].get(number, ()))
                terms = {variable: weight for variable, weight in terms.items() if variable not in both}
                if b in program.out:
                    terms[program.out[b]] = terms.get(program.out[b], 0) - 1
                program.add(-ENDLESS, 0, terms)
    for a, b in arrays.different_shift:
        if {a, b} <= scope.requests:
            for number, found in doing[a].items():
                shift = flow.lanes[number].shift
                theirs = [
                    v for other, vs in doing[b].items() for v in vs if _colleagues(arrays, flow.lanes, shift, other)
                ]
                if len(flow.lanes[number].shifts) == 1:
                    program.add_sum(-ENDLESS, 1, sorted({*found, *theirs}))


def _colleagues(arrays: Arrays, lanes: Sequence[Lane], shift: int, other: int) -> bool:
    return len(lanes[other].shifts) == 1 and bool(arrays.shared_staff[shift, lanes[other].shift])


def cut_path(flow: Flow, number: int, segments: Sequence[Segment], *, home: bool) -> bool:
    """Forbid a path of a lane; False: the network does not have it."""
    variables = flow.variables(number, segments, home=home)
    if variables is None:
        return False
    flow.program.add_sum(-ENDLESS, len(variables) - 1, variables)
    return True


def known_values(flow: Flow, routes: Iterable[tuple[int, Sequence[Segment]]]) -> list[int] | None:
    """Return the values of the variables under which they make these routes, or None if the network lacks one."""
    values = [0] * len(flow.program.high)
    for variable in flow.program.out.values():
        values[variable] = 1
    for number, segments in routes:
        variables = flow.variables(number, segments)
        if variables is None:
            return None
        for variable in variables:
            values[variable] = 1
    return values
