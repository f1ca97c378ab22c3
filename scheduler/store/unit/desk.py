"""What all parts of one unit of work share: whether it may still be used, and whether it may change things."""

from collections.abc import Callable
from datetime import tzinfo

from scheduler.domain.errors import StoreError


class Desk:
    """The state of one unit.

    Parameters
    ----------
    writes : bool
        Whether it may change things.
    zone : callable
        The town's clock, as the unit sees it.
    """

    def __init__(self, *, writes: bool, zone: Callable[[], tzinfo | None]) -> None:
        self._writes = writes
        self._ended = False
        self.zone = zone

    def end(self) -> None:
        """Let nobody use the unit any more."""
        self._ended = True

    def read(self) -> None:
        """Refuse whoever reads after the end.

        Raises
        ------
        StoreError
        """
        if self._ended:
            raise StoreError("this unit of work has ended; open another one")

    def write(self) -> None:
        """Refuse whoever writes after the end, or in a unit that only reads.

        Raises
        ------
        StoreError
        """
        self.read()
        if not self._writes:
            raise StoreError("this unit of work only reads; open one that writes")
