"""`overview.html`: the whole day in one file that needs no network, no server and no script to be read."""

import base64
import hashlib
from typing import Any

from markupsafe import Markup

from scheduler.domain.itinerary import DayView
from scheduler.domain.kpi import PAID_TERMS
from scheduler.formats.sheets.assets import PAGE, asset
from scheduler.formats.sheets.axis import Axis, axis_of
from scheduler.formats.sheets.day_map import day_map, follows_roads
from scheduler.formats.sheets.figures import map_keys, meter, patterns, time_keys
from scheduler.formats.sheets.looks import looks
from scheduler.formats.sheets.page_data import hours_svg, missed_data, shift_data
from scheduler.formats.sheets.templates import templates
from scheduler.formats.sheets.tiles import tiles
from scheduler.formats.sheets.times import DayTimes, times_of
from scheduler.formats.sheets.words import Lang, Words, words_of


def overview_html(view: DayView, *, lang: Lang = "pl") -> str:
    """Return the page of a day.

    Parameters
    ----------
    view : DayView
        The planned day.
    lang : {"pl", "en"}
        Language of the page; names and notes stay as the view holds them.
    """
    words = words_of(lang)
    times = times_of(view, words)
    axis = axis_of(view.itineraries, times)
    style, script = page_style(len(view.itineraries), axis.width), asset("overview.js")
    return (
        templates(PAGE)
        .get_template("overview.html.j2")
        .render(
            view=view,
            words=words,
            csp=content_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file, and numbers
            script=Markup(script),  # noqa: S704 - our own file
            patterns=patterns(),
            **_parts(view, times, axis),
        )
    )


def page_style(shifts: int, timeline_px: float) -> str:
    """Return the page's style sheet: the fixed part, the timeline's width, and what highlighting each shift does."""
    pick = "main:has(#pick-{0}:checked)"
    rules = pick + " .s-{0}{{opacity:1}}" + pick + " .dense .s-{0} .pill{{display:inline}}"
    picked = (rules.format(index) for index in range(shifts))
    return "\n".join(
        [
            asset("tokens.css"),
            asset("drawing.css"),
            asset("overview.css"),
            f":root{{--hours:{timeline_px:.0f}px}}",
            *picked,
        ]
    )


def content_policy(style: str, script: str) -> str:
    """Return the content security policy: nothing is loaded, only this style and this script run."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _parts(view: DayView, times: DayTimes, axis: Axis) -> dict[str, Any]:
    """Return what the template shows beside the view itself."""
    words = times.words
    made = times.local(view.made_at)
    return {
        "date": words.long_date(view.day),
        "made": f"{words.short_date(made.date())}, {made:%H:%M}",
        "tiles": tiles(view, words),
        "map": day_map(view, times),
        "map_note": words("map.roads" if follows_roads(view) else "map.no_map"),
        "map_keys": map_keys(words),
        "time_keys": time_keys(words),
        "clock_note": clock_note(times),
        "hours": hours_svg(axis, times),
        "shifts": [shift_data(look, itinerary, axis, times) for look, itinerary in looks(view.itineraries)],
        "missed": [missed_data(card, view, times) for card in view.unassigned],
        "engines": words("page.engines", engine=view.engine or "–", travel=view.travel_engine or "–"),
        **_tables(view, words),
    }


def clock_note(times: DayTimes) -> str:
    """Return what to know on a day the clocks change; "" on others."""
    change = times.clock_change_s
    return times.words("timeline.forward" if change > 0 else "timeline.back") if change else ""


def _tables(view: DayView, words: Words) -> dict[str, Any]:
    by_size = sorted(view.terms.items(), key=lambda pair: -pair[1])
    paid = [(name, amount) for name, amount in by_size if name in PAID_TERMS]
    prices = [(name, amount) for name, amount in by_size if name not in PAID_TERMS]
    groups = [
        (words("cost.paid"), view.kpis.cost_gr, paid),
        (words("cost.prices"), sum(gr for _, gr in prices), prices),
    ]
    largest = max((abs(amount) for amount in view.terms.values()), default=0)
    return {
        "costs": [
            (
                title,
                words.money(total),
                [
                    (words.named("term", name), words.money(amount), meter(amount, largest, "meter-cost"))
                    for name, amount in terms
                ],
            )
            for title, total, terms in groups
        ],
        "services": [
            (name, f"{words.number(done)} / {words.number(asked)}", meter(done, asked, "meter-part"))
            for name, (done, asked) in view.kpis.served_by_service.items()
        ],
    }
