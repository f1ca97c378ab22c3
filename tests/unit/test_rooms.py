"""Every room has a short README, and every folder of code is a package."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("scheduler", "solver", "api", "fixtures", "benchmarks", "tests"),
    *("solver/" + name for name in "rules kernel mastering vroom yardstick".split()),
    *(
        "scheduler/" + name
        for name in "domain services store travel geocoding formats identity posting simulation".split()
    ),
)
GENERATED = {"scheduler/formats", "solver/rules"}  # lists of columns and rules, which grow with the code
MOST_LINES = 60


def is_room(room: str) -> bool:
    return any((ROOT / room).glob("*.py"))


@pytest.mark.parametrize("room", [room for room in ROOMS if is_room(room)])
def test_a_room_has_a_short_readme(room: str) -> None:
    """A newcomer would not know what may live here, or would not read that far."""
    readme = ROOT / room / "README.md"

    assert readme.exists(), f"{room} has no README.md: what lives here, what may not, where to start reading"
    assert room in GENERATED or len(readme.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_every_folder_of_code_is_a_package() -> None:
    """import-linter and the wheel pass over a folder without __init__.py: it would live outside the law."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = config["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    folders = {path.parent for package in packages for path in (ROOT / package).rglob("*.py")}

    assert sorted(str(folder) for folder in folders if not (folder / "__init__.py").exists()) == []
