"""Runs the office's tests in every calendar: on an ordinary day, over midnight, and at both changes of summer time."""

import pytest

from tests.office.calendars import CALENDARS, calendar, declare, repeat

__all__ = ["calendar"]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark of what is not repeated."""
    declare(config)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Repeat each test in every calendar, but what is marked as being about dates of its own."""
    repeat(metafunc, CALENDARS)
