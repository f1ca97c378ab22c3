"""A shift as a calendar file (RFC 5545): one event per stop and break, for the phone of whoever drives.

Phones copy their calendars to servers far away. So a file names shift, stop and district only, no resident, no
address and no service, unless whoever exports it asks for the details.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event

from scheduler.domain.itinerary import DayView, Itinerary, StopCard, TaskCard
from scheduler.formats.sheets.labels import place_of, task_label
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.page_data import window_text
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.times import DayTimes, times_of
from scheduler.formats.sheets.words import Lang, words_of

LATEST_SEQUENCE = 2**31 - 1
PRODUCT = "-//Dojazd//day plan//PL"


def shift_calendar(
    view: DayView, look: ShiftLook, itinerary: Itinerary, *, lang: Lang = "pl", details: bool = False
) -> bytes:
    """Return the calendar of one shift; its events keep their ids from version to version of the plan.

    Parameters
    ----------
    view : DayView
        The day it belongs to.
    look : ShiftLook
        The shift's letter, as in the overview.
    itinerary : Itinerary
        The shift.
    lang : {"pl", "en"}
        Language of titles.
    details : bool
        Whether events say who is visited, where and what for.
    """
    times = times_of(view, words_of(lang))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    name = times.words("calendar.name", shift=one_line(itinerary.name), day=times.words.long_date(view.day))
    calendar.add("x-wr-calname", name)
    for position, stop in enumerate(itinerary.stops, start=1):
        ids = sorted(task.task_id for task in stop.tasks) or [f"stop {position}"]
        event = _event(view, itinerary, ids, stop.arrival, stop.departure)
        _describe(event, look, itinerary, stop, times, details=details)
        calendar.add_component(event)
    for number, rest in enumerate(itinerary.breaks, start=1):
        event = _event(view, itinerary, [f"break {number}"], rest.start, rest.end)
        event.add("summary", times.words("calendar.break"))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(view: DayView, itinerary: Itinerary, ids: Sequence[str], start: datetime, end: datetime) -> Event:
    event = Event()
    event.add("uid", event_id([view.town_id, view.day.isoformat(), itinerary.shift_id, *ids]))
    event.add("sequence", min(max(0, view.version), LATEST_SEQUENCE))
    event.add("dtstamp", view.made_at.astimezone(UTC))
    # In UTC: a local time with a zone name cannot say which 2:30 it means in the night the clocks go back.
    event.add("dtstart", start.astimezone(UTC))
    if end.astimezone(UTC) > start.astimezone(UTC):  # an event may not end when it starts
        event.add("dtend", end.astimezone(UTC))
    event.add("class", "PRIVATE")
    return event


def event_id(parts: Sequence[str]) -> str:
    """Return an id that is the same for the same parts, and tells nothing of them."""
    return hashlib.sha256(json.dumps(parts).encode("utf-8")).hexdigest()[:32] + "@dojazd"


def _describe(
    event: Event, look: ShiftLook, itinerary: Itinerary, stop: StopCard, times: DayTimes, *, details: bool
) -> None:
    words = times.words
    code = look.stop_code(stop.number)
    if not details:
        event.add("summary", words("calendar.stop_plain", code=code, number=stop.number, count=len(itinerary.stops)))
        event.add("location", one_line(stop.district))
        event.add("description", words("calendar.hint"))
        return
    event.add("summary", words("calendar.stop", code=code, tasks="; ".join(task_label(t, words) for t in stop.tasks)))
    event.add("location", place_of(stop))
    event.add("geo", (stop.point.lat, stop.point.lon))
    lines = (_task_facts(task, times) for task in stop.tasks)
    event.add("description", "\n".join(" · ".join(one_line(fact) for fact in line if fact) for line in lines))


def _task_facts(task: TaskCard, times: DayTimes) -> tuple[str, ...]:
    window = window_text(task, times, "sheet.window_promised", "sheet.window")
    return task_label(task, times.words), times.words.said(task.party), task.service, window
