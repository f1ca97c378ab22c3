"""Dots with their intervals, drawn by us: readable without colour, on paper and on dark screens.

Colours stand as attributes, which Typst reads, and as classes, which the page's style sheet overrules.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from scheduler.domain.capacity.answers import Bounds
from scheduler.formats.sheets.svg import el, text_width

WIDTH, LABELS, RIGHT, TOP, ROW, FOOT = 720.0, 230.0, 20.0, 8.0, 26.0, 26.0
SIZE = 12.0
TICKS = 5
INK, SOFT, GRID, MARK = "#1b2027", "#59616d", "#dfe2e6", "#1d5ac4"


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One row of a chart.

    Attributes
    ----------
    filled : bool
        False for the reference, whose dot is a ring.
    """

    label: str
    found: Bounds
    filled: bool = True


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Where values lie on the page."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def x(self, value: float) -> float:
        """Return the place of a value."""
        return LABELS + (value - self.low) / (self.high - self.low) * (WIDTH - LABELS - RIGHT)


def dots_svg(rows: Sequence[Dot], say: Callable[[float], str], alt: str, line: float | None) -> Markup:
    """Return a chart.

    Parameters
    ----------
    say : callable
        Spells a value of the axis.
    alt : str
        What the drawing shows, for whoever does not see it.
    line : float or None
        Where a dashed line crosses all rows: the reference.
    """
    scale, height = scale_of([row.found for row in rows]), TOP + ROW * len(rows) + FOOT
    bottom = height - FOOT
    drawn = [_tick(scale, tick, say, bottom) for tick in scale.ticks]
    if line is not None:
        x = scale.x(line)
        drawn.append(el("line", x1=x, x2=x, y1=TOP, y2=bottom, stroke=SOFT, stroke_dasharray="4 3", class_="reference"))
    drawn += [_row(scale, row, TOP + ROW * (place + 0.5)) for place, row in enumerate(rows)]
    return el(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        width=WIDTH,
        height=height,
        role="img",
        aria_label=alt,
        class_="dots",
    )


def scale_of(found: Sequence[Bounds]) -> Scale:
    """Return a scale with round ticks that holds all bounds; from zero, unless all lie far above it."""
    values = [value for one in found for value in (one.mean, one.low, one.high) if value is not None]
    low, high = min(values), max(values)
    if 0 <= low <= 2 * (high - low):
        low = 0.0
    if high == low:
        low, high = low - abs(low) * 0.1 - 1e-9, high + abs(high) * 0.1 + 1e-9
    step = _round_step((high - low) / TICKS)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(number * step for number in range(first, last + 1))
    return Scale(low=ticks[0], high=ticks[-1], ticks=ticks)


def _round_step(rough: float) -> float:
    """Return 1, 2 or 5 times a power of ten, not below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= rough * (1 - 1e-9))


def _tick(scale: Scale, value: float, say: Callable[[float], str], bottom: float) -> Markup:
    x = scale.x(value)
    return el(
        "g",
        el("line", x1=x, x2=x, y1=TOP, y2=bottom, stroke=GRID, class_="tick"),
        _text(say(value), x, bottom + 16, "middle", SOFT),
    )


def _row(scale: Scale, row: Dot, y: float) -> Markup:
    found, x = row.found, scale.x(row.found.mean)
    drawn = [_text(shortened(row.label), LABELS - 12, y + 4, "end", INK)]
    if found.low is not None and found.high is not None:
        left, right = scale.x(found.low), scale.x(found.high)
        drawn.append(_line(left, right, y, y))
        drawn += [_line(end, end, y - 5, y + 5) for end in (left, right)]
    fill, css = (MARK, "dot filled") if row.filled else ("#ffffff", "dot ring")
    drawn.append(el("circle", cx=x, cy=y, r=5.0, fill=fill, stroke=MARK, stroke_width=2.0, class_=css))
    return el("g", *drawn)


def _line(left: float, right: float, top: float, bottom: float) -> Markup:
    return el("line", x1=left, x2=right, y1=top, y2=bottom, stroke=MARK, stroke_width=2.0, class_="interval")


def shortened(label: str) -> str:
    """Return a label that fits; whole, it stands in the table."""
    while text_width(label, SIZE) > LABELS - 20:
        label = label.removesuffix("…")[:-1].rstrip() + "…"
    return label


def _text(text: str, x: float, y: float, anchor: str, fill: str) -> Markup:
    css = "label" if fill == INK else "axis"
    return el(
        "text", text, x=x, y=y, text_anchor=anchor, font_size=SIZE, fill=fill, class_=css, font_family="sans-serif"
    )
