"""A new network comes into force whole and looked at, or the old one stays as it was."""

import shutil
from pathlib import Path

import pytest

from scheduler.domain.errors import TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.network.build import build
from scheduler.travel.network.installed import Network, Roads
from scheduler.travel.osrm import OsrmEngine
from tests.travel.extracts import small_extract
from tests.travel.fakes import at


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract with few roads."""
    return small_extract(tmp_path_factory.mktemp("small") / "few.osm.pbf")


@pytest.fixture(scope="module")
def built(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with its network."""
    home = tmp_path_factory.mktemp("built")
    build(small, home)
    return home


@pytest.fixture
def town(built: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(built, tmp_path / "town"))


def kept(home: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a town's networks but the lock: the very file, and what is in it."""
    files = (path for path in (home / "roads").rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(home).as_posix(): (path.stat().st_ino, path.read_bytes()) for path in files}


def refuse(network: Network, folder: Path) -> None:
    (folder / "looked-at").write_text(network.version, encoding="utf-8")
    msg = "of another town"
    raise TravelError(msg)


def test_the_same_network_once_more_does_not_move(small: Path, town: Path) -> None:
    """A power cut during a needless rebuild would leave the town without any roads."""
    before = kept(town)

    build(small, town)

    after = kept(town)
    assert {name: file for name, file in after.items() if name != "roads/current"} == {
        name: file for name, file in before.items() if name != "roads/current"
    }
    assert after["roads/current"][1] == before["roads/current"][1]


@pytest.mark.parametrize("harm", ["lost", "other bytes"])
def test_a_damaged_network_is_built_again(harm: str, small: Path, town: Path) -> None:
    """A town would be told to build again, and building again would not help."""
    roads = Roads(town)
    file = roads.data(roads.current(), Profile.FOOT).with_suffix(".osrm.fileIndex")
    if harm == "lost":
        file.unlink()
    else:
        file = file.with_suffix(".properties")
        file.write_bytes(b"\0" * file.stat().st_size)
        with pytest.raises(TravelError, match="cannot be loaded"):
            OsrmEngine(town).legs([at(60.17, 24.94)], [at(60.17, 24.95)], Profile.FOOT)

    build(small, town)

    assert OsrmEngine(town).legs([at(60.17, 24.94)], [at(60.17, 24.95)], Profile.FOOT).tenths.shape == (1, 1)
    assert not list(roads.folder.glob("building-*"))


def test_the_network_is_looked_at_before_it_is_used(small: Path, copied_home: Path) -> None:
    """The look at a new map would be a look at the old one, or come when the morning's plan has used it."""
    roads, seen = Roads(copied_home), []
    old = roads.in_force()

    def look(network: Network, folder: Path) -> None:
        seen.append((roads.in_force(), folder == roads.folder / network.version, roads.network(network.version)))
        assert OsrmEngine(copied_home, version=network.version).version(Profile.CAR) == network.version
        (folder / "fitted").write_text("to the new roads", encoding="utf-8")

    report = build(small, copied_home, before_use=look)

    assert seen == [(old, True, report.network)]
    assert roads.in_force() == report.network.version != old
    assert (report.folder / "fitted").exists()


def test_a_refused_network_goes_and_the_old_one_stays(small: Path, copied_home: Path) -> None:
    """After an extract of another town every plan would fail, or the disk would keep what nobody can use."""
    before = kept(copied_home)

    with pytest.raises(TravelError, match="of another town"):
        build(small, copied_home, before_use=refuse)

    assert kept(copied_home) == before


def test_a_network_that_was_there_is_not_removed_by_a_refusal(small: Path, town: Path) -> None:
    """Building the map in force once more, on a day its places cannot be read, would take it away."""
    before = kept(town)

    with pytest.raises(TravelError, match="of another town"):
        build(small, town, before_use=refuse)

    after = kept(town)
    assert len(after.pop(f"roads/{Roads(town).in_force()}/looked-at")[1]) > 12
    assert after == before


def test_a_refused_repair_puts_the_damaged_network_back(small: Path, town: Path) -> None:
    """A network that nobody has looked at would be in force because the damaged one had its name."""
    roads = Roads(town)
    (roads.folder / roads.in_force() / "car" / "n.osrm.names").unlink()
    before = kept(town)

    with pytest.raises(TravelError, match="of another town"):
        build(small, town, before_use=refuse)

    assert kept(town) == before


def test_only_networks_are_tidied_away(small: Path, copied_home: Path) -> None:
    """The download that the network was built from would be deleted with the old networks."""
    roads = Roads(copied_home)
    mine = roads.folder / "extracts" / "few.osm.pbf"
    mine.parent.mkdir()
    shutil.copy(small, mine)
    (roads.folder / "building-x").mkdir()
    shutil.copytree(roads.folder / roads.in_force(), roads.folder / "older")
    old = roads.in_force()

    new = build(mine, copied_home).network.version

    assert {path.name for path in roads.folder.iterdir() if path.is_dir()} == {"extracts", old, new}
    assert mine.exists()


def test_building_twice_keeps_the_network_before(small: Path, copied_home: Path) -> None:
    """Whoever presses the key twice could not verify yesterday's plans any more."""
    old = Roads(copied_home).in_force()

    for _ in range(2):
        build(small, copied_home)

    assert OsrmEngine(copied_home, version=old).version(Profile.CAR) == old
    assert Roads(copied_home).before() == old


def test_everything_is_on_the_disk_before_it_counts(
    small: Path, copied_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the town would have a network whose files are empty."""
    import os

    order: list[str] = []
    fsync, replace, rename = os.fsync, os.replace, os.rename

    def synced(handle: int) -> None:
        order.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    def switched(source: Path, target: Path) -> None:
        order.append("switch")
        replace(source, target)

    def installed(source: Path, target: Path) -> None:
        order.append("install")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", installed)
    monkeypatch.setattr(os, "replace", switched)
    network = build(small, copied_home).network

    first = set(order[: order.index("switch")])
    assert {Path(name).name for name in network.files} | {"network.json"} <= set(order[: order.index("install")])
    assert {Path(name).name for name in network.files} | {
        "network.json",
        "current.new",
        network.version,
        *Profile,
    } <= first
    assert order[-1] == "roads"
