"""The time budgets of tests/budget.py, tried on small suites."""

from pathlib import Path

import pytest

from tests.budget import BudgetPlugin, family

CONFTEST = """
from pathlib import Path
from tests.budget import BudgetPlugin, family
from tests.spreading import processes_of

def pytest_configure(config):
    families = {"core": family(%s, "unit"), "office": family(5, "api")}
    config.pluginmanager.register(BudgetPlugin(Path(__file__).parent, families, processes_of(config)))
"""


def suite(pytester: pytest.Pytester, budget_s: float, processes: int = 0, **files: str) -> pytest.RunResult:
    """Run a suite whose core family has ``budget_s`` seconds; file names are written folder__file."""
    pytester.makeconftest(CONFTEST % budget_s)
    for name, source in files.items():
        path = pytester.path.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return pytester.runpytest("-p", "no:cacheprovider", "-n", str(processes), "--dist", "loadfile")


SLOW = """
import time, pytest

@pytest.fixture
def slow():
    time.sleep(0.03)
    yield
    time.sleep(0.03)

def test_quick(): pass
def test_slow(slow): time.sleep(0.03)
"""


def test_a_family_within_its_budget_passes(pytester: pytest.Pytester) -> None:
    """A budget that fails good runs would be switched off within a week."""
    result = suite(pytester, 5, unit__test_it=SLOW)

    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["time budget core: 0.? s of 5 s"])
    result.stdout.no_fnmatch_line("*office*")


def test_set_up_and_tear_down_count(pytester: pytest.Pytester) -> None:
    """A slow fixture makes people wait as much as a slow test; the run fails and names it first."""
    result = suite(pytester, 0.08, unit__test_it=SLOW)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "*TIME BUDGET EXCEEDED: core*",
            "tests of the family core took 0.? s, their budget is 0.08 s; slowest:",
            "*0.?? s  unit/test_it.py::test_slow",
            "*0.00 s  unit/test_it.py::test_quick",
        ]
    )


def test_what_other_processes_ran_counts(pytester: pytest.Pytester) -> None:
    """A suite that is spread over the cores must not be free."""
    result = suite(pytester, 0.08, 2, unit__test_a=SLOW, unit__test_b=SLOW)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*TIME BUDGET EXCEEDED: core*"])


def test_what_runs_side_by_side_is_waited_for_once(tmp_path: Path) -> None:
    """On two cores people wait for half of the sum."""
    plugin = BudgetPlugin(tmp_path, {"core": family(5, "unit")}, processes=2)
    for number, seconds in enumerate([3.0, 4.0]):
        name = f"unit/test_{number}.py::test_it"
        plugin.pytest_runtest_logreport(
            pytest.TestReport(name, ("", 0, ""), {}, "passed", None, "call", duration=seconds)
        )

    assert plugin.spent_s("core") == 3.5


def test_ten_slowest_are_named(pytester: pytest.Pytester) -> None:
    """The list must be short enough to read."""
    many = "import pytest\n@pytest.mark.parametrize('n', range(15))\ndef test_it(n): pass\n"
    result = suite(pytester, 0, unit__test_it=many)

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert sum(" s  unit/test_it.py::test_it[" in line for line in result.outlines) == 10


def test_one_family_cannot_use_up_the_budget_of_another(pytester: pytest.Pytester) -> None:
    """A family that is not run, or that is quick, costs nothing to the others."""
    result = suite(pytester, 0, api__test_it="def test_it(): pass")

    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*EXCEEDED*")


def test_a_folder_without_a_family_is_refused(pytester: pytest.Pytester) -> None:
    """Tests in a folder that nobody gave a budget would have no limit at all."""
    result = suite(pytester, 5, unit__test_it="def test_it(): pass", misc__test_more="def test_more(): pass")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*misc belongs to no family of tests. Move the file into one of api, unit*"])


def test_failures_are_reported_beside_the_budget(pytester: pytest.Pytester) -> None:
    """Running out of time must not hide a failing test."""
    result = suite(pytester, 0, unit__test_it="def test_it(): assert False")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*TIME BUDGET EXCEEDED: core*"])
