"""Settings that all tests share: the time budgets and hypothesis' profiles."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.budget import FAMILIES, BudgetPlugin

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


def pytest_configure(config: pytest.Config) -> None:
    """Keep the time budget of each family of tests."""
    config.pluginmanager.register(BudgetPlugin(Path(__file__).parent, FAMILIES), "dojazd-budget")
