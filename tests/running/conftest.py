"""Databases of both kinds, made as the store's own tests make them; on an ordinary day, and when the clocks change."""

import pytest

from tests.office.calendars import AUTUMN_NIGHT, ORDINARY, SPRING, calendar, declare, repeat  # noqa: F401
from tests.store.conftest import (  # noqa: F401
    database_url,
    postgres_server,
    postgres_template,
    postgres_url,
    ring,
    sql_store,
    sqlite_template,
    sqlite_url,
    store,
)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark of what is not repeated."""
    declare(config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Repeat each test when the clocks go forward, and in the night in which they go back."""
    repeat(metafunc, (ORDINARY, SPRING, AUTUMN_NIGHT))
