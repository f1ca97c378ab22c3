"""Networks that are installed: where they lie, which one is in force, what each was built from."""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scheduler.domain.errors import TravelError
from scheduler.travel.engine import Profile

FOLDER = "roads"
CURRENT = "current"
MANIFEST = "network.json"
STEM = "n.osrm"
SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Network:
    """One installed network.

    Attributes
    ----------
    version : str
        First twelve digits of the extract's SHA-256, a dash, and the version of the engine.
    engine : str
        Version of the engine that built it, the only one that can read it.
    extract, sha256, extract_bytes : str, str, int
        Name, checksum and size of the file it was built from.
    files : mapping of str to int
        Every file by its path in the network's folder, with its size: a network that lost something is not asked.
    """

    version: str
    engine: str
    extract: str
    sha256: str
    extract_bytes: int
    profiles: tuple[str, ...]
    files: Mapping[str, int]


def version_of(sha256: str, engine: str) -> str:
    """Return the version of a network."""
    return f"{sha256[:12]}-{engine}"


class Roads:
    """The networks of one town, in the folder `roads` beside its files.

    Parameters
    ----------
    home : Path
        The town's folder.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    @property
    def exists(self) -> bool:
        """Whether a network was ever installed here."""
        return (self.folder / CURRENT).exists()

    def in_force(self) -> str:
        """Return the version in force, whole or not; "" if there is none that has a name."""
        return self._named(0)

    def before(self) -> str:
        """Return the version that was in force before it; "" if there was none."""
        return self._named(1)

    def current(self) -> Network:
        """Return the network in force.

        Raises
        ------
        TravelError
            If there is none, or it is damaged.
        """
        try:
            version = "".join(self._lines()[:1])
        except FileNotFoundError:
            raise TravelError(f"no road network is installed; build one: {BUILD}", kind="missing") from None
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            msg = f"{FOLDER}/{CURRENT} cannot be read ({why}); build again: {BUILD}"
            raise TravelError(msg, kind="damaged") from error
        return self.network(version)

    def network(self, version: str) -> Network:
        """Return an installed network, checked to be whole.

        Raises
        ------
        TravelError
            If it is not there, or not whole.
        """
        if not is_version(version):
            raise TravelError(f"{version!r} is no version of a road network; build one: {BUILD}", kind="damaged")
        try:
            network = _network(json.loads((self.folder / version / MANIFEST).read_text(encoding="utf-8")), version)
        except FileNotFoundError:
            raise TravelError(
                f"the road network {version} is not installed; build it: {BUILD}", kind="missing"
            ) from None
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            why = getattr(error, "strerror", None) or error
            msg = f"the road network {version} is damaged ({why}); build it again: {BUILD}"
            raise TravelError(msg, kind="damaged") from error
        for name, size in network.files.items():
            path = self.folder / version / name
            if not path.is_file() or path.stat().st_size != size:
                msg = f"the road network {version} is damaged ({name}); build it again: {BUILD}"
                raise TravelError(msg, kind="damaged")
        return network

    def data(self, network: Network, profile: Profile) -> Path:
        """Return what the engine is to load for a profile.

        Raises
        ------
        TravelError
            If the network was built without it.
        """
        if profile not in network.profiles:
            msg = f"the road network {network.version} has no roads for {profile}; build it again: {BUILD}"
            raise TravelError(msg, kind="missing")
        return self.folder / network.version / profile / STEM

    def put_in_force(self, version: str) -> None:
        """Make an installed network the one in force, in one step, and remember which one was before it.

        Putting the same network in force once more does not make it the one before itself.
        """
        now = self.in_force()
        names = [version, self.before() if now == version else now]
        aside = self.folder / f"{CURRENT}.new"
        try:
            with aside.open("w", encoding="utf-8") as file:
                file.write("".join(f"{name}\n" for name in names if name))
            synced(aside)
            os.replace(aside, self.folder / CURRENT)  # noqa: PTH105  # says that it replaces
        finally:
            aside.unlink(missing_ok=True)
        synced(self.folder, deep=False)

    def _lines(self) -> list[str]:
        text = (self.folder / CURRENT).read_text(encoding="utf-8")
        return [line.strip() for line in text.split("\n")]

    def _named(self, line: int) -> str:
        """Return the version that a line names; "" if it names none."""
        try:
            version = "".join(self._lines()[line : line + 1])
        except (OSError, UnicodeDecodeError):
            return ""
        return version if is_version(version) else ""


def synced(path: Path, *, deep: bool = True) -> None:
    """Wait until a file, or a folder with all that is in it, is on the disk and would outlast a power cut."""
    if not path.is_dir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
        return
    for inner in path.iterdir() if deep else ():
        synced(inner)
    with suppress(OSError):  # not every system opens a folder
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def is_version(version: str) -> bool:
    """Return whether a text can name a network, and no other folder."""
    return re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.\-]*", version) is not None


BUILD = "dojazd roads build EXTRACT.osm.pbf --town TOWN"


def manifest_text(network: Network) -> str:
    """Return a network's manifest."""
    return json.dumps({"schema": SCHEMA, **asdict(network)}, indent=1) + "\n"


def _network(told: Any, version: str) -> Network:
    """Return a network as its manifest tells of it, which lies in a folder of that version's name."""
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        raise TypeError("its manifest is not one")
    if told.get("schema") != SCHEMA:
        raise ValueError("its manifest is of another version")
    if told["version"] != version:
        raise ValueError("its manifest is that of another network")
    return Network(
        version=version,
        engine=str(told["engine"]),
        extract=str(told["extract"]),
        sha256=str(told["sha256"]),
        extract_bytes=int(told["extract_bytes"]),
        profiles=tuple(str(name) for name in told["profiles"]),
        files={str(name): int(size) for name, size in told["files"].items()},
    )
