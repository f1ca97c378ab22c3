"""Pickup and delivery with time windows: Li & Lim (2001), 50 to 500 pairs.

`vehicles capacity speed`, then a row for the depot and for each end of a pair: number, place, demand, window, service,
and the number of its pickup (0: it is one) and of its delivery. The speed is not used. Source: H. Li and A. Lim, A
metaheuristic for the pickup and delivery problem with time windows, ICTAI 2001.
"""

from benchmarks.families.instance import Family, Instance, Node
from benchmarks.families.text import Table

COLUMNS = ("number", "x", "y", "demand", "opens", "closes", "service", "pickup", "delivery")


def read_lilim(table: Table) -> Instance:
    """Return what the file says.

    Raises
    ------
    FileError
        If it is not such a file, or contradicts itself.
    """
    head = table.at(0, "vehicles, capacity and speed")
    row = table.row(head, ("vehicles", "capacity", "speed")[: max(2, len(head.words))])
    body = table.lines[1:]
    nodes = table.nodes(body, COLUMNS)
    partners = {
        node.number: tuple(table.whole(line.number, word, "partner", 0) for word in line.words[7:])
        for node, line in zip(nodes, body, strict=True)
    }
    if any(partners[0]) or nodes[0].demand:
        table.fail(nodes[0].line, "the depot has a partner or a demand; it should have neither")
    capacity = table.whole(head.number, row["capacity"], "capacity", 0)
    return Instance(
        name=table.path.stem,
        family=Family.PDPTW,
        vehicles=table.whole(head.number, row["vehicles"], "number of vehicles", 1),
        capacity=capacity,
        nodes=nodes,
        pairs=_pairs(table, nodes, partners, capacity),
    )


def _pairs(
    table: Table, nodes: tuple[Node, ...], partners: dict[int, tuple[int, ...]], capacity: int
) -> tuple[tuple[int, int], ...]:
    at = {node.number: position for position, node in enumerate(nodes)}
    found = []
    for node in nodes[1:]:
        pickup, delivery = partners[node.number]
        if bool(pickup) == bool(delivery):
            wanted = "exactly one of them should be 0"
            table.fail(node.line, f"pickup is {pickup} and delivery {delivery}; {wanted}")
        other = pickup or delivery
        back = (node.number, 0) if delivery else (0, node.number)
        if partners.get(other) != back:
            said = f"{partners[other]}" if other in partners else "no row"
            table.fail(node.line, f"its partner is {other}, which has {said}; it should have {back}")
        if delivery:
            _check_load(table, node, nodes[at[delivery]], capacity)
            found.append((at[node.number], at[delivery]))
    return tuple(found)


def _check_load(table: Table, pickup: Node, delivery: Node, capacity: int) -> None:
    if not 0 <= pickup.demand <= capacity:
        table.fail(
            pickup.line, f"demand is {pickup.demand}; of a pickup it should be from 0 to the capacity, {capacity}"
        )
    if delivery.demand != -pickup.demand:
        table.fail(
            delivery.line,
            f"demand is {delivery.demand}; it should be {-pickup.demand}, as {pickup.number} loads {pickup.demand}",
        )
