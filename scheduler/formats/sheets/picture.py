"""The day as one standalone picture: title, map, legend and timeline in a single SVG file."""

from collections.abc import Sequence

from markupsafe import Markup

from scheduler.domain.itinerary import DayView, Itinerary
from scheduler.formats.sheets.assets import asset
from scheduler.formats.sheets.axis import AXIS_H, axis_labels, axis_of
from scheduler.formats.sheets.day_map import map_content
from scheduler.formats.sheets.figures import patterns
from scheduler.formats.sheets.looks import ShiftLook, looks
from scheduler.formats.sheets.map_routes import pill
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.svg import el
from scheduler.formats.sheets.timeline import row, row_height
from scheduler.formats.sheets.times import DayTimes, times_of
from scheduler.formats.sheets.words import Lang, words_of

WIDTH, MARGIN = 1400.0, 36.0
MAP_W, GAP = 880.0, 28.0
HEAD_W = 190.0
TOP = 118.0
STYLE = """
.paper{fill:var(--card)}.h1{font-size:34px;font-weight:700}.h2{font-size:18px}.soft{fill:var(--soft)}
.legend{font-size:15px;font-weight:600}.small{font-size:12.5px}.rule{stroke:var(--line)}.fact{font-size:20px;font-weight:700}
"""

type Shifts = Sequence[tuple[ShiftLook, Itinerary]]


def day_picture_svg(view: DayView, lang: Lang = "pl") -> str:
    """Return an SVG file of a day, for a README or a slide; it follows the viewer's light or dark setting.

    Parameters
    ----------
    view : DayView
        The planned day.
    lang : {"pl", "en"}
        Language of its few words.
    """
    times = times_of(view, words_of(lang))
    shifts = looks(view.itineraries)
    frame, day_map = map_content(view, times, links=False, width=MAP_W)
    rows_top = TOP + max(frame.height, legend_height(shifts)) + GAP
    rows, height = _rows(shifts, times, WIDTH - 2 * MARGIN - HEAD_W)
    svg = el(
        "svg",
        el("title", times.words("page.title", town=view.town, day=times.words.long_date(view.day))),
        el("style", Markup(asset("tokens.css") + asset("drawing.css") + STYLE)),  # noqa: S704 - our own files
        patterns(),
        el("rect", class_="paper", width=WIDTH, height=rows_top + height + MARGIN, rx=18),
        _heading(view, times),
        _moved(MARGIN, TOP, day_map),
        _moved(MARGIN + MAP_W + GAP, TOP, _legend(shifts, times)),
        _moved(MARGIN, rows_top, rows),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:.0f} {rows_top + height + MARGIN:.0f}",
        width=WIDTH,
        height=rows_top + height + MARGIN,
        role="img",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'


def _moved(x: float, y: float, content: Markup) -> Markup:
    return el("g", content, transform=f"translate({x:.1f} {y:.1f})")


def _heading(view: DayView, times: DayTimes) -> Markup:
    words, kpis = times.words, view.kpis
    facts = [
        f"{words.number(kpis.served)} / {words.number(kpis.requested)} {words('kpi.served')}",
        words.count("noun.shift", len(view.itineraries)),
        words.kilometres(kpis.distance_m),
        words.money(kpis.cost_gr),
    ]
    return el(
        "g",
        el("text", one_line(view.town), class_="h1", x=MARGIN, y=62),
        el("text", words.long_date(view.day), class_="h2 soft", x=MARGIN, y=92),
        el("text", "  ·  ".join(facts), class_="fact", x=WIDTH - MARGIN, y=62, text_anchor="end"),
    )


ENTRY_H, MOST_ENTRIES = 46.0, 16


def legend_height(shifts: Shifts) -> float:
    """Return how high the legend is."""
    return ENTRY_H * min(len(shifts), MOST_ENTRIES)


def _legend(shifts: Shifts, times: DayTimes) -> Markup:
    entries = [_moved(0, ENTRY_H * at, _entry(*shift, times)) for at, shift in enumerate(shifts[:MOST_ENTRIES])]
    return el("g", *entries)


def _entry(look: ShiftLook, itinerary: Itinerary, times: DayTimes) -> Markup:
    stops = times.words.count("noun.stop", len(itinerary.stops))
    details = f"{times.span(itinerary.start, itinerary.end)} · {stops}"
    return el(
        "g",
        el("path", class_="route", d="M0 16H52", stroke_dasharray=look.dash or None),
        pill((26, 16), 17 + 6 * (len(look.code) - 1), look.code),
        el("text", one_line(itinerary.name)[:36], class_="legend", x=66, y=15),
        el("text", details, class_="small soft", x=66, y=33),
        class_=look.colour_class,
    )


def _rows(shifts: Shifts, times: DayTimes, width: float) -> tuple[Markup, float]:
    """Return the timeline and its height."""
    axis = axis_of([itinerary for _, itinerary in shifts], times, width)
    parts = [_moved(HEAD_W, 0, axis_labels(axis, times))]
    top = AXIS_H
    for look, itinerary in shifts:
        height = row_height(itinerary)
        head = el(
            "text", f"{look.code}  {one_line(itinerary.name)}"[:26], class_="small", x=0, y=top + 29, font_weight="600"
        )
        parts += [
            el("line", class_="rule", x1=0, x2=HEAD_W + width, y1=top, y2=top),
            head,
            _moved(HEAD_W, top, row(axis, times, look, itinerary, links=False)),
        ]
        top += height
    return el("g", *parts), top
