"""Chance by name: every number that is drawn has a name, and the same name under the same seed is the same number.

No number is taken from a sequence, so nothing that one scenario draws more or less moves what the others draw: these
are the common random numbers of paired comparisons (Law, Simulation Modeling and Analysis, 5th ed. 2015, section 11.2).
A name is turned into a number by a hash, as counter-based generators do it (Salmon, Moraes, Dror and Shaw, Parallel
Random Numbers: As Easy as 1, 2, 3, 2011); BLAKE2b is keyed with the seed. Processes and platforms agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from math import log1p

_BITS = 53
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Stream:
    """All numbers of one name, which go on in the names under it.

    Attributes
    ----------
    seed : int
        Of the replication.
    name : str
        Of what is drawn.
    """

    seed: int
    name: str = ""

    def of(self, *names: str | int) -> "Stream":
        """Return the stream of a name under this one's."""
        return Stream(self.seed, _BETWEEN.join((self.name, *map(str, names))))

    @property
    def last(self) -> str:
        """The last of its names."""
        return self.name.rpartition(_BETWEEN)[2]

    def uniform(self, *names: str | int) -> float:
        """Return the number in [0, 1) of a name under this one's, a multiple of 2**-53."""
        text = _BETWEEN.join((self.name, *map(str, names)))
        key = self.seed.to_bytes(16, "little", signed=True)
        digest = blake2b(text.encode(), digest_size=8, key=key).digest()
        return (int.from_bytes(digest, "little") >> (64 - _BITS)) / (1 << _BITS)

    def exponential(self, *names: str | int) -> float:
        """Return an exponential number of mean 1."""
        return -log1p(-self.uniform(*names))

    def arrivals(self, mean: float) -> Iterator[int]:
        """Yield 0, 1, ... as many as a Poisson number of a mean says.

        The n-th arrival is there if the n-th point of a Poisson process of rate one is below the mean. So a mean that
        grows only adds arrivals after the known ones, and one that shrinks takes only the last ones away.
        """
        level, k = self.exponential("gap", 0), 0
        while level < mean:
            yield k
            k += 1
            level += self.exponential("gap", k)
