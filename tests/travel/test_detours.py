"""The great circle with a town's detours: what stands in when the map cannot be asked."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.travel.detours import Detours, detours_of, load, save
from scheduler.travel.engine import Legs, Profile
from scheduler.travel.network.anchors import fit_straight
from scheduler.travel.network.build import BuildReport
from scheduler.travel.osrm import OsrmEngine
from scheduler.travel.straight import StraightTravel
from tests.travel.extracts import HELSINKI
from tests.travel.fakes import at

type Floats = np.typing.NDArray[np.float64]


def grid(count: int = 12) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(3)
    return 51.1 + rng.random(count) / 20, 23.4 + rng.random(count) / 20


def river(lat: Floats, lon: Floats) -> Detours:
    """A town with a river at 51.125: whoever crosses it takes three times as long."""
    points = [at(a, b) for a, b in zip(lat, lon, strict=True)]
    crow = StraightTravel(Policy()).matrix(points, TravelMode.CAR)
    across = np.where((lat[:, None] > 51.125) != (lat[None, :] > 51.125), 3, 1)
    legs = Legs(tenths=(crow.seconds * across * 10).astype(np.int32), metres=(crow.metres * across).astype(np.int32))
    return detours_of(lat, lon, legs, crow.seconds.astype(float), crow.metres.astype(float))


def test_a_river_is_known_of_points_that_were_never_asked() -> None:
    """When the map fails, the bus would be promised on the other bank in no time."""
    found = river(*grid(150))
    lat, lon = np.array([51.11, 51.14, 51.112]), np.array([23.42, 23.42, 23.43])

    seconds, metres = found.between(lat, lon)

    assert seconds[0, 1] == pytest.approx(3, abs=0.4)
    assert seconds[0, 2] == pytest.approx(1, abs=0.2)
    assert metres[1, 2] == pytest.approx(3, abs=0.4)


def test_at_its_anchors_it_says_what_the_road_said() -> None:
    """The town's own doors, which are anchors, would be estimated as badly as any other point."""
    lat, lon = grid()
    found = river(lat, lon)

    seconds, _ = found.between(lat, lon)

    off = ~np.eye(len(lat), dtype=bool)
    assert seconds[off] == pytest.approx(found.seconds[off], rel=0.05)


@given(st.lists(st.tuples(st.floats(51.0, 51.3), st.floats(23.3, 23.6)), min_size=1, max_size=6))
def test_estimates_stay_whole_and_sane_everywhere(spots: list[tuple[float, float]]) -> None:
    """A point outside the town would get a time of nothing, or of years."""
    points = [at(lat, lon) for lat, lon in spots]
    plain = StraightTravel(Policy()).matrix(points, TravelMode.VAN)

    fitted = StraightTravel(Policy(), {Profile.CAR: river(*grid())}, "7").matrix(points, TravelMode.VAN)

    assert fitted.engine == "straight 7"
    assert ((fitted.seconds == 0) == (plain.seconds == 0)).all()
    assert (fitted.seconds <= 8 * plain.seconds + 1).all()
    assert (fitted.seconds * 10 + 10 >= plain.seconds).all()


def test_without_detours_nothing_changes() -> None:
    """Towns without a map would get other times than they had."""
    points = [at(51.1, 23.4), at(51.12, 23.45)]

    assert StraightTravel(Policy(), {}).matrix(points, TravelMode.CAR).engine == "straight"


def test_detours_come_back_from_their_file(tmp_path: Path) -> None:
    """The fit would be lost with the program's end."""
    found = river(*grid())
    save(found, tmp_path, Profile.CAR)

    again = load(tmp_path, Profile.CAR)

    assert again is not None
    assert np.array_equal(again.seconds, found.seconds)
    assert load(tmp_path, Profile.FOOT) is None
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY rubbish"])
def test_a_damaged_file_is_no_file(content: bytes, tmp_path: Path) -> None:
    """The last resort would fail on the morning everything else has failed."""
    (tmp_path / "detours-car.npz").write_bytes(content)

    assert load(tmp_path, Profile.CAR) is None


def test_a_file_of_other_shapes_is_no_file(tmp_path: Path) -> None:
    """Somebody else's file would end planning with a page about matrices."""
    lat, lon = grid()
    save(Detours(lat=lat, lon=lon[:3], seconds=np.ones((2, 2)), metres=np.ones((2, 2))), tmp_path, Profile.CAR)

    assert load(tmp_path, Profile.CAR) is None


def test_fitted_to_a_real_network_it_is_nearer_to_the_roads(helsinki: BuildReport, tmp_path: Path) -> None:
    """The fit would make estimates worse, and nobody would notice before the map fails."""
    engine = OsrmEngine(helsinki.folder.parent.parent)
    middle = (HELSINKI.south + HELSINKI.north) / 2
    doors = [at(middle + k / 2000, HELSINKI.west + 0.004 + k / 1500, f"door {k}") for k in range(-6, 8)]

    fits = fit_straight(engine, tmp_path, doors, Policy())

    assert [fit.profile for fit in fits] == list(Profile)
    assert all(fit.after < 0.9 * fit.before for fit in fits)
    assert all(load(tmp_path, profile) is not None for profile in Profile)


def test_a_town_elsewhere_gets_no_fit(helsinki: BuildReport, tmp_path: Path) -> None:
    """A wrong extract would teach the town another town's detours."""
    engine = OsrmEngine(helsinki.folder.parent.parent)

    assert fit_straight(engine, tmp_path, [at(51.1, 23.4), at(51.2, 23.5)], Policy()) == ()
    assert not list(tmp_path.iterdir())
