"""What is carried along a route, by position, and whether it fits."""

from solver.arrays import FROM_START, TO_END
from solver.search.insertion_facts import Row, Terrain


def cargo(terrain: Terrain, shift: int, order: tuple[int, ...]) -> tuple[list[Row], list[frozenset[int]]]:
    """Return the load, and the requests aboard, on the way into each position of a route and on the way home."""
    on = {terrain.request[t] for t in order if terrain.aboard_shift[terrain.request[t]] == shift}
    ready = {terrain.request[t] for t in order if terrain.carried[terrain.request[t]] == FROM_START}
    kinds = range(len(terrain.loads[0]) if terrain.loads else 0)
    load = tuple(sum(terrain.loads[r][k] for r in on | ready) for k in kinds)
    loads, riders = [load], [frozenset(on)]
    for task in order:
        request = terrain.request[task]
        if sign := _taken(terrain, task, riding=request in on):
            load = tuple(a + sign * b for a, b in zip(load, terrain.loads[request], strict=True))
        if len(terrain.request_tasks[request]) > 1 or request in on:
            on ^= {request}
        loads.append(load)
        riders.append(frozenset(on))
    return loads, riders


def _taken(terrain: Terrain, task: int, *, riding: bool) -> int:
    """Return whether a task takes its request's places (1), frees them (-1) or does neither (0)."""
    request = terrain.request[task]
    tasks = terrain.request_tasks[request]
    if terrain.carried[request] == FROM_START:
        return -1 if task == tasks[-1] else 0
    if terrain.carried[request] == TO_END:
        return 1 if task == tasks[0] else 0
    return -1 if riding else int(len(tasks) > 1)


def seats(terrain: Terrain, shift: int, load: Row) -> bool:
    """Return whether some layout of the shift has room for the load."""
    known = terrain.seated.get((shift, load))
    if known is None:
        layouts = terrain.layouts[shift]
        known = layouts is None or not any(load)
        known = known or any(all(a <= b for a, b in zip(load, row, strict=True)) for row in layouts or ())
        terrain.seated[shift, load] = known
    return known
