"""What messages say, and in how many parts: all of it in one SMS, in any letters; and when they may go out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.domain.message_policy import MessagePolicy
from scheduler.domain.messages import MessageKind
from scheduler.domain.time import TimeWindow
from scheduler.services.messages.addresses import mail_address, sms_number
from scheduler.services.messages.letters import plain, segments
from scheduler.services.messages.quiet import goes_at, quiet_end
from scheduler.services.messages.saying import Item, Told, mail_subject, mail_text, sms_text

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 23, 17, tzinfo=WARSAW)
DAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 10, 40, tzinfo=WARSAW)
WINDOW = TimeWindow(start=MORNING, end=MORNING + timedelta(minutes=30))
WAY_BACK = MORNING + timedelta(hours=2)
LONG: Mapping[str, Any] = {
    "sender": "Miejski Ośrodek Pomocy Społecznej w Starachowicach",
    "name": "Bogusława Maria Wyszomirska-Brzęczyszczykiewicz",
    "phone": "+48 41 274 00 00",
}


def told(kind: MessageKind, language: str = "pl", **fields: Any) -> Told:
    near = kind is MessageKind.NEARBY
    items = [Item(what="ride", at=NOW + timedelta(minutes=11))] if near else [
        Item(what="ride", at=MORNING, window=WINDOW), Item(what="ride", at=WAY_BACK),
    ]  # fmt: skip
    made: dict[str, Any] = {"kind": kind, "language": language, "day": DAY, "now": NOW, "items": items}
    return Told(**(made | dict(LONG) | fields))


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("kind", MessageKind)
def test_the_longest_that_is_likely_is_one_sms_and_lacks_nothing(kind: MessageKind, language: str) -> None:
    """A resident would learn half of it, or the town pay twice for each of ten thousand messages."""
    found = sms_text(told(kind, language), plain_letters=True)
    assert segments(found) == 1, found
    hours = ["17:11", "11"] if kind is MessageKind.NEARBY else ["24", "12:40", "10:40"]
    for part in ["Miejski Osrodek Pomocy", "B. ", LONG["phone"], *hours]:
        assert part in found, (part, found)
    assert "://" not in found
    assert "www." not in found
    with_marks = sms_text(told(kind, language), plain_letters=False)
    assert segments(with_marks) <= 3
    assert "Społ" in with_marks or "Ośrodek" in with_marks


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("kind", [one for one in MessageKind if one is not MessageKind.NEARBY])
def test_a_letter_lacks_nothing(kind: MessageKind, language: str) -> None:
    """A resident would phone to ask who wrote, about whom, and when."""
    one = told(kind, language)
    text = mail_text(one)
    for part in (one.name, one.sender, one.phone, "24", "10:40-11:10", "12:40"):
        assert part in text
    assert "://" not in text
    assert mail_subject(one).startswith(one.sender)


def test_no_name_brings_a_line_of_its_own() -> None:
    """A name that was pasted with its line break would cut the message off, or add a line to a letter's head."""
    evil = told(MessageKind.MOVED, name="Jan\r\nBcc: x@example.org\x00 Łoś", sender="Centrum\n\n")
    for text in (sms_text(evil, plain_letters=False), mail_subject(evil)):
        assert text.isprintable()
    assert "\nBcc" not in mail_text(evil)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3), ("ą" * 70, 1), ("ą" * 71, 2), ("ą" * 134, 2), ("ą" * 135, 3),
        ("a" * 70 + "ą", 2), ("😀" * 35, 1), ("😀" * 36, 2), ("ą" * 66 + "😀" + "ą" * 66, 3),
    ],
)  # fmt: skip
def test_parts_are_counted_as_networks_count_them(text: str, parts: int) -> None:
    """The office would be told one and pay for two; a letter cut in two would arrive as none."""
    assert segments(text) == parts


@given(st.text())
def test_plain_text_is_always_of_the_default_alphabet(text: str) -> None:
    """One odd letter in a name would double the price of a message."""
    assert segments("a" * 100 + plain(text)[:30]) == 1
    assert plain(plain(text)) == plain(text)


def test_polish_letters_lose_their_marks_and_nothing_else() -> None:
    """ł would become a question mark, as it has no mark to lose."""
    assert plain("Zażółć gęślą jaźń, ŁÓDŹ – „ü”\u00a0ß") == 'Zazolc gesla jazn, LODZ - "ü" ß'


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("600 700 800", "+48600700800"), ("0048 600-700-800", "+48600700800"), ("+48 41 274 00 00", ""),
        ("41 274 00 00", ""), ("+49 170 1234567", "+491701234567"), ("112", ""), ("", ""), ("600700800 w. 3", ""),
    ],
)  # fmt: skip
def test_only_what_takes_an_sms_is_a_number_for_one(phone: str, number: str) -> None:
    """A message to a telephone on the wall would count as told, and nobody phone."""
    assert sms_number(phone) == number


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Anna.Lis@Example.ORG ", "Anna.Lis@example.org"), ("anna@poczta.żory.pl", "anna@poczta.xn--ory-22a.pl"),
        ("anna@", ""), ("a b@example.org", ""), ("anna@example", ""), ("a@example.org\nBcc: b@example.org", ""),
        ("<anna@example.org>", ""), ("anna@@example.org", ""), ("anna@example..org", ""),
    ],
)  # fmt: skip
def test_only_an_address_is_an_address(written: str, address: str) -> None:
    """A slip of the keyboard would be tried for three hours before anybody phoned."""
    assert mail_address(written) == address


CLOCKS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
MOMENTS = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-2000, 2000)
)


@example(datetime(2026, 10, 25, 1, 15, tzinfo=UTC), time(20), time(2, 30), None)
@given(MOMENTS, CLOCKS, CLOCKS, st.none() | st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_quiet_hours_end_through_both_changes_of_the_clock(
    moment: datetime, first: time, last: time, ahead: timedelta | None
) -> None:
    """In the night in which the clocks change a message would wait a day, or for ever."""
    policy = MessagePolicy(quiet_from=first, quiet_until=last)
    end = quiet_end(moment, policy, WARSAW)
    about = None if ahead is None else moment + ahead
    goes = goes_at(moment, about, policy, WARSAW)
    assert goes >= moment
    if end is None:
        assert goes == moment
        return
    assert timedelta(0) < end - moment <= timedelta(hours=25)
    assert quiet_end(end, policy, WARSAW) is None
    assert goes <= end
    if about is not None and about - policy.urgent_before > moment:
        assert goes <= about - policy.urgent_before
