"""Intervals tried on thousands of small studies of an office whose truth is known."""

from tests.simulation.statistics.made_up_office import coverages

STUDIES = 1000
LEAST, MOST = 0.90, 0.99


def intervals(seed: int) -> list[str]:
    """Return which intervals of one batch of small studies held the truth too seldom, or too often."""
    found = zip(("shares", "differences"), coverages(range(seed * STUDIES, (seed + 1) * STUDIES)), strict=True)
    return [
        f"seed {seed}: intervals of {name} held the truth in {held.happened} of {held.count} studies"
        for name, held in found
        if not LEAST <= held.value <= MOST
    ]
