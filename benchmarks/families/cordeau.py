"""Dial-a-ride: Cordeau & Laporte (2003) and Cordeau (2006).

`vehicles requests route capacity ride`, then the depot 0, the pickups 1..n and their dropoffs n+1..2n (and, in the
files of 2006, the depot once more, 2n+1): number, place, service, load, window. The files of 2003 give the number of
stops, 2n, for the number of requests. Source: J.-F. Cordeau, A branch-and-cut algorithm for the dial-a-ride problem,
Operations Research 54 (2006).
"""

from dataclasses import replace

from benchmarks.families.instance import Family, Instance, Node
from benchmarks.families.text import Table

HEAD = ("vehicles", "requests", "route", "capacity", "ride")
COLUMNS = ("number", "x", "y", "service", "demand", "opens", "closes")


def read_cordeau(table: Table) -> Instance:
    """Return what the file says.

    Raises
    ------
    FileError
        If it is not such a file, or contradicts itself.
    """
    head = table.at(0, ", ".join(HEAD))
    row = table.row(head, HEAD)
    limits = {name: table.decimal(head.number, row[name], f"longest {name}") for name in ("route", "ride")}
    for name, limit in limits.items():
        if limit < 0:
            table.fail(head.number, f"the longest {name} is {limit}; it should be 0 or more")
    nodes = table.nodes(table.lines[1:], COLUMNS)
    requests = _requests(table, nodes, table.whole(head.number, row["requests"], "number of requests", 1))
    nodes = _one_depot(table, nodes, requests)
    capacity = table.whole(head.number, row["capacity"], "capacity", 0)
    for node in nodes[1 : requests + 1]:
        _check_load(table, node, nodes[node.number + requests], capacity)
    return Instance(
        name=table.path.stem,
        family=Family.DARP,
        vehicles=table.whole(head.number, row["vehicles"], "number of vehicles", 1),
        capacity=capacity,
        nodes=nodes,
        pairs=tuple((pickup, pickup + requests) for pickup in range(1, requests + 1)),
        longest_ride=limits["ride"],
        longest_route=limits["route"],
    )


def _requests(table: Table, nodes: tuple[Node, ...], said: int) -> int:
    """Return the number of requests, of which the first line and the rows must tell the same."""
    for position, node in enumerate(nodes):
        if node.number != position:
            table.fail(node.line, f"number {node.number} follows {position - 1}; it should be {position}")
    found = (len(nodes) - 1) // 2
    if said not in {found, 2 * found} or (said == 2 * found and len(nodes) % 2 == 0):
        wanted = f"{2 * said + 1} or {2 * said + 2}"
        table.fail(table.lines[0].number, f"there are {len(nodes)} rows; for {said} requests there should be {wanted}")
    return found


def _one_depot(table: Table, nodes: tuple[Node, ...], requests: int) -> tuple[Node, ...]:
    """Return the nodes without a second depot, whose window binds the way home."""
    depot = nodes[0]
    for node in {depot, *nodes[2 * requests + 1 :]}:
        if node.demand or node.service:
            table.fail(node.line, "the depot has a load or a service time; it should have neither")
        if (node.x, node.y) != (depot.x, depot.y):
            table.fail(node.line, f"the depot is at {node.x} {node.y}; it should be where it was, {depot.x} {depot.y}")
        if node.closes < depot.opens:
            table.fail(
                node.line, f"the depot closes at {node.closes}; it should close after it opens, at {depot.opens}"
            )
    closes = min(depot.closes, nodes[-1].closes) if len(nodes) == 2 * requests + 2 else depot.closes
    return (replace(depot, closes=closes), *nodes[1 : 2 * requests + 1])


def _check_load(table: Table, pickup: Node, dropoff: Node, capacity: int) -> None:
    if not 0 <= pickup.demand <= capacity:
        table.fail(pickup.line, f"load is {pickup.demand}; of a pickup it should be from 0 to the capacity, {capacity}")
    if dropoff.demand != -pickup.demand:
        table.fail(
            dropoff.line,
            f"load is {dropoff.demand}; it should be {-pickup.demand}, as {pickup.number} boards {pickup.demand}",
        )
