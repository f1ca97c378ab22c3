"""Whether times matter at all: where they do not, a search need not look at them."""

from solver.arrays import FAR, Arrays


def is_time_priced(arrays: Arrays) -> bool:
    """Return whether any price depends on times."""
    called = (arrays.call_gr > 0) & (arrays.published_shift >= 0)
    prices = (arrays.work_gr_per_h, arrays.overtime_gr_per_h, arrays.excess_gr_per_min, arrays.deviation_gr_per_min)
    return bool(called.any()) or any(bool((price > 0).any()) for price in prices)


def do_bounds_decide(arrays: Arrays) -> bool:
    """Return whether earliest and latest times tell all there is, if nothing is tied and no break owed."""
    waits = arrays.wait_max_s < FAR and bool(arrays.people.any())
    banded = bool(arrays.bands) and any(arrays.banded)
    limits = (arrays.work_max_s, arrays.driving_max_s, arrays.ride_max_s)
    limited = any(bool((limit < FAR).any()) for limit in limits)
    return not (waits or banded or limited or is_time_priced(arrays))
