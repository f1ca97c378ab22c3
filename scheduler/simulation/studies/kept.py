"""Where finished replications are kept: what a study needs of it, and the simplest such place."""

from collections.abc import Sequence
from typing import Protocol

from scheduler.domain.capacity.figures import Figure


class Kept(Protocol):
    """Finished replications by their keys."""

    def get(self, key: str) -> tuple[Figure, ...] | None:
        """Return the figures of a replication; None: it is not there, or not whole."""
        ...

    def keep(self, key: str, figures: Sequence[Figure]) -> None:
        """Keep the figures of a replication: all of them or none, whatever happens to this computer."""
        ...


class KeptInMemory:
    """For as long as this process lives."""

    def __init__(self) -> None:
        self._figures: dict[str, tuple[Figure, ...]] = {}

    def get(self, key: str) -> tuple[Figure, ...] | None:
        """Return the figures of a replication, if there are any."""
        return self._figures.get(key)

    def keep(self, key: str, figures: Sequence[Figure]) -> None:
        """Keep the figures of a replication."""
        self._figures[key] = tuple(figures)
