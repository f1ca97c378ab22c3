"""What tells shifts apart."""

import re
from itertools import product

import pytest

from scheduler.formats.sheets.assets import asset
from scheduler.formats.sheets.looks import COLOURS, LETTERS, look


def test_letters_are_never_the_same_and_never_look_like_digits() -> None:
    """The dispatcher would ask for stop B3 and get another one."""
    codes = [look(index).code for index in range(700)]
    assert len(set(codes)) == 700
    assert codes[:2] == ["A", "B"]
    assert codes[len(LETTERS)] == "AA"
    assert not set("".join(codes)) & {"I", "O"}


def test_colour_and_line_style_together_tell_45_shifts_apart() -> None:
    """Whoever does not see colours well would confuse two routes."""
    seen = {(look(index).colour_class, look(index).dash) for index in range(45)}
    assert len(seen) == 45
    neighbours = [look(index).dash for index in range(5)]
    assert len(set(neighbours)) == 5


def palette(dark: bool) -> dict[str, str]:
    """Return the colours of the page by name."""
    css = asset("tokens.css")
    light, rest = css.split("@media (prefers-color-scheme:dark)", 1)
    source = rest if dark else light
    found = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})", source))
    return {name: "#" + "".join(c * 2 for c in code[1:]) if len(code) == 4 else code for name, code in found.items()}


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours."""
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


TEXT_PAIRS = [
    *product(["ink", "soft", "accent"], ["paper", "card"]),
    ("accent", "accent-soft"), ("alert", "alert-soft"), ("alert", "card"), ("good", "good-soft"), ("warn", "warn-soft"),
    ("warn", "card"), ("name", "district"), ("soft", "district"), ("soft", "ground"), ("ink", "roster"),
    ("soft", "alert-soft"), ("soft", "good-soft"),
    *((f"k{i}", ground) for i in range(COLOURS) for ground in ("card", "district", "ground", "on", "roster")),
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_has_enough_contrast(dark: bool) -> None:
    """Older dispatchers could not read the page, and the town would break the law on accessibility."""
    colours = palette(dark)
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
