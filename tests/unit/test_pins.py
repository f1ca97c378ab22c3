"""The pins in pyproject.toml cover what is installed: works without a network."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix"},  # uv resolves for it, too
)

NOT_BY_DEFAULT = frozenset("contourpy cycler fonttools kiwisolver matplotlib pillow pyparsing tqdm vrplib".split())
"""What the packages of groups that are not installed by default (`bench`) bring along, as nothing here can tell."""


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins_of(lines: Iterable[str]) -> dict[str, list[Requirement]]:
    """Return the pins by package name; a package may have one pin for each of several markers."""
    pins: dict[str, list[Requirement]] = {}
    for requirement in map(Requirement, lines):
        pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


def wanted(requirement: Requirement, extras: Iterable[str], environment: Mapping[str, str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras))


def found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def closure(roots: Iterable[str], environment: Mapping[str, str]) -> set[str]:
    """Return the names of the packages that ``roots`` need, found by walking what is installed."""
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [Requirement(root) for root in roots]
    while todo:
        requirement = todo.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen or not wanted(requirement, (), environment):
            continue
        seen.add(key)
        installed = found(key[0])
        needs = map(Requirement, (installed.requires if installed else None) or [])
        todo.extend(_without_marker(need) for need in needs if wanted(need, key[1], environment))
    return {name for name, _ in seen}


def _without_marker(requirement: Requirement) -> Requirement:
    requirement.marker = None
    return requirement


def problems(config: Mapping[str, Any]) -> Iterator[str]:
    """Yield one sentence for each package that is not pinned, not needed, or not what is installed."""
    pins = pins_of(config["tool"]["uv"]["constraint-dependencies"])
    groups, default = config["dependency-groups"], set(config["tool"]["uv"]["default-groups"])
    here = needed_by([*config["project"]["dependencies"], *(line for name in default for line in groups[name])])
    more = [line for name in groups.keys() - default for line in groups[name]]
    needed = here | needed_by(more)
    if any(found(Requirement(line).name) is None for line in more):
        needed |= NOT_BY_DEFAULT
    yield from (f"{name} is needed and not pinned: run .ci/pin" for name in sorted(needed - pins.keys()))
    yield from (f"{name} is pinned and not needed: run .ci/pin" for name in sorted(pins.keys() - needed))
    for name, requirements in pins.items():
        yield from _not_as_pinned(name, requirements, by_default=name in here)


def needed_by(roots: Iterable[str]) -> set[str]:
    """Return the names of the packages that ``roots`` need on any platform."""
    lines = list(roots)
    return set[str]().union(*(closure(lines, platform) for platform in PLATFORMS))


def _not_as_pinned(name: str, requirements: list[Requirement], *, by_default: bool) -> Iterator[str]:
    installed = found(name)
    here = [pin for pin in requirements if wanted(pin, (), {})]
    if any(not re.fullmatch(r"==[^*,]+", str(pin.specifier)) for pin in requirements):
        yield f"{name} is not pinned to one release"
    elif here and installed is None and by_default:
        yield f"{name} is pinned and not installed: run python3 -m uv sync"
    elif here and installed and Version(installed.version) not in here[0].specifier:
        yield f"{name} {installed.version} is installed, {here[0].specifier} is pinned"


def test_every_package_is_pinned_and_installed_as_pinned() -> None:
    """Without it a release made tonight by somebody else could change tomorrow's plans."""
    assert list(problems(pyproject())) == []


@pytest.mark.parametrize("name", ["ortools", "protobuf", "pytest", "colorama", "pyvrp", "tqdm"])
def test_a_missing_pin_is_noticed(name: str) -> None:
    """A check that never fails would let an unpinned package through: direct, indirect, dev or Windows only."""
    config = pyproject()
    pins = config["tool"]["uv"]["constraint-dependencies"]
    config["tool"]["uv"]["constraint-dependencies"] = [pin for pin in pins if Requirement(pin).name != name]

    assert list(problems(config)) == [f"{name} is needed and not pinned: run .ci/pin"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r"^numpy==.*", "numpy==1.0", "numpy .* is installed, ==1.0 is pinned"),
        (r"^numpy==.*", "numpy>=1.0", "numpy is not pinned to one release"),
        (r"^numpy==.*", "numpy==1.*", "numpy is not pinned to one release"),
        (r"^(numpy==.*)", r"\1|leftpad==1.0", "leftpad is pinned and not needed"),
    ],
)
def test_a_wrong_pin_is_noticed(old: str, new: str, said: str) -> None:
    """A pin that is stale, loose or left over pins nothing."""
    config = pyproject()
    text = "\n".join(config["tool"]["uv"]["constraint-dependencies"])
    changed = re.sub(old, new, text, flags=re.MULTILINE).replace("|", "\n")
    config["tool"]["uv"]["constraint-dependencies"] = changed.splitlines()

    assert re.search(said, "\n".join(problems(config)))


def test_the_build_backend_is_pinned() -> None:
    """A wheel built next year must come out as the one built today."""
    config = pyproject()
    pins = pins_of(config["tool"]["uv"]["build-constraint-dependencies"])

    for line in config["build-system"]["requires"]:
        (pin,) = pins[canonicalize_name(Requirement(line).name)]
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier))
