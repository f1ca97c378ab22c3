"""Building a network: extract, contract, install; what is in force stays in force until the new one is whole."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.network.installed import MANIFEST, STEM, Network, Roads, manifest_text, version_of
from scheduler.travel.network.programs import Osrm, ProgramRun, osrm_version

STAGING = "building-"
STEPS = 2 * len(Profile) + 2
UNUSED = ("cnbg", "cnbg_to_ebg", "ebg", "enw", "restrictions", "turn_penalties_index")
"""Files that only building needs."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a build that begins: the `number`-th of `total`."""

    number: int
    total: int
    what: str
    profile: str = ""


@dataclass(frozen=True, kw_only=True)
class ProfileReport:
    """What one profile took: seconds, peak memory and installed size in bytes."""

    profile: str
    seconds: float
    peak_bytes: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class BuildReport:
    """What was built, and what it took."""

    network: Network
    folder: Path
    seconds: float
    profiles: tuple[ProfileReport, ...]

    @property
    def peak_bytes(self) -> int:
        """The memory that the hungriest program needed."""
        return max(profile.peak_bytes for profile in self.profiles)

    @property
    def size_bytes(self) -> int:
        """What the network takes on disk."""
        return sum(self.network.files.values())


type OnStep = Callable[[Step], None]


def build(extract: Path, home: Path, on_step: OnStep = lambda _: None) -> BuildReport:
    """Build the networks of all profiles from an extract and put them in force.

    Parameters
    ----------
    extract : Path
        An OpenStreetMap extract, `.osm.pbf`.
    home : Path
        The town's folder; networks go to its folder `roads`.
    on_step : callable
        Told of every step as it begins.

    Raises
    ------
    InputError
        If the extract is not a file that can be read.
    TravelError
        If another build is running, or this one failed; the old network is still in force.
    """
    roads = Roads(home)
    source = _checked(extract)
    try:
        roads.folder.mkdir(exist_ok=True)
        with FileLock(roads.folder / "lock", timeout=0):
            return _build(source, roads, on_step)
    except Timeout:
        msg = f"another build is writing to {roads.folder}; wait until it has ended"
        raise TravelError(msg) from None
    except OSError as error:
        msg = f"{roads.folder}: {error.strerror or error}; the old network, if any, is still in force"
        raise TravelError(msg) from error


def _checked(extract: Path) -> Path:
    """Return the extract's full path, as the programs run elsewhere."""
    wrong = None
    if not extract.exists():
        wrong = "does not exist"
    elif not extract.is_file():
        wrong = "is not a file"
    elif not extract.name.casefold().endswith(".pbf"):
        wrong = "is not called .osm.pbf"
    if wrong is not None:
        right = "give an OpenStreetMap extract in PBF format, for example of your voivodeship"
        raise InputError([InputProblem(file=str(extract), wrong=wrong, right=right)])
    return extract.resolve()


def _build(extract: Path, roads: Roads, on_step: OnStep) -> BuildReport:
    started = time.monotonic()
    osrm = Osrm()
    for stale in roads.folder.glob(f"{STAGING}*"):  # of builds that were killed: the lock is ours
        shutil.rmtree(stale, ignore_errors=True)
    on_step(Step(number=1, total=STEPS, what="checksum"))
    sha256, size = _checksum(extract)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=roads.folder))
    try:
        reports = tuple(_profile(osrm, extract, staging, profile, on_step) for profile in Profile)
        network = _manifest(extract, sha256, size, staging)
        on_step(Step(number=STEPS, total=STEPS, what="install"))
        _install(staging, roads, network)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    seconds = time.monotonic() - started
    return BuildReport(network=network, folder=roads.folder / network.version, seconds=seconds, profiles=reports)


def _step(profile: Profile, what: str) -> Step:
    number = 2 + 2 * list(Profile).index(profile) + (what == "contract")
    return Step(number=number, total=STEPS, what=what, profile=profile)


def _checksum(extract: Path) -> tuple[str, int]:
    with extract.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


def _profile(osrm: Osrm, extract: Path, staging: Path, profile: Profile, on_step: OnStep) -> ProfileReport:
    folder = staging / profile
    folder.mkdir()
    on_step(_step(profile, "extract"))
    output = folder / STEM
    first = osrm.run("osrm-extract", "-p", osrm.profile(profile), "-o", output, extract, folder=folder)
    on_step(_step(profile, "contract"))
    second = osrm.run("osrm-contract", output, folder=folder)
    for ending in UNUSED:
        (folder / f"{STEM}.{ending}").unlink(missing_ok=True)
    return _report(profile, folder, first, second)


def _report(profile: Profile, folder: Path, *runs: ProgramRun) -> ProfileReport:
    return ProfileReport(
        profile=profile,
        seconds=sum(run.seconds for run in runs),
        peak_bytes=max(run.peak_bytes for run in runs),
        size_bytes=sum(path.stat().st_size for path in folder.iterdir()),
    )


def _manifest(extract: Path, sha256: str, size: int, staging: Path) -> Network:
    files = {path.relative_to(staging).as_posix(): path.stat().st_size for path in sorted(staging.rglob(f"{STEM}.*"))}
    network = Network(
        version=version_of(sha256, osrm_version()),
        engine=osrm_version(),
        extract=extract.name,
        sha256=sha256,
        extract_bytes=size,
        profiles=tuple(Profile),
        files=files,
    )
    (staging / MANIFEST).write_text(manifest_text(network), encoding="utf-8")
    return network


def _install(staging: Path, roads: Roads, network: Network) -> None:
    """Give the new network its name, put it in force, and remove what is older than the one before it.

    The one before stays: plans that were made with it are verified with it.
    """
    target = roads.folder / network.version
    if target.exists():  # the same extract again; whoever has the old files open keeps them
        target.rename(roads.folder / f"{STAGING}replaced-{staging.name}")
    staging.rename(target)
    before = roads.in_force()
    roads.put_in_force(network.version)
    keep = {network.version, before}
    for path in roads.folder.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
