"""When planned tasks start, for those on other rows that relations hold against them; and which rows that concerns."""

from solver.kernel import part
from solver.kernel.bounds import mixed
from solver.kernel.cost import route_gr
from solver.kernel.state import UNPLANNED, State
from solver.kernel.world import World


@part
def tell(world: World, state: State, task: int, when_s: int) -> None:
    """Note when a task starts; what was found out about rows that this concerns may no longer hold."""
    if state.when_s[task] == when_s:
        return
    state.when_s[task] = when_s
    facts = world.tasks[task]
    for p in range(facts.partner_from, facts.partner_to):
        s = state.shift_of[world.tasks[world.partners[p]].request]
        if s >= 0:
            state.routes[s].stale = True


@part
def show(world: World, state: State, row: int) -> None:
    """Tell the times of a row that is, or is about to be, in the plan."""
    for k in range(state.rows.n[row]):
        tell(world, state, state.rows.order[row, k], state.rows.start_s[row, k])


@part
def try_on(state: State, row: int) -> None:
    """Take the times of a trial for those of the plan for a while; see `take_off`."""
    for k in range(state.rows.n[row]):
        state.when_s[state.rows.order[row, k]] = state.rows.start_s[row, k]


@part
def take_off(state: State, row: int) -> None:
    """Go back from the times of a trial, which holds all that its shift does, to those of the plan."""
    rows, s = state.rows, state.rows.shift[row]
    for k in range(rows.n[row]):
        state.when_s[rows.order[row, k]] = UNPLANNED
    for k in range(rows.n[s]):
        state.when_s[rows.order[s, k]] = rows.start_s[s, k]


@part
def refresh(world: World, state: State, row: int) -> None:
    """Bring up to date what a row knows of the times on other rows that relations hold its own against.

    Its cost too: how late it may begin depends on them.
    """
    ties, knot = 0, 0
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        tied = False
        for p in range(facts.partner_from, facts.partner_to):
            task = world.partners[p]
            if state.when_s[task] != UNPLANNED:
                tied = True
                if state.shift_of[world.tasks[task].request] != state.rows.shift[row]:
                    knot += mixed(task + 1, state.when_s[task])
        ties += tied
    route = state.routes[row]
    route.ties, route.knot, route.stale = ties, knot, False
    if world.time_priced:
        route.gr = route_gr(world, state, row)


@part
def calling(world: World, state: State, request: int) -> int:
    """Return a hash of the times that relations would hold a request's against."""
    asked, knot = world.requests[request], 0
    for task in (asked.first, asked.last):
        for p in range(world.tasks[task].partner_from, world.tasks[task].partner_to):
            when = state.when_s[world.partners[p]]
            if when != UNPLANNED:
                knot += mixed(world.partners[p] + 1, when)
    return knot
