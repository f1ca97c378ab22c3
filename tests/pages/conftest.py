"""An office whose pages are looked at as text, in this process."""

import pytest

from tests.api.quiet import quiet
from tests.api.world import World, make_world

__all__ = ["quiet"]


@pytest.fixture
def world() -> World:
    return make_world()
