"""What was reached, as a Markdown table."""

import argparse
import csv
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from statistics import mean

OURS = "dojazd"

type Known = Mapping[tuple[str, str], tuple[float, int]]
"""Best known (distance, vehicles) by family and instance in lower case; 0 vehicles: not said."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a solver made of a file.

    Attributes
    ----------
    wrong : str
        Why this is no answer, in words; empty: it stands.
    """

    cost: float = 0.0
    vehicles: int = 0
    seconds: float = 0.0
    wrong: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether there is an answer and it is wrong."""
        return bool(self.wrong and self.vehicles)

    def told(self) -> str:
        """Return the cell in words."""
        return self.wrong or f"{self.cost:.2f} ({self.vehicles}) in {self.seconds:.1f} s"


def best_known(path: Path) -> Known:
    """Return the best known values of a CSV file with columns family, instance, objective and vehicles."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["family"], row["instance"].lower()): (float(row["objective"]), int(row["vehicles"] or 0))
            for row in csv.DictReader(file)
        }


def table(told: argparse.Namespace, found: Mapping[tuple[Path, str], Cell], known: Known) -> str:
    """Return a row a file and a column a solver: distance (vehicles), gap to the best known, ratio to ours."""
    best = {path: known.get((str(told.family), path.stem.lower())) for path in told.files}
    rows = [["instance", "best known", *told.peers], ["---"] * (2 + len(told.peers))]
    for path in told.files:
        ours = found[path, OURS]
        cells = [_cell(found[path, solver], ours, best[path], first=solver == OURS) for solver in told.peers]
        rows.append([path.stem, _best(best[path]), *cells])
    columns = ([(found[path, solver], found[path, OURS], best[path]) for path in told.files] for solver in told.peers)
    rows.append(["mean", "", *map(_means, columns)])
    setting = f"{told.family}, {told.seconds:g} s, {told.threads} cores, seed {told.seed}"
    title = f"{setting}; distance (vehicles), gap to the best known, ratio to ours"
    return "\n".join([title, "", *(f"| {' | '.join(row)} |" for row in rows)])


def _best(best: tuple[float, int] | None) -> str:
    if not best:
        return ""
    return f"{best[0]:.2f}" + (f" ({best[1]})" if best[1] else "")


def _cell(cell: Cell, ours: Cell, best: tuple[float, int] | None, *, first: bool) -> str:
    if cell.wrong:
        return cell.wrong
    told = f"{cell.cost:.2f} ({cell.vehicles})"
    if best:
        told += f", {_gap(cell, best):+.2f} %"
    if not first and not ours.wrong:
        told += f", x{cell.cost / ours.cost:.4f}"
    return told


def _gap(cell: Cell, best: tuple[float, int]) -> float:
    return 100 * (cell.cost / best[0] - 1)


def _means(column: list[tuple[Cell, Cell, tuple[float, int] | None]]) -> str:
    """Return how many answers stand, their mean gap, and the geometric mean of their ratios to ours."""
    good = [(cell, ours, best) for cell, ours, best in column if not cell.wrong]
    told = f"{len(good)} of {len(column)}"
    if gaps := [_gap(cell, best) for cell, _, best in good if best]:
        told += f", {mean(gaps):+.2f} %"
    if ratios := [cell.cost / ours.cost for cell, ours, _ in good if not ours.wrong]:
        told += f", x{prod(ratios) ** (1 / len(ratios)):.4f}"
    vehicles = sum(cell.vehicles for cell, *_ in good)
    return f"{told}, {vehicles} vehicles"
