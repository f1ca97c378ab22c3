"""Doing with one shift fewer where sending a shift costs money.

A row is closed and those it served are left out; from then on a plan is better if those whom it leaves out are easier
to place, going by how often each has been left out before: the fleet minimisation of Christiaens & Vanden Berghe
(2020), section 4.4. Once everybody has found a place, a shift is saved.
"""

from solver.kernel import part
from solver.kernel.chance import chance
from solver.kernel.ruin import take
from solver.kernel.state import State
from solver.kernel.world import World


@part
def dispensable(world: World, state: State) -> int:
    """Return the row whose requests have been the easiest to place, roughly; -1: none is free, or none costs money."""
    least, found = 1e300, -1
    for s in range(len(state.saved)):
        if state.rows.n[s] and not state.closed[s] and world.shifts[s].use_gr > 0 and free(world, state, s):
            trouble = 0.0
            for k in range(state.rows.n[s]):
                trouble += 1.0 + state.absences[world.tasks[state.rows.order[s, k]].request]
            trouble *= 0.75 + 0.5 * chance(state.dice)
            if trouble < least:
                least, found = trouble, s
    return found


@part
def free(world: World, state: State, s: int) -> bool:
    """Return whether all that a row serves may be taken out, and nobody is aboard it already."""
    for k in range(state.rows.n[s]):
        asked = world.requests[world.tasks[state.rows.order[s, k]].request]
        if asked.fixed or asked.aboard_shift == s:
            return False
    return True


@part
def shut(world: World, state: State, s: int) -> int:
    """Close a row and the empty ones that cost no less; note whom it serves as to be taken out, return how many."""
    m = 0
    for k in range(state.rows.n[s]):
        m = take(world, state, world.tasks[state.rows.order[s, k]].request, m)
    for other in range(len(state.saved)):
        if state.rows.n[other] == 0 and world.shifts[other].use_gr >= world.shifts[s].use_gr:
            state.closed[other] = True
    state.closed[s] = True
    return m


@part
def count_absent(state: State) -> None:
    """Note that those left out are, once more."""
    for r in range(len(state.shift_of)):
        if state.shift_of[r] < 0:
            state.absences[r] += 1


@part
def remember_absent(state: State) -> None:
    """Keep whom the plan as it is leaves out."""
    for r in range(len(state.shift_of)):
        state.kept_out[r] = state.shift_of[r] < 0


@part
def easier(state: State) -> bool:
    """Return whether those whom the plan as it is leaves out are easier to place than those of the plan before."""
    balance = 0
    for r in range(len(state.shift_of)):
        balance += state.absences[r] * ((state.shift_of[r] < 0) - state.kept_out[r])
    return balance < 0


@part
def as_many(state: State) -> bool:
    """Return whether the plan as it is leaves out no more than the plan before."""
    balance = 0
    for r in range(len(state.shift_of)):
        balance += (state.shift_of[r] < 0) - state.kept_out[r]
    return balance <= 0
