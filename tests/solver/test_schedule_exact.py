"""The reference timing against an exact model on random orders; more of the same in benchmarks/soak.py."""

import pytest

from tests.solver.compare_times import disagreement, soak

FAMILIES = {
    "windows": 60,
    "windows rides waits": 60,
    "windows spans": 50,
    "windows rides spans start": 50,
    "windows driving": 20,
    "windows breaks": 50,
    "breaks spans": 150,
    "windows breaks spans rides waits start": 80,
    "windows relations": 60,
    "relations rides spans": 40,
    "windows apart": 50,
    "apart relations breaks": 40,
    "windows bands rides waits": 25,
    "windows bands spans": 8,
    "windows bands relations": 8,
}


@pytest.mark.parametrize(("names", "count"), FAMILIES.items(), ids=str)
def test_finds_times_exactly_when_there_are_some(names: str, count: int) -> None:
    """A request that fits would be refused on the phone, or a plan promised that cannot be driven."""
    found = [disagreement(seed, frozenset(names.split())) for seed in range(2 * count)]

    assert [one for one in found if one] == []


def test_everything_at_once() -> None:
    """Rules that are right alone could be wrong together on a full day."""
    assert soak(0, 60) == []
