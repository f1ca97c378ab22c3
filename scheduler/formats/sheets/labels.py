"""What a stop is called where there is no room for a table: tooltips, accessible names, calendar titles."""

from scheduler.domain.itinerary import Itinerary, StopCard, TaskCard
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.times import DayTimes
from scheduler.formats.sheets.words import Words


def place_of(stop: StopCard) -> str:
    """Return place, entrance and address on one line, without repeating one in the other."""
    parts = []
    for part in (stop.place, stop.entrance, stop.address):
        text = one_line(part)
        if text and text not in parts:
            parts.append(text)
    return ", ".join(parts)


def task_label(task: TaskCard, words: Words) -> str:
    """Return what is done and for whom."""
    clients = one_line(", ".join(task.clients))
    return f"{words.named('task', task.kind)}: {clients}" if clients else words.named("task", task.kind)


def counterpart_text(task: TaskCard, words: Words) -> str:
    """Return where a rider goes or comes from; "" for other tasks."""
    place = one_line(task.counterpart)
    if not place:
        return ""
    return words("task_way.from" if task.kind == "dropoff" else "task_way.to", place=place)


def cash_text(task: TaskCard, words: Words) -> str:
    """Return what is collected at a task; "" if nothing is."""
    return words("sheet.cash", amount=words.money(task.cash_gr)) if task.cash_gr else ""


def stop_label(look: ShiftLook, stop: StopCard, times: DayTimes) -> str:
    """Return a stop in one sentence: code, times, place, tasks."""
    tasks = "; ".join(task_label(task, times.words) for task in stop.tasks)
    return f"{look.stop_code(stop.number)} · {times.span(stop.arrival, stop.departure)} · {place_of(stop)} · {tasks}"


def shift_label(look: ShiftLook, itinerary: Itinerary) -> str:
    """Return a shift's letter and name."""
    return f"{look.code} · {one_line(itinerary.name)}"


def aboard(task: TaskCard) -> tuple[int, int, int]:
    """Return seats taken, wheelchairs and portions after a task."""
    load = task.load_after
    return max(0, load.get("seats", 0)), max(0, load.get("wheelchairs", 0)), max(0, load.get("portions", 0))


def has_load(itinerary: Itinerary) -> bool:
    """Return whether a shift ever has people or portions aboard."""
    return any(any(aboard(task)) for stop in itinerary.stops for task in stop.tasks)
