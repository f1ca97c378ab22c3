"""The great circle with a town's detours: what stands in when the map cannot be asked."""

import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.errors import TravelError
from scheduler.domain.policy import Policy, RoadPolicy, TravelSpeed
from scheduler.domain.roster import TravelMode
from scheduler.travel.detours import Detours, TownDetours, detours_of, load, save
from scheduler.travel.engine import Legs, Profile
from scheduler.travel.network.anchors import fit_straight
from scheduler.travel.network.build import BuildReport
from scheduler.travel.osrm import OsrmEngine
from scheduler.travel.straight import StraightTravel
from tests.travel.extracts import HELSINKI
from tests.travel.fakes import at

RATES = Policy().speeds[TravelMode.CAR]
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
    return detours_of([point.point for point in points], legs, RATES)


def kept(folder: Path, detours: Detours) -> TownDetours:
    """Return the detours of a network's folder."""
    save(detours, folder, Profile.CAR)
    return TownDetours(folder, "7")


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
    plain = StraightTravel(Policy()).matrix(points, TravelMode.CAR)
    with tempfile.TemporaryDirectory() as folder:
        fitted = StraightTravel(Policy(), kept(Path(folder), river(*grid()))).matrix(points, TravelMode.CAR)

    assert re.fullmatch("7 [0-9a-f]{8}", fitted.version)
    assert ((fitted.seconds == 0) == (plain.seconds == 0)).all()
    assert (fitted.seconds <= 8 * plain.seconds + 1).all()
    assert (fitted.seconds * 10 + 10 >= plain.seconds).all()


def test_estimates_are_as_slow_as_the_towns_roads(tmp_path: Path) -> None:
    """On the morning the map fails everything would be promised a third too early."""
    points = [at(51.11, 23.41), at(51.14, 23.43)]
    slow = StraightTravel(
        Policy(roads=RoadPolicy(time_permille={TravelMode.CAR: 1400, TravelMode.VAN: 2000})),
        kept(tmp_path, river(*grid())),
    )

    usual = StraightTravel(Policy(), TownDetours(tmp_path, "7")).matrix(points, TravelMode.CAR).seconds[0, 1]

    assert slow.matrix(points, TravelMode.CAR).seconds[0, 1] == pytest.approx(1.4 * usual, abs=2)
    assert slow.matrix(points, TravelMode.VAN).seconds[0, 1] == pytest.approx(2.0 * usual, abs=2)


def test_rates_that_a_town_changes_later_change_no_fitted_estimate(tmp_path: Path) -> None:
    """Detours that were fitted to slow rates would be added to fast ones."""
    points = [at(51.11, 23.41), at(51.14, 23.43)]
    faster = {**Policy().speeds, TravelMode.CAR: TravelSpeed(fixed_s=1, s_per_km=20, fixed_m=0, detour_permille=1000)}
    town = kept(tmp_path, river(*grid()))

    before, after = (StraightTravel(p, town).matrix(points, TravelMode.CAR) for p in (Policy(), Policy(speeds=faster)))

    assert np.array_equal(before.seconds, after.seconds)


def test_new_detours_have_another_name(tmp_path: Path) -> None:
    """A plan of estimates would be called broken after the next fit, instead of being made with others."""
    points = [at(51.1, 23.4)]
    first = StraightTravel(Policy(), kept(tmp_path, river(*grid(12)))).matrix(points, TravelMode.CAR).version

    assert StraightTravel(Policy(), kept(tmp_path, river(*grid(13)))).matrix(points, TravelMode.CAR).version != first


def test_without_detours_nothing_changes(tmp_path: Path) -> None:
    """Towns without a map would get other times than they had."""
    points = [at(51.1, 23.4), at(51.12, 23.45)]
    plain = StraightTravel(Policy()).matrix(points, TravelMode.CAR)

    bare = StraightTravel(Policy(), TownDetours(tmp_path, "7")).matrix(points, TravelMode.CAR)

    assert (bare.engine, bare.version) == ("straight", "")
    assert np.array_equal(bare.seconds, plain.seconds)


def test_detours_come_back_from_their_file(tmp_path: Path) -> None:
    """The fit would be lost with the program's end."""
    found = river(*grid())
    save(found, tmp_path, Profile.CAR)

    again = load(tmp_path, Profile.CAR)

    assert again is not None
    assert again.rates == RATES
    assert np.array_equal(again.seconds, found.seconds)
    assert load(tmp_path, Profile.FOOT) is None
    assert [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()] == [0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x93NUMPY rubbish"])
def test_a_damaged_file_is_no_file(content: bytes, tmp_path: Path) -> None:
    """The last resort would fail on the morning everything else has failed."""
    (tmp_path / "detours-car.bin").write_bytes(content)

    assert load(tmp_path, Profile.CAR) is None


def test_a_file_of_other_shapes_is_no_file(tmp_path: Path) -> None:
    """Somebody else's file would end planning with a page about matrices."""
    lat, lon = grid()
    odd = Detours(lat=lat, lon=lon[:3], seconds=np.ones((2, 2)), metres=np.ones((2, 2)), rates=RATES)
    save(odd, tmp_path, Profile.CAR)

    assert load(tmp_path, Profile.CAR) is None


@settings(max_examples=200)
@given(st.integers(0, 10**6), st.integers(1, 255), st.integers(1, 40))
def test_flipped_bits_are_no_traceback(where: int, flip: int, count: int) -> None:
    """A bad sector in the last resort would end planning, while the map itself is whole."""
    with tempfile.TemporaryDirectory() as folder:
        save(river(*grid()), Path(folder), Profile.CAR)
        path = Path(folder) / "detours-car.bin"
        content = bytearray(path.read_bytes())
        for k in range(count):
            content[(where + k) % len(content)] ^= flip
        path.write_bytes(content)

        found = load(Path(folder), Profile.CAR)

    assert found is None or np.isfinite(found.seconds).all()


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build would end in a traceback after the network is in force."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)

    with pytest.raises(TravelError, match="No space left on device; make room"):
        save(river(*grid()), tmp_path, Profile.CAR)
    assert not list(tmp_path.iterdir())


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
