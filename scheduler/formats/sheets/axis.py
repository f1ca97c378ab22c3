"""The hours that run along the top of the timeline, and where a moment lies on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from scheduler.domain.itinerary import Itinerary
from scheduler.formats.sheets.svg import el
from scheduler.formats.sheets.times import HOUR_S, DayTimes, comes_twice

AXIS_H = 30.0
PX_PER_HOUR, LEAST_WIDTH = 64.0, 1000.0
NARROWEST_LABEL = 36.0
STEPS = (1, 2, 3, 6, 12, 24)


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Elapsed seconds of the day laid on `width` pixels."""

    start_s: float
    end_s: float
    width: float

    def x(self, seconds: float) -> float:
        """Return the position of a moment, at most at the ends."""
        inside = min(max(seconds, self.start_s), self.end_s)
        return (inside - self.start_s) / (self.end_s - self.start_s) * self.width

    @property
    def px_per_hour(self) -> float:
        """Width of an hour."""
        return self.width / (self.end_s - self.start_s) * HOUR_S

    @property
    def label_step(self) -> int:
        """Every how many hours one is named."""
        return next((step for step in STEPS if step * self.px_per_hour >= NARROWEST_LABEL), STEPS[-1])


def axis_of(itineraries: Iterable[Itinerary], times: DayTimes, width: float | None = None) -> Axis:
    """Return the axis that holds all shifts, from full hour to full hour; 6 to 18 for a day without any.

    Without a `width`, hours are wide enough for stops of minutes to be told apart; the page scrolls.
    """
    moments = [
        times.seconds(moment)
        for itinerary in itineraries
        for moment in (*itinerary.rostered, itinerary.start, itinerary.end)
    ] or [6 * HOUR_S, 18 * HOUR_S]
    start = min(moments) // HOUR_S * HOUR_S
    end = max(-(-max(moments) // HOUR_S) * HOUR_S, start + HOUR_S)
    return Axis(start_s=start, end_s=end, width=width or max(LEAST_WIDTH, (end - start) / HOUR_S * PX_PER_HOUR))


def grid(axis: Axis, times: DayTimes, height: float) -> Markup:
    """Return the hour lines behind a row; midnight stands out."""
    marks = times.hour_marks(axis.start_s, axis.end_s)
    hours = "".join(f"M{axis.x(at):.1f} 0V{height:.0f}" for at, local in marks if local.hour)
    midnights = "".join(f"M{axis.x(at):.1f} 0V{height:.0f}" for at, local in marks if not local.hour)
    return el(
        "g",
        el("path", d=hours),
        el("path", d=midnights, class_="midnight") if midnights else "",
        class_="grid",
        aria_hidden="true",
    )


def axis_labels(axis: Axis, times: DayTimes) -> Markup:
    """Return the names of the hours, and of the dates where one begins."""
    marks = times.hour_marks(axis.start_s, axis.end_s)
    named = [
        (at, f"{local:%H:%M}" + ("*" if comes_twice(local) and local.fold else ""))
        for at, local in marks
        if local.hour % axis.label_step == 0 and at < axis.end_s
    ]
    dates = [(at, times.words.short_date(local.date())) for at, local in marks if local.hour == 0 and at < axis.end_s]
    return el(
        "g",
        *(el("text", text, x=axis.x(at) + 3, y=AXIS_H - 8) for at, text in named),
        *(el("text", text, x=axis.x(at) + 3, y=10, class_="date") for at, text in dates),
        class_="hours",
        aria_hidden="true",
    )
