"""The strict JSON codec, on a class that has a field of every kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from scheduler.domain.errors import InputError
from scheduler.domain.policy import Policy
from scheduler.formats.codec import MOST_PROBLEMS, Json, decode, encode, json_schema, parse_json
from scheduler.formats.codec.text import LARGEST_BYTES
from tests.formats.codec.strategies import any_value

Name = NewType("Name", str)
WARSAW = ZoneInfo("Europe/Warsaw")


class Colour(StrEnum):
    """An enumeration."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A value that checks itself."""

    size: int = 0

    def __post_init__(self) -> None:
        if self.size == 13:
            msg = "thirteen brings bad luck"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Everything:
    """A field of every kind that the codec knows."""

    flag: bool
    number: int
    ratio: float
    text: str
    name: Name | None
    moment: datetime
    day: date
    length: timedelta
    amount: Decimal
    colour: Colour
    leaves: tuple[Leaf, ...]
    span: tuple[datetime, datetime] | None
    chosen: frozenset[Name]
    by_name: Mapping[Name, Leaf] = field(default_factory=dict)
    by_colour: Mapping[Colour, int] = field(default_factory=dict)
    by_number: Mapping[int, str] = field(default_factory=dict)
    by_pair: Mapping[tuple[Name, Name], timedelta] = field(default_factory=dict)


def sample() -> Everything:
    """Return one value of it all."""
    noon = datetime(2026, 11, 23, 12, tzinfo=WARSAW)
    return Everything(
        flag=True, number=3, ratio=51.5, text="Łódź", name=Name("a"), moment=noon, day=noon.date(),
        length=timedelta(minutes=90), amount=Decimal("12.50"), colour=Colour.BLUE, leaves=(Leaf(size=1), Leaf()),
        span=(noon, noon), chosen=frozenset({Name("b"), Name("a")}), by_name={Name("x"): Leaf(size=2)},
        by_colour={Colour.RED: 1}, by_number={7: "seven"}, by_pair={(Name("a"), Name("b")): timedelta(0)},
    )  # fmt: skip


def document() -> dict[str, Json]:
    """Return the sample's document."""
    encoded = encode(sample())
    assert isinstance(encoded, dict)
    return encoded


def problems(data: Json, kind: type = Everything) -> list[tuple[str | None, str, str]]:
    """Return path, value and fault of everything that is wrong with a document."""
    with pytest.raises(InputError) as caught:
        decode(kind, data, file="f.json")
    return [(problem.column, problem.value, problem.wrong) for problem in caught.value.problems]


@given(any_value(Everything))
def test_everything_comes_back_as_it_was(value: Everything) -> None:
    """A plan would change by being saved."""
    text = json.dumps(encode(value, zone=WARSAW), allow_nan=False)
    assert decode(Everything, parse_json(text, file="f"), file="f", zone=WARSAW) == value


@given(any_value(Policy))
def test_other_domain_types_come_back_too(policy: Policy) -> None:
    """The codec would be of no use to whoever stores more than plans."""
    assert decode(Policy, encode(policy), file="f") == policy


def test_document_is_what_other_programs_expect() -> None:
    """A reader of ours in another language would find other forms than the ones documented."""
    found = document()
    assert found["moment"] == "2026-11-23T12:00:00+01:00"
    assert (found["length"], found["amount"], found["day"]) == ("PT5400S", "12.50", "2026-11-23")
    assert (found["chosen"], found["by_number"]) == (["a", "b"], {"7": "seven"})
    assert found["by_pair"] == [[["a", "b"], "PT0S"]]


def test_repeated_hour_keeps_its_instant() -> None:
    """A stop at the second 2:30 of the night the clocks go back would move by an hour."""
    for hour_utc in (0, 1):
        moment = datetime(2026, 10, 25, hour_utc, 30, tzinfo=UTC).astimezone(WARSAW)
        text = encode(moment, zone=WARSAW)
        back = decode(datetime, text, file="f", zone=WARSAW)
        assert back.astimezone(UTC) == moment.astimezone(UTC)
        assert back.fold == moment.fold


def test_offset_with_seconds_is_written_in_utc() -> None:
    """A local mean time of long ago has no RFC 3339 form and would be refused when read."""
    moment = datetime(1850, 1, 1, 12, tzinfo=ZoneInfo("America/New_York"))
    assert encode(moment) == "1850-01-01T16:56:02+00:00"


WRONG: list[tuple[str, Json, str]] = [
    ("flag", 1, "flag"), ("flag", "true", "flag"), ("number", True, "number"), ("number", 1.0, "number"),
    ("number", "1", "number"), ("ratio", "1", "ratio"), ("ratio", False, "ratio"), ("text", None, "text"),
    ("text", "a\ud800", "text"), ("text", "a" * 100_001, "text"), ("name", 7, "name"),
    ("moment", "2026-11-23T12:00:00", "moment"), ("moment", "2026-11-23 12:00:00+01:00", "moment"),
    ("moment", "2026-02-30T12:00:00Z", "moment"), ("moment", "2026-11-23T12:00:00+99:00", "moment"),
    ("moment", "٢٠٢٦-11-23T12:00:00Z", "moment"), ("day", "23.11.2026", "day"), ("day", "2026-13-01", "day"),
    ("length", "PT1H", "length"), ("length", "PT99999999999999S", "length"), ("length", 3, "length"),
    ("amount", 12.5, "amount"), ("amount", "1E9", "amount"), ("amount", "NaN", "amount"), ("colour", "green", "colour"),
    ("colour", ["red"], "colour"), ("leaves", {}, "leaves"), ("leaves", [1], "leaves[0]"),
    ("leaves", [{"size": 1}, {"size": "x"}], "leaves[1].size"), ("leaves", [{"size": 13}], "leaves[0]"),
    ("span", ["2026-11-23T12:00:00Z"], "span"), ("chosen", ["a", "a"], "chosen"), ("chosen", [None], "chosen[0]"),
    ("by_name", [], "by_name"), ("by_name", {"x": 3}, "by_name.x"), ("by_colour", {"green": 1}, "by_colour.green"),
    ("by_number", {"07": "x"}, "by_number.07"), ("by_number", {"1e3": "x"}, "by_number.1e3"),
    ("by_pair", {"a": 1}, "by_pair"), ("by_pair", [[["a", "b"], "PT1S"], [["a", "b"], "PT2S"]], "by_pair"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "path"), WRONG)
def test_wrong_value_is_told_with_its_path(key: str, value: Json, path: str) -> None:
    """A damaged plan would be half believed, or end in a traceback nobody can act on."""
    found = problems({**document(), key: value})
    assert [item[0] for item in found] == [path]


def test_all_problems_are_told_at_once() -> None:
    """Whoever repairs a file would have to run the program once per mistake."""
    data = {**document(), "extra": 1, "number": None, "text": 3}
    del data["flag"]
    assert {item[0] for item in problems(data)} == {"extra", "number", "text", "flag"}


def test_message_of_a_value_that_checks_itself_reaches_the_reader() -> None:
    """A latitude of 91 would be refused without saying why."""
    assert problems({"size": 13}, Leaf) == [(None, "", "thirteen brings bad luck")]


def test_field_with_a_default_may_be_left_out() -> None:
    """Files of an earlier release would be refused although nothing they need is new."""
    data = document()
    del data["by_name"]
    assert decode(Everything, data, file="f").by_name == {}


def test_a_file_of_another_kind_does_not_fill_the_screen() -> None:
    """A million lines of problems would hide the one that matters."""
    assert len(problems({**document(), "leaves": [0] * 5000})) == MOST_PROBLEMS


@pytest.mark.parametrize("key", ["\ud800", "x" * 500])
def test_hostile_key_is_reported_in_printable_form(key: str) -> None:
    """The error message itself would crash the terminal it is printed on."""
    with pytest.raises(InputError) as caught:
        decode(Leaf, {key: 1}, file="f")
    assert len(caught.value.problems[0].column or "") < 80
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "", "{", '{"a": 1', "nul", "NaN", "[Infinity]", "[-Infinity]", "[1e999]", "[9007199254740992]", "1" * 5000,
        "[" * 200_000, '{"a":' * 200_000, '{"a": 1, "a": 2}', '"\ud800"', "[1,]", "\ufeff{}",
    ],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
def test_text_that_is_no_plain_json_is_refused_in_words(text: str) -> None:
    """A truncated or hostile file would end in a traceback, a crash, or a number nobody wrote."""
    with pytest.raises(InputError) as caught:
        parse_json(text, file="f.json")
    assert caught.value.problems[0].file == "f.json"
    assert caught.value.problems[0].right


def test_a_huge_text_is_not_even_parsed() -> None:
    """A file of gigabytes would take all memory before being refused."""
    with pytest.raises(InputError, match="too large"):
        parse_json(" " * (LARGEST_BYTES + 1), file="f")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, Decimal("1e40"), Decimal("nan")])
def test_number_that_no_reader_keeps_is_not_written(value: object) -> None:
    """The file would be written, and refused when somebody needs it."""
    with pytest.raises(ValueError, match=r"digits|survive"):
        encode(value)


def test_naive_time_is_not_written() -> None:
    """A time without a zone would be read as some other instant."""
    with pytest.raises(ValueError, match="no time zone"):
        encode(datetime(2026, 11, 23, 12))  # noqa: DTZ001 - the point of the test


def test_unknown_type_is_a_mistake_of_the_programmer() -> None:
    """A new field of an unsupported type would be dropped silently."""
    with pytest.raises(TypeError):
        encode(object())
    with pytest.raises(TypeError):
        decode(complex, 1, file="f")
    with pytest.raises(TypeError):
        json_schema(complex)


def test_schema_says_what_the_codec_accepts() -> None:
    """Another program would check our files against a shape that we do not write."""
    schema = json_schema(Everything)
    everything = schema["$defs"]["Everything"]  # type: ignore[index,call-overload]
    assert set(everything["properties"]) == set(document())  # type: ignore[index,arg-type,call-overload]
    assert everything["additionalProperties"] is False  # type: ignore[index,call-overload]
    assert everything["properties"]["colour"] == {"enum": ["red", "blue"]}  # type: ignore[index,call-overload]
    assert "by_name" not in everything["required"]  # type: ignore[index,call-overload,operator]


def test_enum_values_that_are_numbers_are_not_taken_from_numbers() -> None:
    """True would pass for 1, and 1.0 too."""
    level = Enum("level", {"LOW": "1"})
    assert problems(1, level) == [(None, "1", "is not known")]
