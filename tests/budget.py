"""A time budget for each family of tests: a suite that takes longer than people wait is not run.

A family is a set of folders under tests/. The seconds of its tests (set-up, call and tear-down
together) are summed, and divided by the processes that run tests side by side: what the family adds
to the wait. A family over its budget fails the run and names its ten slowest tests. Long repetitions
belong into benchmarks/soak.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, kw_only=True)
class Family:
    """Folders of tests that share one budget."""

    budget_s: float
    folders: frozenset[str]


def family(budget_s: float, *folders: str) -> Family:
    """Return the family of ``folders`` with a budget in seconds."""
    return Family(budget_s=budget_s, folders=frozenset(folders))


FAMILIES: Mapping[str, Family] = {
    "core": family(160, "unit", "formats", "cli"),
    "rules": family(80, "rules", "property", "golden"),
    "solver": family(200, "solver"),
    "roads": family(240, "travel", "geocoding"),
    "office": family(240, "office"),
    "posting": family(30, "posting"),
    "identity": family(30, "identity"),
    "messages": family(30, "messages"),
    "web": family(260, "api", "pages"),
    "serving": family(300, "serving"),
    "store": family(360, "store"),
    "running": family(160, "running"),
    "browser": family(480, "e2e"),
    "simulation": family(300, "days", "simulation"),
    "kill": family(300, "kill"),
}
SLOWEST_SHOWN = 10


class BudgetPlugin:
    """Adds up the seconds of each family and fails the run when one is over its budget.

    Parameters
    ----------
    root : Path
        The folder that holds the families' folders.
    families : Mapping[str, Family]
        The families by name.
    processes : int
        How many run tests side by side.
    """

    def __init__(self, root: Path, families: Mapping[str, Family], processes: int = 1) -> None:
        self.root = root
        self.families = families
        self.processes = processes
        self.seconds: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def family_name(self, path: Path) -> str:
        """Return the family of a test file; raise ``pytest.UsageError`` for a folder that has none."""
        folder = path.relative_to(self.root).parts[0]
        for name, candidate in self.families.items():
            if folder in candidate.folders:
                return name
        known = ", ".join(sorted(folder for known in self.families.values() for folder in known.folders))
        raise pytest.UsageError(
            f"{path.relative_to(self.root.parent)}: {folder} belongs to no family of tests. "
            f"Move the file into one of {known}, or give the folder a budget in tests/budget.py."
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: Iterable[pytest.Item]) -> None:
        """Find a test without a family before any runs."""
        for path in {item.path for item in items}:
            self.family_name(path)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the seconds of one phase of one test, in whichever process it ran."""
        file = Path(report.nodeid.split("::")[0])
        within = file.relative_to(self.root.name) if file.parts[0] == self.root.name else file
        self.seconds[self.family_name(self.root / within)][report.nodeid] += report.duration

    def spent_s(self, name: str) -> float:
        """Return the seconds that a family has added to the wait so far."""
        return sum(self.seconds[name].values()) / self.processes

    def over(self) -> list[str]:
        """Return the names of the families over their budget."""
        return [name for name, family in self.families.items() if self.spent_s(name) > family.budget_s]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that would have passed."""
        if self.over() and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print a line for each family that ran, and the slowest tests of one that took too long."""
        for name, family in self.families.items():
            spent = self.spent_s(name)
            if name in self.over():
                terminalreporter.section(f"TIME BUDGET EXCEEDED: {name}", red=True)
                terminalreporter.write_line(
                    f"tests of the family {name} took {spent:.1f} s, their budget is {family.budget_s:g} s; slowest:"
                )
                slowest = sorted(self.seconds[name].items(), key=lambda pair: -pair[1])[:SLOWEST_SHOWN]
                for nodeid, seconds in slowest:
                    terminalreporter.write_line(f"{seconds:8.2f} s  {nodeid}")
            elif self.seconds[name]:
                terminalreporter.write_line(f"time budget {name}: {spent:.1f} s of {family.budget_s:g} s")
