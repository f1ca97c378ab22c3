"""The import law of DESIGN section 4: kept by the code, and noticed when it is broken."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"

# Top-level modules that a room may import beside the standard library; rooms not named here are free.
LIBRARIES = {
    "scheduler/domain": frozenset({"scheduler"}),
    "solver": frozenset({"numpy", "ortools", "solver"}),
    "solver/kernel": frozenset({"llvmlite", "numba", "numpy", "solver"}),  # llvmlite is how numba is extended
}
# Named by the law although they may not be built yet.
ROOMS = {
    *("api", "benchmarks", "fixtures", "solver", "scheduler"),
    *(
        "scheduler." + name
        for name in "bootstrap cli domain formats geocoding message_settings services settings".split()
    ),
    *("scheduler." + name for name in "identity posting provider_settings simulation store travel".split()),
}
OUTSIDE = {"datetime", "pandas", "pydantic", "sqlalchemy", "time"}


def law() -> dict[str, Any]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    linter: dict[str, Any] = config["tool"]["importlinter"]
    return linter


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the packages in ``folder``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    command = [sys.executable, "-c", LINT]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


def house(folder: Path, **imports: str) -> Path:
    """Build empty rooms under ``folder`` in which the modules named (dots as __) import what is given."""
    modules = dict.fromkeys([*ROOMS, "solver.rules", "scheduler.services.ports", "scheduler.services.planning"], "")
    modules |= {name.replace("__", "."): f"import {imported}\n" for name, imported in imports.items()}
    for name, source in modules.items():
        path = folder.joinpath(*name.split("."), "__init__.py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def breaches(folder: Path) -> set[str]:
    """Return what import-linter says is not allowed, as ``importer > imported``."""
    found = re.findall(r"^([\w.]+) is not allowed to import ([\w.]+):", lint(folder).stdout, re.MULTILINE)
    return {f"{importer} > {imported}" for importer, imported in found}


def foreign_imports(source: str, allowed: frozenset[str]) -> Iterator[str]:
    """Yield the top-level modules that ``source`` imports from neither the standard library nor ``allowed``."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules = [module]
            case _:
                continue
        roots = {module.partition(".")[0] for module in modules}
        yield from sorted(roots - allowed - sys.stdlib_module_names)


def test_the_import_law_is_kept() -> None:
    """A rule that knows the database, or a page that knows the solver, could no longer be tested or replaced alone."""
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


def test_breaches_are_noticed(tmp_path: Path) -> None:
    """A contract that was misspelt would let everything through."""
    folder = house(
        tmp_path,
        api__routes="solver",
        fixtures__builder="scheduler.services",
        scheduler__bootstrap="api",
        scheduler__cli="benchmarks, solver",
        scheduler__domain__plan="scheduler.store",
        scheduler__formats="scheduler.geocoding",
        scheduler__services__reporting="solver",
        scheduler__services__planning="scheduler.travel",
        scheduler__simulation__day="scheduler.store",
        scheduler__store="scheduler.services",
        scheduler__travel__straight="solver",
        solver__rules__windows="datetime",
    )

    assert breaches(folder) >= {
        "api > solver",
        "fixtures > scheduler.services",
        "scheduler.bootstrap > api",
        "scheduler.cli > benchmarks",
        "scheduler.cli > solver",
        "scheduler.domain > scheduler.store",
        "scheduler.formats > scheduler.geocoding",
        "scheduler.services > solver",
        "scheduler.services > scheduler.travel",
        "scheduler.simulation > scheduler.store",
        "scheduler.store > scheduler.services",
        "scheduler.travel > solver",
        "solver > datetime",
    }


def test_what_the_law_allows_passes(tmp_path: Path) -> None:
    """A law that forbids the work it is meant for would be worked around."""
    folder = house(
        tmp_path,
        api__routes="scheduler.services.planning, scheduler.bootstrap, scheduler.domain",
        fixtures__builder="scheduler.domain, scheduler.formats",
        scheduler__bootstrap="scheduler.store, scheduler.travel, scheduler.services.planning, scheduler.settings",
        scheduler__cli="scheduler.bootstrap, scheduler.formats, fixtures, api",
        scheduler__formats__csv="scheduler.domain, scheduler.services.ports, pandas",
        scheduler__services__planning="solver, scheduler.domain, scheduler.services.ports",
        scheduler__services__reporting="scheduler.services.planning",
        scheduler__simulation__day="scheduler.services.planning",
        scheduler__store__tables="scheduler.services.ports, scheduler.domain",
        solver__engine="numpy, ortools",
        benchmarks__soak="solver, api, scheduler.cli, fixtures",
    )

    assert breaches(folder) == set()
    assert lint(folder).returncode == 0


def test_contracts_name_known_modules_and_every_room() -> None:
    """A new room, or a misspelt one, would live outside the law."""
    contracts = law()["contracts"]
    sources = {module for contract in contracts for module in contract["source_modules"]}
    forbidden = {module for contract in contracts for module in contract["forbidden_modules"]}
    paths = [path for path in (ROOT / "scheduler").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    built = {f"scheduler.{path.stem}" for path in paths if path.stem != "__init__"}

    assert sources | forbidden <= ROOMS | OUTSIDE
    assert built <= sources, "give the new room contracts in pyproject.toml and a name in ROOMS above"
    assert sources == ROOMS - {"scheduler", "benchmarks"}
    assert set(law()["root_packages"]) == {room for room in ROOMS if "." not in room}


@pytest.mark.parametrize("room", LIBRARIES)
def test_libraries_of_the_inner_rooms(room: str) -> None:
    """The domain must run anywhere Python runs; the solver must stay installable without the rest."""
    inner = [ROOT / other for other in LIBRARIES if other.startswith(f"{room}/")]
    files = sorted(path for path in (ROOT / room).rglob("*.py") if not any(path.is_relative_to(one) for one in inner))
    foreign = {str(path): list(foreign_imports(path.read_text(encoding="utf-8"), LIBRARIES[room])) for path in files}

    assert {path: modules for path, modules in foreign.items() if modules} == {}


def test_a_foreign_library_is_noticed() -> None:
    """The check above must see late, dotted and several imports."""
    source = (
        "import json, pandas as pd\ndef late():\n    from pydantic.types import X\nfrom scheduler.domain import ids\n"
    )

    assert list(foreign_imports(source, LIBRARIES["scheduler/domain"])) == ["pandas", "pydantic"]


def test_the_command_line_imports_demo_and_web_late() -> None:
    """`dojazd plan` would start seconds later, or not at all where the web parts are not installed."""
    files = [ROOT / "scheduler" / "cli.py", *(ROOT / "scheduler" / "cli").rglob("*.py")]
    for path in filter(Path.exists, files):
        top_level = ast.Module(ast.parse(path.read_text(encoding="utf-8")).body, [])
        early = [ast.unparse(node) for node in top_level.body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not [line for line in early if re.match(r"(import|from) (api|fixtures)\b", line)]
