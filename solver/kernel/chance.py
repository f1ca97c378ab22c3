"""Random numbers from a seed: xorshift64* (Vigna 2016, "An experimental exploration of Marsaglia's xorshift").

The whole state is one word, so a search can be stopped and taken up again anywhere.
"""

import numpy as np
from numpy.typing import NDArray

from solver.kernel import part

type Dice = NDArray[np.uint64]
"""One word, never 0."""


def dice(seed: int) -> Dice:
    """Return a state from a seed; seeds near each other give unlike states."""
    return np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)


@part
def chance(dice: Dice) -> float:
    """Return the next number in [0, 1)."""
    x = dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * 1.1102230246251565e-16


@part
def below(dice: Dice, n: int) -> int:
    """Return a whole number in [0, n)."""
    return int(chance(dice) * n)


@part
def shuffle(dice: Dice, items: NDArray[np.int64], n: int) -> None:
    """Shuffle the first `n` items (Fisher & Yates)."""
    for i in range(n - 1, 0, -1):
        j = below(dice, i + 1)
        items[i], items[j] = items[j], items[i]
