"""The standalone picture."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from scheduler.formats.sheets.picture import day_picture_svg
from scheduler.formats.sheets.words import LANGUAGES, Lang
from tests.formats.sheets.sample import HOSTILE, sample_view


@pytest.mark.parametrize("lang", LANGUAGES)
def test_picture_is_plain_svg(lang: Lang) -> None:
    """A README would show a broken image, or run a resident's name as a script."""
    root = ET.fromstring(day_picture_svg(sample_view(hostile=True), lang))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "style", "defs", "pattern", "line", "rect", "g", "path", "text", "circle"}
    assert any(HOSTILE in (element.text or "") for element in root.iter())
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if "href" in name or name.startswith("on")]


def test_control_characters_do_not_break_the_file() -> None:
    """One invisible character from a copied text would make the whole picture unreadable."""
    view = sample_view(date(2026, 11, 23))
    odd = type(view)(**{**vars(view), "town": "Star\x00acho\x1bwice\ufffe\u202e"})
    root = ET.fromstring(day_picture_svg(odd))
    assert any(element.text == "Starachowice" for element in root.iter())
