"""`dojazd gtfs`."""

import zipfile
from pathlib import Path

from tests.cli.conftest import TOWN, Run


def test_a_town_of_files_becomes_a_feed(dojazd: Run, tmp_path: Path) -> None:
    """A town that only plans from files could not be found in a journey planner."""
    out = tmp_path / "feed.zip"
    done = dojazd("gtfs", TOWN, "--out", out, "--from", "2026-11-24", "--url", "https://town.example/")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as feed:
        assert "locations.geojson" in feed.namelist()
        assert b"20261124" in feed.read("feed_info.txt")


def test_without_an_address_nothing_is_written(dojazd: Run, tmp_path: Path) -> None:
    """Planners would refuse the feed, and nobody would know why."""
    done = dojazd("gtfs", TOWN, "--out", tmp_path / "feed.zip")
    assert done.returncode == 2
    assert "--url" in done.stderr
    assert not (tmp_path / "feed.zip").exists()
