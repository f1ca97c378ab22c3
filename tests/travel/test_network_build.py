"""Building a road network: whole or not at all, whatever happens on the way."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.domain.errors import InputError, TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.network.build import BuildReport, Step, build
from scheduler.travel.network.installed import Roads
from scheduler.travel.osrm import OsrmEngine
from tests.travel.extracts import helsinki_extract, small_extract

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract with few roads."""
    return small_extract(tmp_path_factory.mktemp("small") / "few.osm.pbf")


def in_force(home: Path) -> str:
    return OsrmEngine(home).version(Profile.CAR)


def leftovers(home: Path) -> list[str]:
    return [path.name for path in (home / "roads").iterdir() if path.name.startswith("building-")]


def test_a_build_reports_what_it_took(helsinki: BuildReport) -> None:
    """A town hall would not know whether its machine can do it, or whether the disk has room."""
    assert [profile.profile for profile in helsinki.profiles] == ["car", "foot", "bicycle"]
    assert helsinki.seconds > sum(profile.seconds for profile in helsinki.profiles) * 0.99
    assert 5_000_000 < helsinki.peak_bytes < 2_000_000_000
    on_disk = sum(path.stat().st_size for path in helsinki.folder.rglob("n.osrm.*"))
    assert helsinki.size_bytes == on_disk > 1_000_000


def test_steps_are_told_in_their_order(small: Path, tmp_path: Path) -> None:
    """Somebody who watches a build of half an hour would see it jump back, or never see it end."""
    told: list[Step] = []

    build(small, tmp_path, told.append)

    assert [step.number for step in told] == list(range(1, told[0].total + 1))
    assert {step.profile for step in told} == {"", *Profile}


def test_the_version_is_the_extracts(small: Path, helsinki: BuildReport, tmp_path: Path) -> None:
    """Cached legs of an old map would be taken for those of the new one, or thrown away for nothing."""
    first, again = build(small, tmp_path), build(small, tmp_path)

    assert again.network.version == first.network.version != helsinki.network.version
    assert helsinki.network.sha256.startswith(helsinki.network.version.partition("-")[0])


def test_the_network_before_stays_and_older_ones_go(small: Path, copied_home: Path) -> None:
    """Yesterday's plan could not be verified any more, or the disk would fill with old maps."""
    roads = Roads(copied_home)
    old = roads.current().version
    for name in ("older", "oldest"):
        shutil.copytree(roads.folder / old, roads.folder / name)
    (roads.folder / "current").write_text("older\n", encoding="utf-8")

    new = build(small, copied_home).network.version

    assert sorted(path.name for path in roads.folder.iterdir() if path.is_dir()) == sorted([new, "older"])


@pytest.mark.parametrize("content", ["cut", "text", "nothing", "flipped"])
def test_what_is_no_extract_leaves_the_old_network(content: str, copied_home: Path, tmp_path: Path) -> None:
    """A download that broke off would take the town's roads away, on the morning it is needed."""
    whole = helsinki_extract().read_bytes()
    noise = bytes(byte ^ 0xA5 for byte in whole[200_000:])
    bad = {
        "cut": whole[:300_000],
        "text": b"<html>Not found</html>" * 9,
        "nothing": b"",
        "flipped": whole[:200_000] + noise,
    }
    extract = tmp_path / "bad.osm.pbf"
    extract.write_bytes(bad[content])
    before = in_force(copied_home)

    with pytest.raises(TravelError, match=r"cut short, damaged, or no \.osm\.pbf"):
        build(extract, copied_home)

    assert in_force(copied_home) == before
    assert not leftovers(copied_home)


@pytest.mark.parametrize("name", ["missing.osm.pbf", "folder.osm.pbf", "roads.osm"])
def test_what_cannot_be_an_extract_is_refused_at_once(name: str, tmp_path: Path) -> None:
    """A typing error in the file's name would show as a riddle of some program, minutes later."""
    (tmp_path / "folder.osm.pbf").mkdir()
    (tmp_path / "roads.osm").write_text("<osm/>", encoding="utf-8")

    with pytest.raises(InputError, match=r"give an OpenStreetMap extract"):
        build(tmp_path / name, tmp_path)

    assert not (tmp_path / "roads").exists()


@pytest.mark.parametrize("how", ["no right", "too long", "a ring"])
def test_an_extract_that_cannot_be_read_is_named(how: str, tmp_path: Path) -> None:
    """The town's own folder would be accused of what is wrong with a downloaded file."""
    extract = tmp_path / ("x" * 300 + ".osm.pbf" if how == "too long" else "download.osm.pbf")
    if how == "no right":
        extract.symlink_to("/proc/self/mem")  # a file that even the superuser cannot read from its beginning
    elif how == "a ring":
        extract.symlink_to(extract)

    with pytest.raises(InputError, match=r"\.osm\.pbf: (cannot be read|does not exist)"):
        build(extract, tmp_path)

    assert not (tmp_path / "roads").exists()


@pytest.mark.parametrize("where", ["no town", "a file in the way", "a folder in the way"])
def test_a_folder_that_cannot_be_written_says_what_to_do(where: str, small: Path, tmp_path: Path) -> None:
    """A page of Python would tell that half an hour was spent for nothing."""
    home = tmp_path / "town"
    if where != "no town":
        home.mkdir()
    if where == "a file in the way":
        (home / "roads").write_text("", encoding="utf-8")
    if where == "a folder in the way":
        (home / "roads" / "current").mkdir(parents=True)

    with pytest.raises(TravelError, match=r"roads.*; see to it that this can be read and written, and build again"):
        build(small, home)

    assert not list(home.glob("roads/building-*"))
    assert not list(home.glob("roads/current.new"))
    assert not list(home.glob("roads/*/network.json"))


def test_an_extract_without_roads_says_so(tmp_path: Path) -> None:
    """Somebody who exported only the houses of a town would not know what is wrong."""
    import osmium

    extract = tmp_path / "houses.osm.pbf"
    writer = osmium.SimpleWriter(str(extract))
    writer.add_node(osmium.osm.mutable.Node(id=1, location=(23.4, 51.1), tags={"addr:housenumber": "5"}))
    writer.close()

    with pytest.raises(TravelError, match="no road that this profile may use"):
        build(extract, tmp_path)


def test_two_builds_at_once_do_not_mix(small: Path, tmp_path: Path) -> None:
    """Two people who press the key together would install a network made of two halves."""
    code = f"""
import pathlib, sys
from scheduler.domain.errors import TravelError
from scheduler.travel.network.build import build
def pause(step):
    if step.number == 5:
        print("midway", flush=True)
        sys.stdin.readline()
try:
    build(pathlib.Path({str(small)!r}), pathlib.Path({str(tmp_path)!r}), pause)
    print("built")
except TravelError as error:
    print(error)
"""
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "midway\n"
        second = subprocess.run(command, cwd=ROOT, input="\n", capture_output=True, text=True, check=False, timeout=60)
        told, _ = first.communicate("\n", timeout=60)

    assert second.stdout.startswith("another build is writing"), second.stdout + second.stderr
    assert told == "built\n"
    roads = Roads(tmp_path)
    assert roads.current() == roads.network(in_force(tmp_path))
    assert not leftovers(tmp_path)


def test_a_build_killed_half_way_leaves_the_old_network(small: Path, copied_home: Path) -> None:
    """A power cut during the build would leave a town without roads; the next build must also tidy up."""
    before = in_force(copied_home)
    code = (
        "import sys, pathlib; from scheduler.travel.network.build import build;"
        "build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), lambda step: print(step.number, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, helsinki_extract(), copied_home],  # large enough to be caught in the middle
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != "4":
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGKILL)

    assert leftovers(copied_home)
    assert in_force(copied_home) == before
    new = build(small, copied_home).network.version
    assert not leftovers(copied_home)
    assert in_force(copied_home) == new


def test_a_full_disk_is_named_and_leaves_the_old_network(copied_home: Path, tmp_path: Path) -> None:
    """The message would be a program's riddle, and the half-written network would be asked."""
    small = tmp_path / "small"
    small.mkdir()
    script = f"""
        mount -t tmpfs -o size=6m tmpfs {small} && cp -r {copied_home}/roads {small}/ &&
        {sys.executable} -c "
import pathlib, sys
from scheduler.domain.errors import TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.network.build import build
from scheduler.travel.osrm import OsrmEngine
home = pathlib.Path('{small}')
before = OsrmEngine(home).version(Profile.CAR)
try:
    build(pathlib.Path('{helsinki_extract()}'), home)
except TravelError as error:
    print('refused:', error)
assert OsrmEngine(home).version(Profile.CAR) == before
assert not list((home / 'roads').glob('building-*'))
print('kept')
"
    """
    size = sum(path.stat().st_size for path in (copied_home / "roads").rglob("*") if path.is_file())
    script = script.replace("size=6m", f"size={size + 900_000}")

    # A mount that nobody else sees, which an ordinary user may make where the system allows it.
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "sh", "-c", script]
    done = subprocess.run(alone, cwd=ROOT, capture_output=True, text=True, check=False)

    if "unshare:" in done.stderr or "mount:" in done.stderr:
        assert os.environ.get("DOJAZD_CI") != "1", f"a full run needs a small disk: {done.stderr}"
        pytest.skip(f"no small disk can be made here: {done.stderr.strip()}")
    assert "refused: the disk is full" in done.stdout, done.stdout + done.stderr
    assert "kept" in done.stdout, done.stdout + done.stderr


def test_nobody_waits_for_a_dead_builders_lock(small: Path, tmp_path: Path) -> None:
    """A killed build would lock the town out of building for ever."""
    (tmp_path / "roads").mkdir()
    code = (
        "import sys, time; from filelock import FileLock;"
        "FileLock(sys.argv[1]).acquire(); print(1, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "roads" / "lock"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()

    assert build(small, tmp_path).network.version == in_force(tmp_path)
