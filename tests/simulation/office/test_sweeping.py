"""Garbage is swept after some simulated days, and as ever once they are over."""

import gc
from weakref import ref

import pytest

from scheduler.simulation.office.sweeping import EVERY, WHOLLY_EVERY, sweep, sweeping_by_night


class _Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_days_leave_behind_goes_after_some_of_them() -> None:
    """A study of a year would need more memory with every day, until its worker is killed."""
    with sweeping_by_night():
        left = ref(_Ring())
        sweep(EVERY - 1)
        assert left() is not None
        sweep(EVERY)
        assert left() is None


def test_what_was_looked_past_and_left_behind_since_goes_as_well() -> None:
    """A study of years would fill the memory with what each fifth evening was still in use."""
    with sweeping_by_night():
        ring = _Ring()
        left = ref(ring)
        sweep(EVERY)
        del ring
        sweep(WHOLLY_EVERY)
        assert left() is None


@pytest.mark.parametrize("swept", [True, False])
def test_a_server_sweeps_as_before_once_a_replication_has_ended(swept: bool) -> None:
    """A process that has simulated once, or in vain, would never look for garbage again."""
    before = gc.isenabled()
    try:
        (gc.enable if swept else gc.disable)()
        with pytest.raises(ValueError, match="no days"), sweeping_by_night():
            raise ValueError("no days")
        assert gc.isenabled() is swept
        assert not gc.get_freeze_count()
    finally:
        (gc.enable if before else gc.disable)()
