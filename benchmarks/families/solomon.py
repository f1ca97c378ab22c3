"""Vehicle routing with time windows: Solomon (1987), 100 customers; Gehring & Homberger (1999), 200 to 1,000.

A name, then `VEHICLE` with number and capacity, then `CUSTOMER` with a row for the depot and for each customer. Source:
M. M. Solomon, Algorithms for the vehicle routing and scheduling problems with time window constraints, Operations
Research 35 (1987).
"""

from benchmarks.families.instance import Family, Instance, Node
from benchmarks.families.text import Table

COLUMNS = ("number", "x", "y", "demand", "opens", "closes", "service")


def read_solomon(table: Table) -> Instance:
    """Return what the file says.

    Raises
    ------
    FileError
        If it is not such a file, or contradicts itself.
    """
    table.at(0, "a name")
    fleet = _after(table, "VEHICLE")
    limits = table.at(fleet + 1, "number and capacity of the vehicles")
    row = table.row(limits, ("vehicles", "capacity"))
    first = _after(table, "CUSTOMER") + 1
    nodes = table.nodes(table.lines[first:], COLUMNS)
    instance = Instance(
        name=table.path.stem,
        family=Family.VRPTW,
        vehicles=table.whole(limits.number, row["vehicles"], "number of vehicles", 1),
        capacity=table.whole(limits.number, row["capacity"], "capacity", 0),
        nodes=nodes,
    )
    for node in nodes:
        _check(table, instance, node)
    return instance


def _after(table: Table, word: str) -> int:
    """Return the position of the line after a heading (the names of its columns)."""
    heading = next((at for at, line in enumerate(table.lines) if [w.upper() for w in line.words] == [word]), None)
    if heading is None:
        table.fail(table.lines[-1].number, f"the file ends here without a line {word}; there should be one")
    table.at(heading + 1, f"the names of the columns under {word}")
    return heading + 1


def _check(table: Table, instance: Instance, node: Node) -> None:
    if node.demand < 0:
        table.fail(node.line, f"demand is {node.demand}; it should be 0 or more")
    if node.number == 0 and node.demand:
        table.fail(node.line, f"the depot's demand is {node.demand}; it should be 0")
    if node.demand > instance.capacity:
        table.fail(node.line, f"demand is {node.demand}; it should be at most the capacity, {instance.capacity}")
