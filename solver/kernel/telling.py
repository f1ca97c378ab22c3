"""When planned tasks start, for those on other rows that relations hold against them; and which rows that concerns."""

from solver.kernel import part
from solver.kernel.bounds import is_tied, mixed
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
def hide(world: World, state: State, row: int) -> None:
    """Tell that the tasks of a row are not planned any more."""
    for k in range(state.rows.n[row]):
        tell(world, state, state.rows.order[row, k], UNPLANNED)


@part
def try_on(state: State, row: int) -> None:
    """Take the times of a trial for those of the plan for a while; see `take_off`."""
    for k in range(state.rows.n[row]):
        state.when_s[state.rows.order[row, k]] = state.rows.start_s[row, k]


@part
def unset(state: State, row: int) -> None:
    """Take the tasks of a row as not planned for a while."""
    for k in range(state.rows.n[row]):
        state.when_s[state.rows.order[row, k]] = UNPLANNED


@part
def take_off(state: State, row: int) -> None:
    """Go back from the times of a trial, which holds all that its shift does, to those of the plan."""
    unset(state, row)
    try_on(state, state.rows.shift[row])


@part
def refresh(world: World, state: State, row: int) -> None:
    """Bring up to date what a row knows of the times on other rows that relations hold its own against.

    Its cost too: how late it may begin depends on them.
    """
    knot = 0
    for k in range(state.rows.n[row]):
        facts = world.tasks[state.rows.order[row, k]]
        for p in range(facts.partner_from, facts.partner_to):
            task = world.partners[p]
            elsewhere = state.shift_of[world.tasks[task].request] != state.rows.shift[row]
            if elsewhere and state.when_s[task] != UNPLANNED:
                knot += mixed(task + 1, state.when_s[task])
    route = state.routes[row]
    route.tied, route.knot, route.stale = is_tied(world, state, row), knot, False
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
