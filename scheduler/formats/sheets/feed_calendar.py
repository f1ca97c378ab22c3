"""A calendar feed as calendar programs read it (RFC 5545, and RFC 7986 for how often).

It names shift, halt and district, and nobody. A shift is one event across its hours that leaves its reader free; its
halts and breaks, once they are published, are events within it. A program that reads a feed takes what is missing out.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from scheduler.domain.feeds import FeedShift, FeedStop, OpenedFeed
from scheduler.formats.sheets.calendar import LATEST_SEQUENCE, PRODUCT, event_id
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.words import Lang, Words, words_of

EVERY = timedelta(minutes=15)
"""So often a program should ask; a plan is published in the evening, and mended during the day."""


def feed_calendar(feed: OpenedFeed, *, lang: Lang = "pl") -> bytes:
    """Return the calendar of a feed; its events keep their ids from version to version of a day."""
    words = words_of(lang)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    name = words("calendar.feed", town=one_line(feed.town_name))
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", EVERY)
    for shift in feed.shifts:
        for event in _events(feed, shift, words):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(feed: OpenedFeed, shift: FeedShift, words: Words) -> Iterator[Event]:
    at = [feed.town_id, shift.day.isoformat(), shift.id]
    whole = _event(shift, [*at, "shift"], shift.start, shift.end)
    whole.add("summary", words("calendar.shift", vehicle=one_line(shift.vehicle)).strip())
    whole.add("transp", "TRANSPARENT")
    whole.add("description", words("calendar.hint") if shift.published else words("calendar.unpublished"))
    yield whole
    for number, stop in enumerate(shift.stops, start=1):
        yield _stop(shift, [*at, *(stop.tasks or (f"stop {number}",))], number, stop, words)
    for number, rest in enumerate(shift.breaks, start=1):
        event = _event(shift, [*at, f"break {number}"], rest.start, rest.end)
        event.add("summary", words("calendar.break"))
        yield event


def _stop(shift: FeedShift, parts: Sequence[str], number: int, stop: FeedStop, words: Words) -> Event:
    event = _event(shift, parts, stop.arrival, stop.departure)
    event.add("summary", words("calendar.feed_stop", number=number, count=len(shift.stops)))
    if stop.district:
        event.add("location", one_line(stop.district))
    event.add("description", words("calendar.hint"))
    return event


def _event(shift: FeedShift, parts: Sequence[str], start: datetime, end: datetime) -> Event:
    event = Event()
    event.add("uid", event_id(parts))
    event.add("sequence", min(max(0, shift.version), LATEST_SEQUENCE))
    event.add("dtstamp", shift.written_at.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    if end.astimezone(UTC) > start.astimezone(UTC):  # an event may not end when it starts
        event.add("dtend", end.astimezone(UTC))
    event.add("class", "PRIVATE")
    return event
