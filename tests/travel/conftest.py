"""Road networks that several tests ask, built once."""

import shutil
from pathlib import Path

import pytest

from scheduler.travel.network.build import BuildReport, build
from tests.travel.extracts import helsinki_extract


@pytest.fixture(scope="session")
def helsinki(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The networks of Helsinki's centre; tests that change them copy the folder first."""
    return build(helsinki_extract(), tmp_path_factory.mktemp("helsinki"))


@pytest.fixture
def helsinki_home(helsinki: BuildReport) -> Path:
    """The folder of a town that has these networks; not to be changed."""
    return helsinki.folder.parent.parent


@pytest.fixture
def copied_home(helsinki_home: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be damaged."""
    return Path(shutil.copytree(helsinki_home, tmp_path / "copy"))
