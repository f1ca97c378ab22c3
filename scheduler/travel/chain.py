"""Several engines, one after the other: who fails is passed over, and the plan says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain.errors import TravelError
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import GrowingTimes, TravelMatrix, TravelNote, TravelPoint, TravelTimes
from scheduler.travel.notes import fallen_back


@dataclass(frozen=True, kw_only=True)
class Link:
    """An engine of a chain by its name in the settings."""

    name: str
    travel: TravelTimes


class TravelChain:
    """The `TravelTimes` port over several others in order of preference.

    A matrix comes whole from one of them: times of two engines in one table would make ways that no vehicle can drive.

    Parameters
    ----------
    links : sequence of Link
        At least one.
    notes : sequence of TravelNote
        What is to be told with every answer.
    """

    def __init__(self, links: Sequence[Link], notes: Sequence[TravelNote] = ()) -> None:
        self._links = tuple(links)
        self._notes = tuple(notes)
        self._answered: dict[TravelMode, TravelTimes] = {}

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return the answer of the first engine that gives one.

        Raises
        ------
        InputError
            Naming places that no road leads to: another engine would not make them right.
        TravelError
            If all of them fail.
        """
        failed: list[tuple[str, TravelError]] = []
        for link in self._links:
            try:
                found = link.travel.matrix(points, mode)
            except TravelError as error:
                failed.append((link.name, error))
                continue
            self._answered[mode] = link.travel
            told = (fallen_back(mode, name, error, found.engine) for name, error in failed)
            return replace(found, notes=(*self._notes, *told, *found.notes))
        kind = failed[-1][1].kind
        raise TravelError("; ".join(f"{name}: {error}" for name, error in failed), kind=kind)

    def grown(self, known: TravelMatrix, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix | None:
        """Return the matrix by its new rows and columns, if the known ones are the first engine's, with nothing amiss.

        Raises
        ------
        InputError
            As `matrix`.
        """
        first = self._links[0].travel
        asked = self._answered.get(mode) is first and known.notes == self._notes
        if not asked or not isinstance(first, GrowingTimes):
            return None
        try:
            found = first.grown(replace(known, notes=()), points, mode)
        except TravelError:
            return None  # who stands in for it is found, and told of, as for any other question
        return None if found is None else replace(found, notes=(*self._notes, *found.notes))

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        """Return the ways as the engine draws them that gave the times."""
        return self._answered.get(mode, self._links[0].travel).ways(points, mode)
