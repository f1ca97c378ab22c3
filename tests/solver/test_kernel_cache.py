"""Compiled code on disk: never older than its sources, and there whenever it can be."""

import subprocess
import sys
from pathlib import Path

import pytest

from solver.kernel import COMPILING
from tests.solver.kernel_copy import SOLVER, Copy, Run, finished, read_only

BOTH = {"solver.kernel.probe_outer.outer", "solver.kernel.probe_inner.inner"}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, Run]:
    """A copy of the solver whose functions have been compiled once, and what that process said."""
    copy = Copy.made(tmp_path_factory.mktemp("kernel") / "first")
    return copy, copy.run()


def test_compiling_is_told_once_and_kept(first: tuple[Copy, Run]) -> None:
    """A dispatcher would look at a dead screen for a minute, or be told of a wait that does not come."""
    copy, run = first

    assert run.answers == [30]
    assert set(run.compiled) == BOTH
    assert run.told == [COMPILING["en"]]
    assert (run.was_warm, run.is_warm) == (False, True)
    assert Path(run.folder or "").parent == copy.kernel / "__pycache__"


def test_another_process_compiles_nothing_whatever_the_files_times(first: tuple[Copy, Run], tmp_path: Path) -> None:
    """Each start of an installed planner would take a minute: installing gives files other times."""
    run = first[0].again(tmp_path / "copy").run()

    assert (run.answers, run.compiled, run.hits, run.told, run.was_warm) == ([30], [], 1, [], True)


@pytest.mark.parametrize(
    ("name", "before", "after", "answer"),
    [
        ("kernel/probe_inner.py", "2 * x", "5 * x", 60),
        ("probe_limits.py", "STEP = 1", "STEP = 3", 50),
    ],
)
def test_an_edit_reaches_the_outer_function(
    first: tuple[Copy, Run], tmp_path: Path, name: str, before: str, after: str, answer: int
) -> None:
    """A corrected rule would go on planning buses as before: the worst that this project could do."""
    copy = first[0].again(tmp_path / "copy")
    copy.edit(name, before, after)

    assert copy.run().answers == [answer]


def test_an_edit_while_a_process_compiles_is_not_taken_for_what_it_compiled(tmp_path: Path) -> None:
    """Updating under a running service would file old code under the new version's name, for good."""
    copy = Copy.made(tmp_path / "copy")
    path = copy.kernel / "probe_inner.py"
    edit = f"import pathlib; p = pathlib.Path({str(path)!r}); p.write_text(p.read_text().replace('2 * x', '5 * x'))"

    assert copy.run(between=edit).answers == [30]
    assert copy.run().answers == [60]


def test_a_read_only_installation_with_its_code_compiles_nothing(first: tuple[Copy, Run], tmp_path: Path) -> None:
    """The image of the service would start a minute late, or not at all."""
    copy = first[0].again(tmp_path / "copy")
    with read_only(tmp_path):
        run = copy.run(TMPDIR=str(tmp_path), HOME="/nonexistent")

    assert (run.answers, run.compiled, run.told, run.is_warm) == ([30], [], [], True)


def test_a_read_only_installation_without_its_code_keeps_it_elsewhere(tmp_path: Path) -> None:
    """A user without rights on the installation, or without a home, would wait at every start."""
    copy = Copy.made(tmp_path / "copy")
    (tmp_path / "temporary").mkdir()
    with read_only(copy.folder):
        run = copy.run(TMPDIR=str(tmp_path / "temporary"), HOME="/nonexistent")

    assert (run.answers, set(run.compiled), run.is_warm) == ([30], BOTH, True)
    (private,) = (tmp_path / "temporary").iterdir()
    assert private.stat().st_mode & 0o777 == 0o700
    assert Path(run.folder or "").parent == private


def test_two_processes_may_compile_at_once(tmp_path: Path) -> None:
    """Two people who start planning after an update would get each other's half-written code."""
    copy = Copy.made(tmp_path / "copy")
    both = [copy.start(), copy.start()]

    assert [finished(process).answers for process in both] == [[30], [30]]
    assert copy.run().compiled == []


def test_code_for_another_processor_is_kept_apart(first: tuple[Copy, Run], tmp_path: Path) -> None:
    """A home that two machines share would let one execute instructions that it lacks."""
    copy, own = first[0].again(tmp_path / "copy"), first[1]
    generic = copy.run(NUMBA_CPU_NAME="generic")

    assert set(generic.compiled) == BOTH
    assert Path(generic.folder or "").name != Path(own.folder or "").name


def test_importing_the_solver_does_not_wait_for_the_compiler() -> None:
    """Every command, also one that plans nothing, would start a second later."""
    code = "import sys, solver.engine, solver.kernel; sys.exit('numba' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=SOLVER.parent, check=False).returncode == 0
