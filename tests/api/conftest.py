"""An office that each test has to itself."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from tests.api.world import World, make_world


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Keep the log out of the tests' own output."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.reset_defaults()
