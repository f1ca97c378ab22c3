"""A gazetteer of the small register, shared by tests that only read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.geocoding.gazetteer import Gazetteer, load_register
from tests.geocoding.register import BOX, write_register


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a loaded gazetteer file."""
    folder = tmp_path_factory.mktemp("gazetteer")
    target = folder / "town.sqlite"
    load_register(write_register(folder / "prg.csv"), target, box=BOX)
    return target


@pytest.fixture(scope="session")
def gazetteer(town_file: Path) -> Iterator[Gazetteer]:
    """Return the gazetteer of the small register."""
    with Gazetteer(town_file) as opened:
        yield opened
