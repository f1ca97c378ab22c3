"""Calendar files, read back as a phone would."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from scheduler.domain.itinerary import DayView, Itinerary
from scheduler.formats.sheets.calendar import shift_calendar
from scheduler.formats.sheets.looks import look
from tests.formats.sheets.sample import HOSTILE, sample_view

VIEW = sample_view(hostile=True)
BUS = VIEW.itineraries[0]
EVIL = "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:x;,\\\\n\x85\u2028ATTACH:file:///etc/passwd"


def events(view: DayView, crew: Itinerary, *, details: bool = False) -> list[Any]:
    """Return the events of a shift's calendar."""
    # Any: which kind of value a property holds is known to whoever asks for it
    return list(Calendar.from_ical(shift_calendar(view, look(0), crew, details=details)).walk("VEVENT"))


def test_each_stop_and_break_is_an_event_at_its_time() -> None:
    """The phone would ring at the wrong minute, or not at all."""
    found = events(VIEW, BUS)
    assert len(found) == len(BUS.stops) + len(BUS.breaks)
    for event, stop in zip(found, BUS.stops, strict=False):
        assert event["DTSTART"].dt == stop.arrival.replace(microsecond=0)
        assert event["DTEND"].dt == stop.departure.replace(microsecond=0)
    assert {event["DTSTAMP"].dt for event in found} == {VIEW.made_at}


def test_ids_stay_when_the_plan_changes() -> None:
    """Each new version would put the whole day into the phone once more."""
    later = replace(VIEW, version=4, made_at=VIEW.made_at.replace(hour=19))
    before, after = events(VIEW, BUS), events(later, BUS)
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert len({event["UID"] for event in before}) == len(before)
    assert (before[0]["SEQUENCE"], after[0]["SEQUENCE"]) == (3, 4)
    other_day = sample_view(date(2026, 11, 24))
    assert {event["UID"] for event in events(other_day, other_day.itineraries[0])}.isdisjoint(e["UID"] for e in before)


def test_nobody_is_named_unless_asked_for() -> None:
    """Names, addresses and illnesses would be copied to the calendar server of the phone's maker."""
    plain = shift_calendar(VIEW, look(0), BUS).decode()
    for stop in BUS.stops:
        assert stop.address not in plain
        for task in stop.tasks:
            assert task.clients[0] not in plain
            assert task.service not in plain
    assert "CLASS:PRIVATE" in plain
    detailed = shift_calendar(VIEW, look(0), BUS, details=True).decode()
    assert "Bronisława Bąk" in detailed
    assert "4471" not in detailed  # door codes never leave the sheet


def test_text_cannot_become_a_line_of_its_own() -> None:
    """A resident's name could add events or attachments to the driver's calendar."""
    task = replace(BUS.stops[0].tasks[0], clients=(EVIL,), party={"pl": EVIL}, service=EVIL, task_id=EVIL)
    stop = replace(BUS.stops[0], place=EVIL, address=EVIL, district=EVIL, tasks=(task,))
    crew = replace(BUS, name=EVIL, shift_id=EVIL, stops=(stop,), breaks=())
    for details in (False, True):
        raw = shift_calendar(replace(VIEW, town_id=EVIL), look(0), crew, details=details).decode()
        starts = [line.partition(":")[0] for line in raw.split("\r\n") if not line.startswith(" ")]
        assert starts.count("BEGIN") == 2
        assert "ATTACH" not in starts
        assert len(Calendar.from_ical(raw).walk("VEVENT")) == 1


def test_hostile_name_is_kept_as_it_is() -> None:
    """A name with a comma or a backslash would be cut in the phone."""
    assert any(HOSTILE in str(event["SUMMARY"]) for event in events(VIEW, BUS, details=True))


@pytest.mark.parametrize("hour_utc", [0, 1])
def test_both_half_past_twos_of_the_autumn_night_are_kept_apart(hour_utc: int) -> None:
    """The night carer would be told to come an hour early or late when the clocks go back."""
    moment = datetime(2026, 10, 25, hour_utc, 30, tzinfo=UTC).astimezone(BUS.start.tzinfo)
    stop = replace(BUS.stops[0], arrival=moment, departure=moment)
    event = events(VIEW, replace(BUS, stops=(stop,), breaks=()))[0]
    assert event["DTSTART"].dt == moment.astimezone(UTC)
    assert "DTEND" not in event


def test_lines_are_folded_and_ended_as_the_standard_says() -> None:
    """Strict calendars (Outlook) would refuse the file."""
    raw = shift_calendar(VIEW, look(0), BUS, details=True)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
