"""Routes that share a relation are timed together: each pushes the other later."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from solver.arrays import FAR, Arrays, NeverAtOnce
from solver.timing.chain import Chain
from solver.timing.facts import Facts, facts_of

type Arc = tuple[int, int, int]
"""Task, task, seconds: the second starts at least so long after the first starts."""


class Knot:
    """Chains, the arcs between their tasks, and the choices of which of two stretches comes first.

    Parameters
    ----------
    planned : container of tasks
        What is planned besides, on routes that are not looked at: who comes home on one of them is not away for ever.
    settled : set of shifts
        Whose chains are settled as far as they themselves go.

    Attributes
    ----------
    chains : dict of shift to Chain
    arcs : list of Arc
    choices : list of tuple of Arc
        One of the arcs of each must hold.
    """

    __slots__ = ("arcs", "chains", "choices", "moved", "own", "spot")

    def __init__(
        self,
        facts: Facts,
        chains: Mapping[int, Chain],
        planned: Container[int] = (),
        settled: AbstractSet[int] = frozenset(),
    ) -> None:
        self.chains = dict(chains)
        self.own = set(chains)  # may be moved; the others are another knot's, too
        self.spot = {task: (shift, k) for shift, chain in chains.items() for k, task in enumerate(chain.legs.order)}
        self.arcs = list(_arcs(facts, self.spot))
        self.choices = list(_choices(facts, self.spot, planned))
        self.moved = chains.keys() - settled  # to be settled

    def with_arc(self, arc: Arc) -> "Knot":
        """Return a copy in which `arc` holds too."""
        twin = self._copy()
        twin.arcs = [*self.arcs, arc]
        return twin

    def with_chain(self, chain: Chain) -> "Knot":
        """Return a copy with another chain for its shift."""
        twin = self._copy()
        twin.chains[chain.legs.shift] = chain
        twin.own.add(chain.legs.shift)
        twin.moved.add(chain.legs.shift)
        return twin

    def _copy(self) -> "Knot":
        twin = object.__new__(Knot)
        twin.chains = dict(self.chains)
        self.own, twin.own = set(), set()
        twin.spot, twin.arcs, twin.choices, twin.moved = self.spot, self.arcs, self.choices, set(self.moved)
        return twin

    def settle(self) -> bool:
        """Move all chains to the least times that obey each other; False: there are none."""
        quiet = 0
        constant = not any(chain.legs.bands for chain in self.chains.values())
        self._push_all()
        while self.moved:
            moved = [self._mine(shift) for shift in sorted(self.moved)]
            if not all(chain.settle() for chain in moved):
                return False
            quiet = 0 if any(chain.jumped for chain in moved) else quiet + 1
            if constant and quiet > len(self.spot) + 2 * len(self.chains):  # a circle, as in Chain.settle
                return False
            self.moved = set()
            self._push_all()
        return True

    def lag(self, arc: Arc) -> int:
        """Return by how much the second task of `arc` starts too early (not positive: it holds)."""
        first, second, seconds = arc
        return self.start(first) + seconds - self.start(second)

    def open_choice(self) -> tuple[Arc, ...] | None:
        """Return a choice of which no arc holds at the settled times, the gentler arc first."""
        for choice in self.choices:
            if all(self.lag(arc) > 0 for arc in choice):
                return tuple(sorted(choice, key=self.lag))
        return None

    def start(self, task: int) -> int:
        """Return the settled start of a task."""
        shift, position = self.spot[task]
        return self.chains[shift].start[position]

    def _mine(self, shift: int) -> Chain:
        """Return a chain to be moved: a copy of it, if another knot has it, too."""
        if shift not in self.own:
            self.chains[shift] = self.chains[shift].copy()
            self.own.add(shift)
        return self.chains[shift]

    def _push_all(self) -> None:
        for arc in self.arcs:
            if (late := self.lag(arc)) > 0:
                shift, position = self.spot[arc[1]]
                chain = self._mine(shift)
                chain.floor[position] = max(chain.floor[position], chain.start[position] + late)
                self.moved.add(shift)


def _arcs(facts: Facts, planned: Mapping[int, object]) -> Iterator[Arc]:
    for a, b, low, high in (d for task in planned for d in facts.differences.get(task, ())):
        if b in planned:
            if low > -FAR:
                yield a, b, low
            if high < FAR:
                yield b, a, -high


def _choices(facts: Facts, planned: Mapping[int, object], elsewhere: Container[int]) -> Iterator[tuple[Arc, ...]]:
    """Yield for each pair of stretches that are both planned the arcs of which one must hold (perhaps none can)."""
    for pair in _pairs(facts, planned):
        a, b = [t for t in pair.a if t in planned], [t for t in pair.b if t in planned]
        if a and b:
            a_open, b_open = (
                is_open and stretch[0] in planned and stretch[-1] not in planned and stretch[-1] not in elsewhere
                for is_open, stretch in ((pair.open_a, pair.a), (pair.open_b, pair.b))
            )
            ab = () if a_open else _after(facts, a, b, pair.gap_ab_s)
            ba = () if b_open else _after(facts, b, a, pair.gap_ba_s)
            yield (*ab, *ba)


def _pairs(facts: Facts, planned: Iterable[int]) -> list[NeverAtOnce]:
    return [facts.pairs[i] for i in sorted({i for task in planned for i in facts.pairs_of.get(task, ())})]


def _after(facts: Facts, first: list[int], second: list[int], gap_s: int) -> tuple[Arc, ...]:
    return ((first[-1], second[0], facts.service_s[first[-1]] + gap_s),) if gap_s < FAR else ()


def tied_groups(facts: Facts, orders: Mapping[int, object], shift_of: Mapping[int, int]) -> list[list[int]]:
    """Return the shifts of `orders` in groups that no relation of planned tasks joins."""
    leader = {shift: shift for shift in orders}

    def lead(shift: int) -> int:
        while leader[shift] != shift:
            shift = leader[shift]
        return shift

    differences = [(d.a, d.b) for task in shift_of for d in facts.differences.get(task, ())]
    for tasks in differences + [pair.a + pair.b for pair in _pairs(facts, shift_of)]:
        shifts = [lead(shift_of[task]) for task in tasks if task in shift_of]
        for shift in shifts[1:]:
            leader[lead(shift)] = lead(shifts[0])
    groups: dict[int, list[int]] = {}
    for shift in sorted(orders):
        groups.setdefault(lead(shift), []).append(shift)
    return list(groups.values())


def tied_orders(arrays: Arrays, orders: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """Return the shifts of a plan's orders in groups that no relation of planned tasks joins."""
    shift_of = {task: shift for shift, order in orders.items() for task in order}
    return tied_groups(facts_of(arrays), orders, shift_of)
