"""The day as rows of time, one per shift: work, travel, waiting, breaks, promised windows, overtime, people aboard."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from scheduler.domain.itinerary import Itinerary, StopCard
from scheduler.formats.sheets.axis import Axis, grid
from scheduler.formats.sheets.labels import has_load, stop_label
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.spans import Doing, Load, Span, WindowMark, loads, overtime_s, spans, windows
from scheduler.formats.sheets.svg import el, join, text_width
from scheduler.formats.sheets.times import DayTimes

TRACK, BLOCK_H = 24.0, 20.0
WINDOWS_Y, LANE_H, LANES = 38.5, 4.0, 3
BAND_Y, BAND_H = 52.0, 16.0
LOWEST_BLOCK = 3.0


def row_height(itinerary: Itinerary) -> float:
    """Return how high a shift's row is: with or without the band of people aboard."""
    return BAND_Y + BAND_H + 4 if has_load(itinerary) else BAND_Y


def row(axis: Axis, times: DayTimes, look: ShiftLook, itinerary: Itinerary, *, links: bool) -> Markup:
    """Return what a shift's row shows, as a group whose origin is its left top."""
    height = row_height(itinerary)
    all_spans = spans(itinerary, times)
    return el(
        "g",
        grid(axis, times, height),
        _rostered(axis, times, itinerary, height),
        _overtime(axis, times, itinerary),
        *(_stretch(axis, times, span) for span in all_spans if span.doing is not Doing.SERVE),
        *_window_lines(axis, windows(itinerary, times)),
        _band(axis, loads(itinerary, times)) if has_load(itinerary) else "",
        *_blocks(
            axis, times, look, itinerary.stops, [span for span in all_spans if span.doing is Doing.SERVE], links=links
        ),
        class_=look.css,
    )


def _rostered(axis: Axis, times: DayTimes, itinerary: Itinerary, height: float) -> Markup:
    left, right = (axis.x(times.seconds(moment)) for moment in itinerary.rostered)
    title = el("title", f"{times.words('timeline.rostered')} {times.span(*itinerary.rostered)}")
    return el("rect", title, class_="rostered", x=left, y=2, width=max(0, right - left), height=height - 4, rx=5)


def _overtime(axis: Axis, times: DayTimes, itinerary: Itinerary) -> Markup:
    seconds = overtime_s(itinerary, times)
    if not seconds:
        return Markup("")
    right = axis.x(times.seconds(itinerary.end))
    left = axis.x(times.seconds(itinerary.rostered[1]))
    text = f"+{times.words.duration(seconds)}"
    label = f"{times.words('timeline.overtime')} {text}"
    inside = right + 4 + text_width(text, 10) < axis.width
    return el(
        "g",
        el("rect", el("title", label), x=left, y=TRACK - 14, width=max(2, right - left), height=28, rx=3),
        el("text", text, x=right + 4 if inside else left - 4, y=TRACK + 3.5, text_anchor=None if inside else "end"),
        class_="overtime",
    )


def _stretch(axis: Axis, times: DayTimes, span: Span) -> Markup:
    """Return a drive (line), a wait (dotted line) or a break (box with its name)."""
    left, right = axis.x(span.start_s), axis.x(span.end_s)
    if span.doing is not Doing.BREAK:
        return el("line", class_=span.doing.value, x1=left, x2=right, y1=TRACK, y2=TRACK)
    text = times.words("timeline.break")
    title = f"{text} {times.span(times.day.instant(int(span.start_s)), times.day.instant(int(span.end_s)))}"
    fits = right - left > text_width(text, 9.5)
    return el(
        "g",
        el("rect", el("title", title), x=left, y=TRACK - 8, width=max(2, right - left), height=16, rx=3),
        el("text", text if fits else "", x=(left + right) / 2, y=TRACK + 3.4, text_anchor="middle"),
        class_="break",
    )


def _window_lines(axis: Axis, marks: Iterator[WindowMark]) -> Iterator[Markup]:
    """Yield the windows under the track, on as few lines as keep them apart."""
    ends = [-1.0] * LANES
    for mark in marks:
        left, right = axis.x(mark.start_s), axis.x(mark.end_s)
        lane = next((i for i, end in enumerate(ends) if left >= end + 2), ends.index(min(ends)))
        ends[lane] = right
        y = WINDOWS_Y + lane * LANE_H
        kind = "late" if mark.late else "promised" if mark.promised else "wished"
        path = f"M{left:.1f} {y - 1.5:.1f}v3M{left:.1f} {y:.1f}H{max(right, left + 1):.1f}M{right:.1f} {y - 1.5:.1f}v3"
        yield el("path", class_=f"window {kind}", d=path)


def _blocks(
    axis: Axis, times: DayTimes, look: ShiftLook, stops: Sequence[StopCard], served: Sequence[Span], *, links: bool
) -> Iterator[Markup]:
    """Yield a block per stop; its number stands in it, above it, or (where there is no room) nowhere."""
    free_from = 0.0
    for span, stop in zip(served, stops, strict=True):
        left, width = axis.x(span.start_s), max(LOWEST_BLOCK, axis.x(span.end_s) - axis.x(span.start_s))
        text = str(stop.number)
        wide, middle = text_width(text, 10.5), left + width / 2
        inside = width >= wide + 3
        if not inside and middle - wide / 2 < free_from:
            text = ""
        elif not inside:
            free_from = middle + wide / 2 + 2
        y, css = (TRACK + 4, "in") if inside else (TRACK - 13, "over")
        number = el("text", text, x=middle, y=y, text_anchor="middle", class_=css)
        label = stop_label(look, stop, times)
        anchor = look.stop_anchor(span.position) if links else ""
        yield _linked(
            anchor, label, look, join(_block(left, width, late=_is_late(stop, times)), number, el("title", label))
        )


def _linked(anchor: str, label: str, look: ShiftLook, content: Markup) -> Markup:
    if not anchor:
        return el("g", content, class_="block")
    return el("a", content, class_="block", href=f"#{anchor}", aria_label=label, data_shift=str(look.index))


def _is_late(stop: StopCard, times: DayTimes) -> bool:
    return any(task.window and times.seconds(task.start) > times.seconds(task.window[1]) for task in stop.tasks)


def _block(left: float, width: float, *, late: bool) -> Markup:
    css = "late" if late else None
    box = el("rect", x=left, y=TRACK - BLOCK_H / 2, width=width, height=BLOCK_H, rx=min(3, width / 2), class_=css)
    # A stop of three minutes is three pixels wide: the finger and the mouse get more.
    return join(el("rect", x=left - 3, y=TRACK - 14, width=width + 6, height=28, class_="target"), box)


def _band(axis: Axis, aboard: Sequence[Load]) -> Markup:
    """Return steps as high as the vehicle is full; wheelchairs are hatched, on top of seats."""
    most = max((load.seats + load.wheelchairs + load.portions for load in aboard), default=1)
    unit = BAND_H / max(2, most)
    return el("g", *(_step(axis, load, unit) for load in aboard), class_="band")


def _step(axis: Axis, load: Load, unit: float) -> Markup:
    left, right = axis.x(load.start_s), axis.x(load.end_s)
    width = max(0.5, right - left)
    floor = BAND_Y + BAND_H
    seats, wheels = (load.seats + load.portions) * unit, load.wheelchairs * unit
    count = str(load.seats + load.wheelchairs + load.portions)
    fits = width > text_width(count, 9) + 2
    return el(
        "g",
        el("rect", class_="seats", x=left, y=floor - seats, width=width, height=seats),
        el("rect", class_="wheels", x=left, y=floor - seats - wheels, width=width, height=wheels) if wheels else "",
        el("text", count, x=left + width / 2, y=floor - 3, text_anchor="middle") if fits else "",
    )
