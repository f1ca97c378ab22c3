"""What the overview's template shows, made ready: texts in one language, drawings, no decision left."""

from dataclasses import dataclass

from markupsafe import Markup

from scheduler.domain.itinerary import BreakCard, DayView, Itinerary, StopCard, TaskCard, UnassignedCard
from scheduler.formats.sheets.axis import AXIS_H, Axis, axis_labels
from scheduler.formats.sheets.figures import line_sample
from scheduler.formats.sheets.labels import aboard, cash_text, counterpart_text, has_load, place_of, task_label
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.svg import el
from scheduler.formats.sheets.timeline import row, row_height
from scheduler.formats.sheets.times import DayTimes
from scheduler.formats.sheets.words import Words


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """A task in a shift's table."""

    what: str
    party: str
    tags: list[str]
    service: str
    counterpart: str
    window: str
    promised: bool
    cash: str
    phone: str
    office: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a shift's table: a stop, or a break."""

    span: str
    rest: BreakCard | None = None
    anchor: str = ""
    code: str = ""
    place: str = ""
    entrance_note: str = ""
    phone: str = ""
    district: str = ""
    aboard: str = ""
    tasks: tuple[TaskLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShiftData:
    """A shift in legend, timeline and tables."""

    look: ShiftLook
    name: str
    staff: str
    vehicle: str
    provider: str
    contracted: bool
    rostered: str
    span: str
    start: str
    end: str
    start_place: str
    end_place: str
    stops_text: str
    distance: str
    way: str
    has_load: bool
    sample: Markup
    row: Markup
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class MissedData:
    """A request that is not served."""

    clients: str
    service: str
    window: str
    district: str
    phone: str
    summary: str
    office: str
    alone: str
    change: str
    obstacles: list[tuple[str, str]]


def shift_data(look: ShiftLook, itinerary: Itinerary, axis: Axis, times: DayTimes) -> ShiftData:
    """Return everything the page says of one shift."""
    words = times.words
    distance = words.kilometres(itinerary.distance_m)
    return ShiftData(
        look=look,
        name=itinerary.name,
        staff=", ".join(itinerary.staff),
        vehicle=itinerary.vehicle or words.named("mode", itinerary.mode),
        provider=itinerary.provider,
        contracted=itinerary.contracted,
        rostered=times.span(*itinerary.rostered),
        span=times.span(itinerary.start, itinerary.end),
        start=times.clock(itinerary.start),
        end=times.clock(itinerary.end),
        start_place=itinerary.start_place or words("sheet.under_way"),
        end_place=itinerary.end_place,
        stops_text=words.count("noun.stop", len(itinerary.stops)),
        distance=distance,
        way=words("shifts.way", distance=distance, driving=words.duration(itinerary.driving_s)),
        has_load=has_load(itinerary),
        sample=line_sample(look),
        row=_row_svg(look, itinerary, axis, times),
        lines=_lines(look, itinerary, times),
    )


def hours_svg(axis: Axis, times: DayTimes) -> Markup:
    """Return the timeline's head with the hours."""
    return el(
        "svg", axis_labels(axis, times), viewBox=f"0 0 {axis.width:.0f} {AXIS_H:.0f}", class_="row", aria_hidden="true"
    )


def _row_svg(look: ShiftLook, itinerary: Itinerary, axis: Axis, times: DayTimes) -> Markup:
    content = row(axis, times, look, itinerary, links=True)
    box = f"0 0 {axis.width:.0f} {row_height(itinerary):.0f}"
    return el("svg", content, viewBox=box, class_="row", role="group", aria_label=f"{look.code} {itinerary.name}")


def _lines(look: ShiftLook, itinerary: Itinerary, times: DayTimes) -> list[Line]:
    """Return stops and breaks in order of time."""
    timed = [
        (times.seconds(stop.arrival), _stop_line(look, position, stop, times))
        for position, stop in enumerate(itinerary.stops, start=1)
    ]
    timed += [
        (times.seconds(rest.start), Line(span=times.span(rest.start, rest.end), rest=rest)) for rest in itinerary.breaks
    ]
    return [line for _, line in sorted(timed, key=lambda pair: pair[0])]


def _stop_line(look: ShiftLook, position: int, stop: StopCard, times: DayTimes) -> Line:
    return Line(
        span=times.span(stop.arrival, stop.departure),
        anchor=look.stop_anchor(position),
        code=look.stop_code(stop.number),
        place=place_of(stop),
        entrance_note=stop.entrance_note,
        phone=stop.phone,
        district=stop.district,
        aboard=aboard_text(stop, times.words) or times.words("shifts.empty"),
        tasks=tuple(_task_line(task, times) for task in stop.tasks),
    )


def aboard_text(stop: StopCard, words: Words) -> str:
    """Return who and what is aboard when the vehicle leaves a stop; "" when it is empty."""
    seats, wheelchairs, portions = aboard(stop.tasks[-1]) if stop.tasks else (0, 0, 0)
    counts = (("noun.person", seats), ("noun.wheelchair", wheelchairs), ("noun.portion", portions))
    return ", ".join(words.count(noun, number) for noun, number in counts if number)


def window_text(task: TaskCard, times: DayTimes, promised: str, own: str) -> str:
    """Return a task's window in words of the keys `promised` or `own`; "" without one."""
    if task.window is None:
        return ""
    return times.words(promised if task.promised else own, span=times.span(*task.window))


def _task_line(task: TaskCard, times: DayTimes) -> TaskLine:
    return TaskLine(
        what=task_label(task, times.words),
        party=times.words.said(task.party),
        tags=[times.words.named("tag", tag) for tag in task.tags],
        service=task.service,
        counterpart=counterpart_text(task, times.words),
        window=window_text(task, times, "shifts.promised", "shifts.window"),
        promised=task.promised,
        cash=cash_text(task, times.words),
        phone=", ".join(task.phones),
        office=task.office,
    )


def missed_data(card: UnassignedCard, view: DayView, times: DayTimes) -> MissedData:
    """Return everything the page says of one request that is not served."""
    words = times.words
    names = {itinerary.shift_id: itinerary.name for itinerary in view.itineraries}
    return MissedData(
        clients=", ".join(card.clients),
        service=card.service,
        window=times.span(*card.window) if card.window else words("missed.any_time"),
        district=card.district or words("missed.out_of_town"),
        phone=", ".join(card.phones),
        office=card.office,
        summary=words.said(card.reason.summary) or card.reason.rule,
        alone=words.said(card.reason.alone),
        change=words.said(card.reason.change),
        obstacles=[(names.get(shift, shift), words.said(text)) for shift, text in card.reason.per_shift.items()],
    )
