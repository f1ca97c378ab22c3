"""What is added up over a plan: caps and totals."""

import numpy as np

from solver.arrays import Arrays, Ints
from solver.kernel.layouts import CAP, CAPPED, TOTAL, Records
from solver.kernel.making.tables import jagged, rows_of


def caps_of(arrays: Arrays, requests: Records) -> tuple[Records, Records]:
    """Return the caps, and by request which of them count it, with what weight."""
    counted: list[list[tuple[int, int]]] = [[] for _ in requests]
    for number, cap in enumerate(arrays.caps):
        for request, weight in zip(cap.requests, cap.weights, strict=True):
            if weight:
                counted[request].append((number, weight))
    caps = rows_of([(cap.limit, cap.price_gr) for cap in arrays.caps], CAP)
    return caps, rows_of(jagged(requests, "cap", counted), CAPPED)


def totals_of(arrays: Arrays, shifts: Records) -> tuple[Records, Ints, int]:
    """Return totals (the fleet's first, then by shift), their coefficients, and how many are the fleet's."""
    totals = np.zeros(len(arrays.totals), TOTAL)
    parts = [np.zeros(0, dtype=np.int64)]
    at = 0
    ordered = sorted(arrays.totals, key=lambda total: total.shift)
    for row, total in zip(totals, ordered, strict=True):
        for name in ("base", "unit", "under_gr", "over_gr", "shift"):
            row[name] = getattr(total, name)
        row["coefficient_from"] = at
        part = np.asarray(total.coefficients, dtype=np.int64).ravel()
        parts.append(part)
        at += len(part)
    begins = np.searchsorted(totals["shift"], np.arange(len(shifts) + 1))
    shifts["total_from"], shifts["total_to"] = begins[:-1], begins[1:]
    return totals, np.concatenate(parts), int(np.searchsorted(totals["shift"], 0))
