"""The README's pictures of the pages: that they can be taken, and that each is shown."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.office.offices import Serving
from tests.e2e.office.pictures import FOLDER, PICTURES, named, take
from tests.serving.serving import ROOT

EMPTY_B = 5_000
"""A page on which nothing is drawn makes a smaller file."""


def test_the_pictures_can_be_taken_anew(browser: Browser, served: Serving, tmp_path: Path) -> None:
    """The README would go on showing pages as they were long ago, because their pictures cannot be taken any more."""
    taken = list(take(browser, served.address, tmp_path, settle_ms=0))

    assert [one.stem for one in taken] == [one.name for one in PICTURES]
    assert [one.name for one in taken if one.stat().st_size < EMPTY_B] == []


def test_the_readme_shows_every_picture() -> None:
    """A page would be missing from the README, or a picture in it be broken."""
    shown = named((ROOT / "README.md").read_text(encoding="utf-8"))

    assert shown == {one.name for one in PICTURES} == {one.stem for one in FOLDER.iterdir()}
