"""How long a search may go on."""

from collections.abc import Callable
from dataclasses import dataclass, field


def _never() -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Budget:
    """A limit by the clock, by effort, or both; whichever comes first.

    Attributes
    ----------
    clock : callable
        A monotonic clock in seconds, handed in: the solver reads no clock of its own.
    seconds : float or None
        Wall-clock limit.
    effort : int or None
        Deterministic limit, in hundreds of iterations of each searcher (the yardstick: improving solutions looked at
        per strategy); with it and no `seconds`, the same seed gives the same plan.
    cancelled : callable
        Asked often; True ends the search with the best plan so far.
    """

    clock: Callable[[], float]
    seconds: float | None = None
    effort: int | None = None
    cancelled: Callable[[], bool] = field(default=_never)

    def __post_init__(self) -> None:
        if self.seconds is None and self.effort is None:
            msg = "a budget needs seconds, effort or both"
            raise ValueError(msg)
