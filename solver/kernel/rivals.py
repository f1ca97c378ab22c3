"""Plans nearly as good as the best, for the judge: where times cost money a search guesses what a plan costs."""

from solver.kernel import part
from solver.kernel.bounds import mixed
from solver.kernel.state import RIVALS, State
from solver.kernel.world import World


@part
def remember_rival(world: World, state: State, gr: int) -> None:
    """Remember the plan as it is, which costs so many grosze, if it is among the cheapest so far.

    Of plans that cost the same and differ only in who does what, one is enough.
    """
    must, worst = state.tally[0].must, 0
    for k in range(1, RIVALS):
        if dearer(state.rivals[k], state.rivals[worst].must, state.rivals[worst].gr):
            worst = k
    if not dearer(state.rivals[worst], must, gr):
        return
    content = content_of(world, state)
    for k in range(RIVALS):
        if state.rivals[k].gr == gr and state.rivals[k].content == content:
            return
    rival, at = state.rivals[worst], 0
    rival.must, rival.gr, rival.content = must, gr, content
    for s in range(len(state.saved)):
        state.rival_n[worst, s] = state.rows.n[s]
        for k in range(state.rows.n[s]):
            state.rival_tasks[worst, at] = state.rows.order[s, k]
            at += 1


@part
def dearer(rival, must: int, gr: int) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001  # a record has no Python type
    """Return whether a rival is worse than a plan that leaves out so many musts and costs so much."""
    return rival.must > must or (rival.must == must and rival.gr > gr)


@part
def content_of(world: World, state: State) -> int:
    """Return a hash of the orders, and of their shifts where these have begun: the past tells them apart."""
    content, rows = 0, state.rows
    for s in range(len(state.saved)):
        order = rows.n[s] + (s + 1) * 2**20 * world.shifts[s].begun
        for k in range(rows.n[s]):
            order = mixed(order, rows.order[s, k] + 1)
        content += order
    return content
