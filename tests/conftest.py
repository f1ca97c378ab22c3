"""Settings that all tests share: the time budgets and hypothesis' profiles."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.budget import FAMILIES, BudgetPlugin
from tests.spreading import compile_kernel, is_worker, processes_of, spaced, spread_over

# The same examples on every machine; a shared machine may be slow, which is the budgets' business.
settings.register_profile(
    "ci",
    max_examples=50,
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# New examples at every run, for hours: HYPOTHESIS_PROFILE=soak.
settings.register_profile("soak", settings.get_profile("ci"), max_examples=5000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


SETTINGS = ("DOJAZD_DATA", "DOJAZD_TRAVEL", "DOJAZD_OSRM_", "DOJAZD_VALHALLA_", "DOJAZD_HTTP_", "DOJAZD_GEO",
            "DOJAZD_NOMINATIM", "DOJAZD_PHOTON", "DOJAZD_PELIAS", "DOJAZD_GUGIK", "DOJAZD_MASTER_KEY",
            "DOJAZD_DATABASE", "DOJAZD_PUBLIC", "DOJAZD_TRUSTED", "DOJAZD_LARGEST", "DOJAZD_REQUESTS",
            "DOJAZD_SECOND", "DOJAZD_CLUSTER", "DOJAZD_STUDY", "DOJAZD_HOOK", "DOJAZD_SECRETS", "DOJAZD_SMTP",
            "DOJAZD_SMS", "DOJAZD_OUTBOX", "DOJAZD_OIDC")  # fmt: skip
"""Beginnings of the variables that choose folders and servers."""
MANY = 300
"""Tests from which on the kernel is compiled before the first of them."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Spread the whole suite over the cores; a few tests start sooner in one process."""
    return spread_over(os.cpu_count()) if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the kernel before several processes would, each for itself."""
    if not is_worker(session.config) and processes_of(session.config) > 1:
        compile_kernel()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of several processes into the order in which these take them."""
    if is_worker(config):
        items[:] = spaced(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Compile the kernel, if there is much to be run."""
    if len(session.items) >= MANY and not is_worker(session.config) and not session.config.option.collectonly:
        compile_kernel()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the time budget of each family of tests, and the settings of whoever runs them out of the tests."""
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        del os.environ[name]
    kept = tempfile.TemporaryDirectory(prefix="dojazd-tests-")
    config.add_cleanup(kept.cleanup)
    os.environ["DOJAZD_DATA"] = kept.name
    budget = BudgetPlugin(Path(__file__).parent, FAMILIES, processes_of(config))
    config.pluginmanager.register(budget, "dojazd-budget")
