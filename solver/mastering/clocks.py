"""Times in the network of recombination: when each segment can begin and end, and what waiting costs."""

from ortools.sat.python import cp_model

from solver.arrays import FAR, Arrays
from solver.mastering.flow import Flow
from solver.mastering.network import HOME, Lane, Way
from solver.mastering.selection import Ballot

MINUTE = 60
DAY_MIN = 24 * 60


class Clocks:
    """Variables for starts of first tasks and ends of last tasks, and the rows that tie them.

    A request is done once, so a task has one start whoever does it.

    Parameters
    ----------
    ballot : Ballot
        Of the flow's program; its model gets the rows.

    Attributes
    ----------
    waits : list of (variable, int)
        Minutes of paid waiting beyond what pieces and ways cost anyway, each with its price in grosze.
    """

    def __init__(self, arrays: Arrays, flow: Flow, ballot: Ballot) -> None:
        self.arrays, self.flow, self.ballot, self.model = arrays, flow, ballot, ballot.model
        self.waits: list[tuple[cp_model.IntVar, int]] = []
        self._start: dict[int, cp_model.IntVar] = {}
        self._end: dict[int, cp_model.IntVar] = {}
        self._left: dict[int, cp_model.IntVar] = {}  # when the route left home that has this task
        self._minutes: dict[tuple[int, int], cp_model.IntVar] = {}
        bounds = [_bounds(arrays, lane) for lane in flow.lanes]
        self._day = min((low for low, _ in bounds), default=0), max((high for _, high in bounds), default=0)
        self._draw()
        for number, lane in enumerate(flow.lanes):
            self._pieces(number, lane)
            self._ways(number, lane)

    def _draw(self) -> None:
        """Add the variables, as narrow as the pieces in the model let them be: wide ones make weak relaxations."""
        starts: dict[int, list[tuple[int, int]]] = {}
        ends: dict[int, list[tuple[int, int]]] = {}
        for number, lane in enumerate(self.flow.lanes):
            begin, latest = _bounds(self.arrays, lane)
            for piece, variable in zip(lane.pieces, self.flow.piece[number], strict=True):
                if variable in self.ballot.variables:
                    tasks, span = piece.segment.tasks, piece.span
                    starts.setdefault(tasks[0], []).append((max(begin, span.opens), min(latest, span.closes)))
                    ends.setdefault(tasks[-1], []).append((max(begin, span.done), min(latest, span.late)))
        for known, bounds in ((self._start, starts), (self._end, ends)):
            for task, spans in bounds.items():
                low, high = min(low for low, _ in spans), max(high for _, high in spans)
                known[task] = self.model.new_int_var(low, max(low, high), "")

    def _route_left(self, task: int) -> cp_model.IntVar:
        """Return when the route left home that begins a segment with this task, or ends one with `-1 - task`."""
        if task not in self._left:
            self._left[task] = self.model.new_int_var(*self._day, "")
        return self._left[task]

    def _wait(self, number: int, task: int) -> cp_model.IntVar:
        """Return the paid minutes of waiting before a first task, or within the segment that ends with a last one."""
        key = number, task
        if key not in self._minutes:
            self._minutes[key] = self.model.new_int_var(0, DAY_MIN, "")
            rate = int(self.arrays.work_gr_per_h[self.flow.lanes[number].shift])
            self.waits.append((self._minutes[key], max(1, rate // MINUTE)))
        return self._minutes[key]

    def _pieces(self, number: int, lane: Lane) -> None:
        """Keep each segment's span."""
        begin, latest = _bounds(self.arrays, lane)
        paid, limited = self.arrays.work_gr_per_h[lane.shift] > 0, _limited(self.arrays, lane)
        for piece, variable in zip(lane.pieces, self.flow.piece[number], strict=True):
            if (taken := self.ballot.variables.get(variable)) is None:
                continue
            first, last, span = piece.segment.tasks[0], piece.segment.tasks[-1], piece.span
            start, end = self._start[first], self._end[last]
            self._if(taken, start, max(begin, span.opens), min(latest, span.closes))
            self._if(taken, end, max(begin, span.done), min(latest, span.late))
            self._if(taken, end - start, span.lasts, FAR)
            if paid:
                self._if(taken, end - start - MINUTE * self._wait(number, last), -FAR, span.lasts + MINUTE - 1)
            if limited:
                self._if(taken, self._route_left(first) - self._route_left(-1 - last), 0, FAR)

    def _ways(self, number: int, lane: Lane) -> None:
        """Keep legs, and the longest work."""
        begin, latest = _bounds(self.arrays, lane)
        for way, variable in zip(lane.ways, self.flow.way[number], strict=True):
            taken = self.ballot.variables.get(variable)
            start, end = self._start.get(way.first), self._end.get(way.last)
            if taken is None or (start is None and way.first != HOME) or (end is None and way.last != HOME):
                continue  # no segment is left that it could lead to
            if start is not None and end is not None:
                self._if(taken, start - end, way.seconds, FAR)
                if self.arrays.work_gr_per_h[lane.shift] > 0:
                    waited = start - end - MINUTE * self._wait(number, -1 - way.first)
                    self._if(taken, waited, -FAR, way.seconds + way.idle_s + MINUTE - 1)
            elif start is not None:
                self._if(taken, start, begin + way.seconds, FAR)
            elif end is not None:
                self._if(taken, end, -FAR, latest - way.seconds)
            if _limited(self.arrays, lane):
                self._longest(lane, way, taken)

    def _longest(self, lane: Lane, way: Way, taken: cp_model.IntVar) -> None:
        """Carry along when the route left home, as late as possible, and limit when it comes home."""
        if way.last == HOME:
            self._if(taken, self._start[way.first] - self._route_left(way.first), way.seconds, FAR)
        elif way.first == HOME:
            most = int(self.arrays.work_max_s[lane.shift]) + _unpaid_s(self.arrays, lane)
            self._if(taken, self._end[way.last] - self._route_left(-1 - way.last), -FAR, most - way.seconds)
        else:
            self._if(taken, self._route_left(-1 - way.last) - self._route_left(way.first), 0, FAR)

    def _if(self, taken: cp_model.IntVar, what: cp_model.LinearExprT, low: int, high: int) -> None:
        self.model.add_linear_constraint(what, low, high).only_enforce_if(taken)


def _bounds(arrays: Arrays, lane: Lane) -> tuple[int, int]:
    shift = lane.shift
    begin = max(int(arrays.earliest_s[shift]), int(arrays.free_s[shift]), -FAR)
    return begin, min(int(arrays.latest_s[shift]), FAR)


def _limited(arrays: Arrays, lane: Lane) -> bool:
    """Return whether routes of a lane may be shorter than its day."""
    begin, latest = _bounds(arrays, lane)
    return int(arrays.work_max_s[lane.shift]) + _unpaid_s(arrays, lane) < latest - begin


def _unpaid_s(arrays: Arrays, lane: Lane) -> int:
    return sum(slot.duration_s for slot in arrays.breaks[lane.shift] if not slot.paid)
