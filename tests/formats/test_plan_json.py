"""`plan.json`: exact when it is ours, refused in words when it is not."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.errors import InputError
from scheduler.domain.itinerary import DayView
from scheduler.domain.plan import Plan
from scheduler.formats.plan_json import SCHEMA_FILE, dump_plan, load_plan, plan_schema
from tests.formats.codec.strategies import any_value
from tests.formats.sheets.sample import sample_plan, sample_view


@pytest.fixture(scope="module")
def text() -> str:
    """Text of the sample's plan file."""
    view = sample_view(hostile=True)
    return dump_plan(sample_plan(view), view)


@settings(max_examples=15)
@given(any_value(Plan), any_value(DayView))
def test_any_plan_comes_back_as_it_was(plan: Plan, view: DayView) -> None:
    """Sheets made tomorrow from the saved plan would differ from those made today."""
    view = DayView(**{**vars(view), "zone": "Europe/Warsaw", "town_id": plan.town_id, "day": plan.day})
    view = DayView(**{**vars(view), "version": plan.version})
    assert load_plan(dump_plan(plan, view)) == (plan, view)


def test_a_real_day_comes_back_as_it_was(text: str) -> None:
    """The same, with everything a real day holds at once."""
    view = sample_view(hostile=True)
    assert load_plan(text) == (sample_plan(view), view)
    assert dump_plan(*load_plan(text)) == text


def test_committed_schema_is_the_one_of_the_code() -> None:
    """The documented shape would be another than the written one; run python -m scheduler.formats.plan_json."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == plan_schema()


def changed(text: str, *path: Any, to: Any = None) -> str:
    """Return the file with one value changed, or with one key gone when `to` is None."""
    document = json.loads(text)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return json.dumps(document)


@pytest.mark.parametrize(
    ("path", "to", "column"),
    [
        (["schema"], 2, "schema"), (["schema"], True, "schema"), (["schema"], "1", "schema"),
        (["schema"], None, "schema"),
        (["view", "zone"], "Mars/Olympus", "view.zone"), (["view", "zone"], "../../etc/passwd", "view.zone"),
        (["view", "zone"], "Europe", "view.zone"), (["view", "zone"], None, "view.zone"),
        (["view", "day"], "2026-11-24", "view.day"), (["view", "version"], 9, "view.version"),
        (["plan", "secret"], 1, "plan.secret"),
        (["view", "itineraries", 0, "stops", 1, "point", "lat"], 91, "view.itineraries[0].stops[1].point"),
        (["plan", "routes", 0, "start"], "2026-11-23T06:00:00", "plan.routes[0].start"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_key(text: str, path: list[Any], to: Any, column: str) -> None:
    """An edited plan would be half believed, or end in a traceback."""
    with pytest.raises(InputError) as caught:
        load_plan(changed(text, *path, to=to))
    assert [problem.column for problem in caught.value.problems] == [column]
    assert caught.value.problems[0].file == "plan.json"


@pytest.mark.parametrize(
    "other", ["[]", "3", "null", '"plan"', "{}", '{"schema": 1}', '{"schema": 1, "view": 3, "plan": []}']
)
def test_another_document_is_refused(other: str) -> None:
    """Any JSON file would do as a plan until something crashes."""
    with pytest.raises(InputError):
        load_plan(other)


@given(st.integers(1, 2_000))
def test_a_truncated_file_is_refused(part: int) -> None:
    """A disk that was full yesterday would yield a plan with half its stops."""
    view = sample_view()
    whole = _whole(view)
    with pytest.raises(InputError):
        load_plan(whole[: len(whole) * part // 2_001])


def _whole(view: DayView, _memory: dict[str, str] = {}) -> str:  # noqa: B006 - remembers the slow part
    if "text" not in _memory:
        _memory["text"] = dump_plan(sample_plan(view), view).rstrip()
    return _memory["text"]


LEAVES: list[Any] = [None, True, -1, 10**15, 1.5, "", "x", [], {}, [[]], {"a": {}}]


@settings(max_examples=60)
@given(st.data())
def test_no_damage_ends_in_a_traceback(data: st.DataObject) -> None:
    """One flipped value anywhere in the file would show a stack of Python instead of a line to act on."""
    document = copy.deepcopy(json.loads(_whole(sample_view())))
    inner: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not inner[key] or not isinstance(inner[key], dict | list) or data.draw(st.integers(0, 5)) == 0:
            break
        inner = inner[key]
    inner[key] = data.draw(st.sampled_from(LEAVES))
    try:
        load_plan(json.dumps(document))
    except InputError as error:
        assert error.problems  # noqa: PT017 - either outcome is right, only other errors are not
