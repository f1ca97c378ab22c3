"""Whose travel times a plan rests on, noted while they are asked for."""

from collections.abc import Mapping, Sequence

from scheduler.domain.plan import TravelSource
from scheduler.domain.roster import TravelMode
from scheduler.domain.town import Town
from scheduler.services.disruptions.travel import travel_under
from scheduler.services.ports import GrowingTimes, TravelMatrix, TravelPoint, TravelTimes


def witness_of(town: Town, travel: TravelTimes) -> "TravelWitness":
    """Return a witness of the travel times of a town, as they are under what is in the day's way."""
    return TravelWitness(travel_under(town, travel))


class TravelWitness:
    """The `TravelTimes` port, passed through; remembers which engine answered and what it wants people to know.

    Parameters
    ----------
    travel : TravelTimes
        Who is asked.
    """

    def __init__(self, travel: TravelTimes) -> None:
        self._travel = travel
        self._sources: dict[TravelSource, None] = {}
        self._notes: dict[tuple[tuple[str, str], ...], bool] = {}

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return the answer of the engine behind."""
        return self._noted(self._travel.matrix(points, mode), mode)

    def grown(self, known: TravelMatrix, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix | None:
        """Return the answer of the engine behind."""
        answer = self._travel.grown(known, points, mode) if isinstance(self._travel, GrowingTimes) else None
        return None if answer is None else self._noted(answer, mode)

    def _noted(self, answer: TravelMatrix, mode: TravelMode) -> TravelMatrix:
        self._sources[TravelSource(mode=mode, engine=answer.engine, version=answer.version)] = None
        for note in answer.notes:
            self._notes[tuple(sorted(note.text.items()))] = note.alarm
        return answer

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:
        """Return the answer of the engine behind."""
        return self._travel.ways(points, mode)

    @property
    def engines(self) -> str:
        """The engines that answered, in the order they first did, as people read it."""
        return ", ".join(dict.fromkeys(source.label for source in self._sources))

    @property
    def sources(self) -> tuple[TravelSource, ...]:
        """Whose times each mode has, in the order they were first asked for."""
        return tuple(self._sources)

    @property
    def notes(self) -> tuple[Mapping[str, str], ...]:
        """Everything they had to say, once each."""
        return tuple(dict(text) for text in self._notes)

    @property
    def alarmed(self) -> bool:
        """Whether an engine failed, and another one or its memory stood in for it."""
        return any(self._notes.values())
