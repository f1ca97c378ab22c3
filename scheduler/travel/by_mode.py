"""Each mode from the engine that is named for it, and from no other: how a plan is measured again."""

from collections.abc import Mapping, Sequence

from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelMatrix, TravelPoint, TravelTimes


class TravelByMode:
    """The `TravelTimes` port over one other for each mode.

    Parameters
    ----------
    engines : mapping of TravelMode to TravelTimes
        Who is asked.
    otherwise : TravelTimes
        Who is asked for modes that nobody is named for.
    """

    def __init__(self, engines: Mapping[TravelMode, TravelTimes], otherwise: TravelTimes) -> None:
        self._engines = engines
        self._otherwise = otherwise

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return the answer of the mode's engine.

        Raises
        ------
        TravelError
            If it cannot answer; nobody stands in for it.
        """
        return self._engines.get(mode, self._otherwise).matrix(points, mode)

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        """Return the ways as the mode's engine draws them."""
        return self._engines.get(mode, self._otherwise).ways(points, mode)
