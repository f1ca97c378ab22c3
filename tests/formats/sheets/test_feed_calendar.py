"""Calendar feeds, read by another implementation than the one that writes them, as a phone would."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject

from scheduler.domain.feeds import FeedBreak, FeedShift, FeedStop, OpenedFeed
from scheduler.domain.ids import TownId
from scheduler.formats.sheets.feed_calendar import feed_calendar

EVENING = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
EVIL = "Łazy\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:x;,\\\x85\u2028ATTACH:file:///etc/passwd"


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def stop(number: int, hour: int, district: str = "Łazy") -> FeedStop:
    return FeedStop(
        tasks=(f"R-{number}:visit",), arrival=at(hour), departure=at(hour) + timedelta(minutes=40), district=district
    )


SHIFT = FeedShift(
    id="Z-01",
    day=date(2026, 11, 23),
    start=at(6, 30),
    end=at(14, 30),
    vehicle="BUS-1",
    version=7,
    written_at=EVENING,
    published=True,
    stops=(stop(1, 7), stop(2, 9, "")),
    breaks=(FeedBreak(start=at(10), end=at(10, 15)),),
)
FEED = OpenedFeed(town_id=TownId("t"), town_name="Starachowice", shifts=(SHIFT,))


def events(feed: OpenedFeed, **more: Any) -> list[Any]:
    # Any: the other implementation has no types
    return list(vobject.readOne(feed_calendar(feed, **more).decode()).vevent_list)


def test_another_implementation_reads_the_same_hours() -> None:
    """A phone that is not ours would ring at another hour than the plan says."""
    whole, first, second, rest = events(FEED)
    assert [(one.dtstart.value, one.dtend.value) for one in (whole, first, second, rest)] == [
        (at(6, 30), at(14, 30)),
        (at(7), at(7, 40)),
        (at(9), at(9, 40)),
        (at(10), at(10, 15)),
    ]
    assert [one.summary.value for one in (whole, first, second, rest)] == [
        "Dyżur BUS-1",
        "Przystanek 1 z 2",
        "Przystanek 2 z 2",
        "Przerwa",
    ]
    assert first.location.value == "Łazy"
    assert "location" not in second.contents
    assert whole.transp.value == "TRANSPARENT"


def test_it_says_how_often_to_ask() -> None:
    """A route that was changed at eight would come to the phone the next day."""
    calendar = vobject.readOne(feed_calendar(FEED).decode())
    told = {name: calendar.contents[name][0].value for name in ("refresh-interval", "x-published-ttl")}
    assert set(map(str, told.values())) <= {"PT15M", "0:15:00"}


def test_ids_stay_and_the_number_grows_when_the_day_changes() -> None:
    """Each change of the plan would put the whole day into the phone once more."""
    later = replace(SHIFT, version=8, stops=(stop(2, 8), stop(1, 9)))
    before, after = events(FEED), events(replace(FEED, shifts=(later,)))
    assert {one.uid.value for one in before} == {one.uid.value for one in after}
    assert len({one.uid.value for one in before}) == 4
    assert {one.sequence.value for one in before} == {"7"}
    moved = next(one for one in after if one.uid.value == before[1].uid.value)
    assert moved.dtstart.value == at(9)


def test_an_unpublished_shift_has_its_hours_and_says_so() -> None:
    """Who works when would not be known before the evening; or a draft of the route would be."""
    draft = replace(SHIFT, published=False, stops=(), breaks=())
    (only,) = events(replace(FEED, shifts=(draft,)), lang="en")
    assert only.summary.value == "Shift BUS-1"
    assert only.description.value == "The route is not published yet."


@pytest.mark.parametrize("hour", [0, 1])
def test_both_half_past_twos_of_the_autumn_night_are_kept_apart(hour: int) -> None:
    """A night shift's halt would move by an hour once a year."""
    night = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    one = FeedStop(tasks=("R-1:visit",), arrival=night, departure=night + timedelta(minutes=5), district="")
    found = events(replace(FEED, shifts=(replace(SHIFT, stops=(one,), breaks=()),)))
    assert found[1].dtstart.value == night


def test_text_cannot_become_a_line_of_its_own() -> None:
    """A district's or a vehicle's name could add events or attachments to everybody's calendar."""
    evil = replace(SHIFT, id=EVIL, vehicle=EVIL, stops=(stop(1, 7, EVIL),), breaks=())
    raw = feed_calendar(replace(FEED, town_name=EVIL, shifts=(evil,))).decode()
    starts = [line.partition(":")[0] for line in raw.split("\r\n") if not line.startswith(" ")]
    assert starts.count("BEGIN") == 3
    assert "ATTACH" not in starts
    assert len(vobject.readOne(raw).vevent_list) == 2


def test_a_halt_of_no_length_ends_nowhere_before_it_begins() -> None:
    """Calendar programs refuse a whole feed for one event that ends when it starts."""
    short = replace(SHIFT, stops=(replace(stop(1, 7), departure=at(7)),), breaks=())
    assert "dtend" not in events(replace(FEED, shifts=(short,)))[1].contents
