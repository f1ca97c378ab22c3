"""Whether a road network is that of the town it is for."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from scheduler.cli.language import Language
from scheduler.cli.roads_home import RoadsHome
from scheduler.cli.roads_told import coverage_lines, fit_lines, said
from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.domain.place import Door, GeoPoint
from scheduler.domain.town import Town
from scheduler.services.horizon import travel_point
from scheduler.services.ports import TravelPoint
from scheduler.travel.coverage import Coverage, coverage
from scheduler.travel.engine import Profile
from scheduler.travel.network.anchors import Fit, fit_straight
from scheduler.travel.network.installed import Network
from scheduler.travel.osrm import OsrmEngine


class NetworkCheck:
    """Looks at a new network before it is used: how many of the town's doors it reaches, and its detours.

    Parameters
    ----------
    home : RoadsHome
        A town whose files cannot be read yet is not looked at.
    anyway : bool
        Take the network even if it reaches fewer than half of the doors.
    """

    def __init__(self, home: RoadsHome, *, anyway: bool) -> None:
        self._home = home
        self._anyway = anyway
        self._found: Coverage | None = None
        self._why: InputProblem | None = None
        self._fits: Sequence[Fit] = ()

    def __call__(self, network: Network, folder: Path) -> None:
        """Look at a network that is installed, and keep its detours in its folder.

        Raises
        ------
        TravelError
            If it is the map of somewhere else.
        """
        try:
            town = self._home.town()
        except InputError as error:
            self._why = error.problems[0]
            return
        engine, doors = (
            OsrmEngine(self._home.folder, within_m=town.policy.roads.within_m, version=network.version),
            doors_of(town),
        )
        self._found = coverage(engine, doors, Profile.CAR)
        if 2 * self._found.reached < self._found.doors and not self._anyway:
            raise TravelError(_elsewhere(network, self._found))
        self._fits = fit_straight(engine, folder, doors, town.policy)

    def lines(self, lang: Language) -> Iterator[str]:
        """Yield what was found."""
        if self._found is None:
            yield said(lang, "no_town", why=self._why)
            return
        yield from coverage_lines(self._found, lang)
        yield from fit_lines(self._fits, lang)


def doors_of(town: Town) -> list[TravelPoint]:
    """Return every door of a town once, by what people call it."""
    found: dict[GeoPoint, TravelPoint] = {}
    for place in town.places.values():
        for entrance in place.entrances:
            door = Door(place_id=place.id, entrance=entrance.name)
            found[entrance.point] = travel_point(town, door)
    return list(found.values())


def _elsewhere(network: Network, found: Coverage) -> str:
    return (
        f"{network.extract} reaches only {found.reached} of the town's {found.doors} places, so it is not used; "
        "build from an extract that covers the town, correct the places' coordinates, or add --anyway to use it as it "
        "is; the old network, if any, is still in force"
    )
