"""Wishes in words: what is meant by the calendar, what was not understood, and nothing else."""

from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.series import ClockSpan
from scheduler.services.wording import SaidWish, WishError, read_wish, sentences
from scheduler.services.wording.lexicon import CARDINAL, FILLERS, IN_WORDS, MONTH, NOT, OR, WEEKDAY, WEEKDAYS

TODAY = date(2026, 11, 23)
"""A Monday."""
ZONE = ZoneInfo("Europe/Warsaw")
WORDS = sorted({
    *WEEKDAY, *WEEKDAYS, *MONTH, *CARDINAL, *FILLERS, *OR, *NOT, *IN_WORDS, "jutro", "tomorrow", "co", "every", "raz",
    "razy", "w tygodniu", "a week", "za", "in", "tydzień", "weeks", "od", "do", "po", "przed", "między", "between",
    "from", "until", "wpół do", "half past", "przyszłą", "next", "10", "14", "9:30", "9.30", "24.11", "31",
    "2026-11-24", "pm", "-", "byle nie", "konca roku", "xyz", "ę", "🙂",
})  # fmt: skip


def said(text: str, *, ride: bool = False) -> tuple[list[str], str, str | None]:
    """Return days or the rule, the hours, and the hour asked for."""
    wish = read_wish(text, TODAY, ride=ride).wish
    when = [f"{day:%m-%d}" for day in wish.days] if wish.weekly is None else [wish.weekly.rule]
    hours = " ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in wish.hours)
    return when, hours, None if wish.at is None else f"{wish.at:%H:%M}"


@pytest.mark.parametrize(
    ("text", "when", "hours", "at"),
    [
        ("jutro rano", ["11-24"], "07:00-11:00", None),
        ("tomorrow morning", ["11-24"], "07:00-11:00", None),
        ("pojutrze między 9 a 11", ["11-25"], "09:00-11:00", None),
        ("the day after tomorrow between 9 and 11", ["11-25"], "09:00-11:00", None),
        ("w środę po 14", ["11-25"], "14:00-20:00", None),
        ("w przyszłą środę po 14", ["12-02"], "14:00-20:00", None),
        ("next Wednesday after 2 pm", ["12-02"], "14:00-20:00", None),
        ("za tydzień we wtorek o ósmej", ["12-01"], "07:00-09:00", "08:00"),
        ("24 listopada o wpół do dziesiątej", ["11-24"], "08:30-10:30", "09:30"),
        ("November 24th at half past nine", ["11-24"], "08:30-10:30", "09:30"),
        ("24.11 o 9.30", ["11-24"], "08:30-10:30", "09:30"),
        ("jutro o 3", ["11-24"], "14:00-16:00", "15:00"),
        ("jutro wieczorem o 7", ["11-24"], "18:00-20:00", "19:00"),
        ("w niedzielę o 10", ["11-29"], "09:00-11:00", "10:00"),
        ("we wtorek lub w piątek rano", ["11-24", "11-27"], "07:00-11:00", None),
        ("od środy do piątku, byle nie w czwartek", ["11-25", "11-27"], "07:00-20:00", None),
        ("we wtorki i piątki o 10", ["FREQ=WEEKLY;BYDAY=TU,FR"], "09:00-11:00", "10:00"),
        ("every Tuesday and Friday at 10", ["FREQ=WEEKLY;BYDAY=TU,FR"], "09:00-11:00", "10:00"),
        ("co drugą środę rano", ["FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"], "07:00-11:00", None),
        ("codziennie od poniedziałku do piątku o 8", ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"], "07:00-09:00", "08:00"),
        ("w niedziele o 10", ["FREQ=WEEKLY;BYDAY=SU"], "09:00-11:00", "10:00"),
    ],
)  # fmt: skip
def test_what_callers_say_is_what_is_meant(text: str, when: list[str], hours: str, at: str | None) -> None:
    """A resident would be promised another day or another hour than the one they have asked for."""
    assert said(text) == (when, hours, at)
    assert read_wish(text, TODAY).unread == ()


def test_to_be_there_by_an_hour_is_an_arrival() -> None:
    """The bus would come at the hour at which the doctor waits already."""
    there = read_wish("jutro na 10", TODAY, ride=True).wish

    assert (there.arrive_by, there.at) == (True, time(10))
    assert there.hours == (ClockSpan(start=time(9, 15), end=time(10)),)
    assert not read_wish("jutro na 10", TODAY).wish.arrive_by


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("jutro na 10 do lekarza", ["do lekarza"]), ("nie rano, jutro", ["nie rano"]), ("w środę 10", ["10"]),
        ("we wtorek rano lub w piątek po 14", ["po 14"]), ("jutro, może o 25", ["25"]), ("kiedyś tam", ["kiedyś tam"]),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_exactly(text: str, unread: list[str]) -> None:
    """A part of the wish would be passed over in silence, or its "not" be lost."""
    assert [one.text for one in read_wish(text, TODAY).unread] == unread


def test_what_is_taken_for_said_is_told() -> None:
    """Nobody would notice that the program has chosen the hour."""
    assert read_wish("jutro o 3", TODAY).assumed == ("afternoon",)
    assert read_wish("rano", TODAY).assumed == ("days",)
    assert read_wish("dwa razy w tygodniu", TODAY).assumed == ("weekdays", "hours")


@given(
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=80),
    st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_every_line_means_something_that_can_be_asked_for(text: str, today: date) -> None:
    """A word too many would break the page while somebody is on the line."""
    reading = read_wish(text, today, ride=len(text) % 2 == 0)
    wish = reading.wish
    windows = wish.windows(ZONE)

    assert all(text[one.start : one.start + len(one.text)] == one.text != "" for one in reading.unread)
    assert all(window.length >= timedelta(0) for window in windows)
    if wish.weekly is None:
        assert len(set(wish.days)) == len(wish.days) <= 31
    else:
        assert wish.weekly.begin().isoweekday() in wish.weekly.weekdays
    if (at := wish.wish(ZONE)) is not None:
        assert windows[0].start.astimezone(UTC) <= at.astimezone(UTC) <= windows[0].end.astimezone(UTC)
    assert all(one.endswith(".") for one in sentences(wish, today).values())


@pytest.mark.parametrize(
    ("day", "utc_hour"), [("28.03.2026", 8), ("29.03.2026", 7), ("24.10.2026", 7), ("25.10.2026", 8)]
)
def test_an_hour_is_one_of_the_towns_clock(day: str, utc_hour: int) -> None:
    """On the days around a change of the clocks everybody would be visited an hour early or late."""
    wish = read_wish(f"{day} o 9", TODAY).wish

    at = wish.wish(ZONE)
    assert at is not None
    assert at.astimezone(UTC).hour == utc_hour


def test_hours_that_the_clocks_skip_are_hours_still() -> None:
    """In the night of the change a window would end before it begins, and the page would break."""
    window = read_wish("29.03.2026 między 02:30 a 03:00", TODAY).wish.windows(ZONE)[0]

    assert window.length >= timedelta(0)


def test_a_wish_for_nothing_is_none() -> None:
    """A corrected field that was emptied would ask for every day, or for none."""
    with pytest.raises(WishError, match="days"):
        SaidWish(hours=(ClockSpan(start=time(9), end=time(10)),))
    with pytest.raises(WishError, match="hours"):
        SaidWish(days=(TODAY,), hours=())
