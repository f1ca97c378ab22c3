"""Custom matrices as they are given."""

import numpy as np

from solver.vroom.facts import Matrices, Table
from solver.vroom.node import UINT32, Node

PROFILE = ("durations", "distances", "costs")
DEFAULT_PROFILE = "car"


def read_matrices(root: Node) -> dict[str, Matrices]:
    """Return the matrices by profile, complaining about what is wrong; none given: empty."""
    found = root.get("matrices")
    if found is None:
        old = root.get("matrix")  # deprecated: durations of the default profile
        table = _table(old) if old else None
        return {} if table is None else {DEFAULT_PROFILE: Matrices(durations=table)}
    if not isinstance(found.value, dict) or not found.value:
        found.complain("is not an object of profiles")
        return {}
    profiles = {name: _profile(Node(value, found.path_of(name), root.wrong)) for name, value in found.value.items()}
    return {name: matrices for name, matrices in profiles.items() if matrices is not None}


def _profile(node: Node) -> Matrices | None:
    if not node.is_object(PROFILE):
        return None
    tables = {key: _table(child) for key in PROFILE if (child := node.get(key))}
    durations = tables.get("durations")
    if durations is None:
        if "durations" not in tables:
            node.complain("has no durations")
        return None
    if any(table is not None and table.shape != durations.shape for table in tables.values()):
        node.complain("has matrices of different sizes")
    return Matrices(durations=durations, distances=tables.get("distances"), costs=tables.get("costs"))


def _table(node: Node) -> Table | None:
    """Return a square table of whole numbers; None after a complaint."""
    rows = node.value
    if not isinstance(rows, list) or not rows or any(not isinstance(r, list) or len(r) != len(rows) for r in rows):
        node.complain("is not a square matrix")
        return None
    for number, row in enumerate(rows):
        if any(type(entry) is not int or not 0 <= entry <= UINT32 for entry in row):
            bad = next(k for k, entry in enumerate(row) if type(entry) is not int or not 0 <= entry <= UINT32)
            Node(row[bad], f"{node.path}[{number}][{bad}]", node.wrong).whole()
            return None
    return np.asarray(rows, dtype=np.int64)
