"""Routes of good plans put by for the master, each once."""

from solver.kernel import part
from solver.kernel.state import SEEN, SHELF, SHELF_TASKS, State
from solver.kernel.world import World


@part
def put_by(world: World, state: State, s: int) -> None:
    """Put a shift's route on the shelf, unless it was there lately or there is no room."""
    rows, n = state.rows, state.rows.n[s]
    content = state.routes[s].content
    slot = content & (SEEN - 1)
    count, tasks = state.shelved[0], state.shelved[1]
    if n == 0 or state.seen[slot] == content or count == SHELF or tasks + n > SHELF_TASKS:
        return
    state.seen[slot] = content
    shelf = state.shelf[count]
    shelf[0], shelf[1], shelf[2], shelf[3] = world.shifts[s].alike, tasks, n, state.routes[s].gr
    for k in range(n):
        state.shelf_tasks[tasks + k] = rows.order[s, k]
    state.shelved[0] = count + 1
    state.shelved[1] = tasks + n


@part
def put_by_changed(world: World, state: State) -> None:
    """Put by the routes that this iteration has changed."""
    for s in range(len(state.saved)):
        if state.saved[s]:
            put_by(world, state, s)
