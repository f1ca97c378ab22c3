"""Building a network: extract, contract, install; what is in force stays in force until the new one is whole."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.travel.engine import Profile
from scheduler.travel.network.installed import MANIFEST, STEM, Network, Roads, manifest_text, synced, version_of
from scheduler.travel.network.installing import STAGING, alone, installed, tidy
from scheduler.travel.network.programs import Osrm, ProgramRun, osrm_version

STEPS = 2 * len(Profile) + 3
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
type BeforeUse = Callable[[Network, Path], None]


def build(
    extract: Path, home: Path, on_step: OnStep = lambda _: None, before_use: BeforeUse = lambda _network, _folder: None
) -> BuildReport:
    """Build the networks of all profiles from an extract and put them in force.

    Parameters
    ----------
    extract : Path
        An OpenStreetMap extract, `.osm.pbf`.
    home : Path
        The town's folder; networks go to its folder `roads`.
    on_step : callable
        Told of every step as it begins.
    before_use : callable
        Given the new network and its folder, when it can be asked by its version and is not in force yet. What it
        raises is raised, and the old network stays in force.

    Raises
    ------
    InputError
        If the extract is not a file that can be read; nothing was written.
    TravelError
        If another build is running, or this one failed; the old network is still in force.
    """
    roads = Roads(home)
    source = _checked(extract)
    try:
        roads.folder.mkdir(exist_ok=True)
        with alone(roads):
            return _build(source, roads, on_step, before_use)
    except OSError as error:
        msg = (
            f"the network could not be built ({error.filename or roads.folder}: {error.strerror or error}); see to it "
            "that this can be read and written, and build again; the old network, if any, is still in force"
        )
        raise TravelError(msg) from error


def _checked(extract: Path) -> Path:
    """Return the extract's full path, as the programs run elsewhere."""
    try:
        wrong = _wrong_with(extract)
    except (OSError, ValueError) as error:
        wrong = f"cannot be read ({error.strerror if isinstance(error, OSError) else error})"
    if wrong is not None:
        right = "give an OpenStreetMap extract in PBF format, for example of your voivodeship"
        raise InputError([InputProblem(file=str(extract), wrong=wrong, right=right)])
    return extract.resolve()


def _wrong_with(extract: Path) -> str | None:
    if not extract.exists():
        return "does not exist"
    if not extract.is_file():
        return "is not a file"
    if not extract.name.casefold().endswith(".pbf"):
        return "is not called .osm.pbf"
    with extract.open("rb") as file:
        file.read(1)  # whether it can be
    return None


def _build(extract: Path, roads: Roads, on_step: OnStep, before_use: BeforeUse) -> BuildReport:
    started = time.monotonic()
    osrm = Osrm()
    on_step(Step(number=1, total=STEPS, what="checksum"))
    sha256, size = _checksum(extract)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=roads.folder))
    try:
        reports = tuple(_profile(osrm, extract, staging, profile, on_step) for profile in Profile)
        network = _manifest(extract, sha256, size, staging)
        on_step(Step(number=STEPS - 1, total=STEPS, what="install"))
        with installed(staging, roads, network.version) as folder:
            on_step(Step(number=STEPS, total=STEPS, what="check"))
            before_use(network, folder)
            synced(folder)
            roads.put_in_force(network.version)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    tidy(roads)
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
