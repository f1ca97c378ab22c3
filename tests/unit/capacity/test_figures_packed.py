"""Figures in a small space."""

from dataclasses import replace

import pytest

from scheduler.domain.capacity.packing import pack, unpack
from tests.store.sample_studies import FIGURES


def test_packed_figures_come_back_to_the_last_bit() -> None:
    """A resumed study would differ from an uninterrupted one in the fifteenth digit, and nobody trust either."""
    found = unpack(pack(FIGURES))

    assert found == FIGURES
    assert [one.value.hex() for one in found] == [one.value.hex() for one in FIGURES]
    assert unpack(pack(())) == ()


def test_what_is_damaged_is_as_good_as_none() -> None:
    """A replication that a newer version wrote, or that was torn, would stop a study instead of being played again."""
    packed = pack(FIGURES)

    assert unpack(b"") is None
    assert unpack(b"\x02" + packed[1:]) is None
    assert unpack(packed[:-5]) is None


def test_what_is_no_number_is_refused() -> None:
    """An average would become "not a number" for ever, long after whatever went wrong."""
    with pytest.raises(ValueError, match="JSON"):
        pack([replace(FIGURES[0], value=float("nan"))])
