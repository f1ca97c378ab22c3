"""Which kind of move comes next: by chance, the oftener the better it has done lately (Ropke & Pisinger 2006)."""

from solver.kernel import part
from solver.kernel.chance import chance
from solver.kernel.ruin import detours, related, route, strings, tied
from solver.kernel.state import State
from solver.kernel.world import World

STRINGS, RELATED, DETOURS, ROUTE, TIED, TAILS = range(6)
LEAST = 0.02, 0.05
"""Weight that a kind keeps, and what a season's score weighs against the weight before."""
SEASON = 500.0
"""Uses after which scores become weights."""
STAPLE = 3.0
"""Strings count so many times: they are what works on most problems."""


@part
def drawn(world: World, state: State) -> int:
    """Return the number of the kind of move to make now."""
    luck, total = state.luck, 0.0
    for kind in range(len(luck)):
        total += share(world, state, kind)
    ticket = chance(state.dice) * total
    for kind in range(len(luck)):
        ticket -= share(world, state, kind)
        if ticket < 0.0:
            return kind
    return STRINGS


@part
def share(world: World, state: State, kind: int) -> float:
    """Return how likely a kind is, before all are made to sum up to one."""
    if kind == TIED and not world.tied:
        return 0.0
    weight = max(LEAST[0], state.luck[kind].weight)
    return weight * STAPLE if kind == STRINGS else weight * (0.1 if kind == ROUTE else 0.4)


@part
def chosen_out(world: World, state: State, kind: int) -> int:
    """Note whom a kind of ruin takes out; return how many."""
    if kind == RELATED:
        return related(world, state)
    if kind == DETOURS:
        return detours(world, state)
    if kind == ROUTE:
        return route(world, state)
    if kind == TIED:
        return tied(world, state)
    return strings(world, state)


@part
def reward(state: State, kind: int, score: float) -> None:
    """Note how well a move did: 0 nothing, 1 a better plan than before it, 4 the best so far."""
    luck = state.luck
    luck[kind].uses += 1.0
    luck[kind].score += score
    uses = 0.0
    for k in range(len(luck)):
        uses += luck[k].uses
    if uses < SEASON:
        return
    best = 1e-9
    for k in range(len(luck)):
        best = max(best, luck[k].score / max(1.0, luck[k].uses))
    for k in range(len(luck)):
        if luck[k].uses > 0.0:
            done = luck[k].score / luck[k].uses / best
            luck[k].weight += (done - luck[k].weight) * LEAST[1] * 4.0
        luck[k].uses = luck[k].score = 0.0
