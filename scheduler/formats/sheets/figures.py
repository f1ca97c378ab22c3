"""The small pictures of the overview: meters, line samples, keys to map and timeline, fill patterns."""

from dataclasses import dataclass

from markupsafe import Markup

from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.map_routes import pill
from scheduler.formats.sheets.svg import el, join
from scheduler.formats.sheets.words import Words


@dataclass(frozen=True, kw_only=True)
class Key:
    """One entry of a key: a picture and what it means."""

    picture: Markup
    text: str


def meter(part: float, whole: float, css: str) -> Markup:
    """Return a bar that is filled by a part of a whole."""
    share = min(max(part / whole, 0.0), 1.0) if whole > 0 else 0.0
    bars = join(
        el("rect", class_="meter-all", width=100, height=8, rx=4),
        el("rect", class_=css, width=100 * share, height=8, rx=4),
    )
    return el("svg", bars, viewBox="0 0 100 8", preserveAspectRatio="none", class_="meter", aria_hidden="true")


def line_sample(look: ShiftLook) -> Markup:
    """Return a piece of a shift's line with its letter."""
    width = 17.0 + 6 * (len(look.code) - 1)
    return el(
        "svg",
        el("path", class_="route", d="M3 11H47", stroke_dasharray=look.dash or None),
        pill((25, 11), width, look.code),
        viewBox="0 0 50 22", class_="sample", aria_hidden="true",
    )  # fmt: skip


def patterns() -> Markup:
    """Return the hatchings that the drawings refer to."""
    return el("defs", _hatch("hatch-over", 45), _hatch("hatch-wheels", -45))


def _hatch(name: str, turn: float) -> Markup:
    line = el("line", class_=name, x1=0, y1=0, x2=0, y2=5, stroke_width=1.6)
    return el(
        "pattern",
        line,
        id=name,
        width=5,
        height=5,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn:.0f})",
    )


def _key(words: Words, text: str, *parts: Markup, css: str = "c0") -> Key:
    picture = el("svg", el("g", *parts, class_=css), viewBox="0 0 34 20", aria_hidden="true")
    return Key(picture=picture, text=words(text))


def map_keys(words: Words) -> list[Key]:
    """Return the key to the map."""
    house = el("g", el("path", d="M8 9L17 1L26 9V19H8z"), class_="base")
    cross = el("path", d="M17 1L27 10L17 19L7 10z")
    letter = el("text", words("missed.letter"), x=17, y=13.6, text_anchor="middle")
    far = pill((17, 10), 32, "↗ km")
    return [
        _key(words, "map.base", house),
        _key(words, "missed.one", cross, letter, css="missed"),
        _key(words, "map.far", far),
    ]


def time_keys(words: Words) -> list[Key]:
    """Return the key to the timeline."""
    number = el("text", "1", class_="in", x=17, y=14, text_anchor="middle")
    window = "M3 8v4M3 10H31M31 8v4"
    return [
        _key(words, "timeline.serve", el("g", el("rect", x=7, y=2, width=20, height=16, rx=3), number, class_="block")),
        _key(words, "timeline.drive", el("line", class_="drive", x1=2, x2=32, y1=10, y2=10)),
        _key(words, "timeline.wait", el("line", class_="wait", x1=2, x2=32, y1=10, y2=10)),
        _key(words, "timeline.break", _boxed("break")),
        _key(words, "timeline.rostered", el("rect", class_="rostered", x=2, y=2, width=30, height=16, rx=4)),
        _key(words, "timeline.overtime", _boxed("overtime")),
        _key(words, "timeline.promised", el("path", class_="window promised", d=window)),
        _key(words, "timeline.wished", el("path", class_="window wished", d=window)),
        _key(words, "timeline.late", el("path", class_="window late", d=window)),
        _key(words, "timeline.seats", _boxed("band", "seats")),
        _key(words, "timeline.wheels", _boxed("band", "wheels")),
    ]


def _boxed(group: str, box: str | None = None) -> Markup:
    return el("g", el("rect", class_=box, x=4, y=3, width=26, height=14, rx=3), class_=group)
