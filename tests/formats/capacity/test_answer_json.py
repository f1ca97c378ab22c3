"""The answer of a study for other programs: whole, in the documented shape, and exact."""

import json
from dataclasses import fields
from typing import Any

from hypothesis import given, settings

from scheduler.domain.capacity.answers import Answer
from scheduler.formats.capacity.answer_json import (
    SCHEMA,
    SCHEMA_FILE,
    AnswerDocument,
    answer_document,
    answer_schema,
    dump_answer,
)
from scheduler.formats.codec import decode, parse_json
from tests.formats.capacity.an_answer import an_answer
from tests.formats.codec.strategies import any_value


@settings(max_examples=15)
@given(any_value(Answer))
def test_any_answer_is_told_whole(answer: Answer) -> None:
    """A dashboard would show another interval than the report, or have none of a district's figures."""
    told = Answer(**{**vars(answer), "zone": "Europe/Warsaw"})
    document: Any = parse_json(dump_answer(told), file="answer.json")
    assert [one.pop("inside") for one in document["ground"]["tested"]] == [one.inside for one in told.ground.tested]
    read = decode(AnswerDocument, document, file="answer.json")
    assert {each.name: getattr(read, each.name) for each in fields(Answer)} == vars(told)
    assert read.schema == SCHEMA


def test_it_is_one_line_with_the_towns_clock() -> None:
    """A program that reads line by line would read half an answer; another would be an hour off."""
    text = dump_answer(an_answer())
    assert "\n" not in text
    assert json.loads(text) == answer_document(an_answer())
    assert answer_document(an_answer())["made_at"] == "2026-11-23T09:00:00+01:00"


def test_committed_schema_is_the_one_of_the_code() -> None:
    """The documented shape would be another than the written one; see the module for how to write it anew."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == answer_schema()
