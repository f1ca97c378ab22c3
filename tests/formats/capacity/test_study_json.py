"""Studies as JSON, and what a page is told of changes."""

import json
from typing import Any

import pytest
from hypothesis import given

from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError
from scheduler.formats.capacity.change_keys import Key, Offered, offered
from scheduler.formats.capacity.study_json import question_of, read_question
from scheduler.formats.capacity.study_reader import parse_study
from tests.formats.capacity.any_study import studies

NUMBERS = [(kind, key) for kind in offered() for key in kind.keys if key.measure]
HEAD: dict[str, Any] = {"id": "s", "name": "S", "town": "t", "first_day": "2027-01-11"}


@given(study=studies())
def test_a_study_that_goes_to_the_page_comes_back(study: Study) -> None:
    """Looking at a question and saving it unchanged would ask another one."""
    assert read_question(json.loads(json.dumps(question_of(study)))) == study


def test_an_empty_field_of_a_form_is_as_one_that_is_not_there() -> None:
    """A manager who leaves "service" empty would be asked for a service called None."""
    assert read_question({**HEAD, "service": None, "design": {"samples": None}}) == read_question(HEAD)


def change(kind: Offered, key: Key, value: object) -> None:
    """Read a change with one key as given, and its others as their examples say."""
    told: dict[str, object] = {each.name: each.example for each in kind.keys if each.required}
    told |= {name: _example(kind, name) for name in kind.one_of[:1]}
    made = {"change": kind.change, **told, key.name: value}
    read_question({**HEAD, "scenarios": [{"id": "a", "name": "A", "changes": [made]}]})


def _example(kind: Offered, name: str) -> str:
    return next(key.example for key in kind.keys if key.name == name)


@pytest.mark.parametrize(("kind", "key"), NUMBERS, ids=[f"{kind.change}.{key.name}" for kind, key in NUMBERS])
def test_bounds_are_those_of_the_reader(kind: Offered, key: Key) -> None:
    """The form would let pass what is refused a page later, or refuse what is right."""
    measure = key.measure
    assert measure is not None
    for value in (measure.low, measure.high, measure.high - measure.step):
        change(kind, key, round(value, 2))
    finer = [] if measure.names == "minutes" else [measure.high - measure.step / 10]  # files know seconds, too
    for value in (measure.low - measure.step, measure.high + measure.step, *finer):
        with pytest.raises(InputError):
            change(kind, key, round(value, 3))


def test_every_key_says_what_it_names() -> None:
    """A new kind of change would have a field of which the page does not know what to offer."""
    known = {"vehicle", "staff", "shift", "service", "district", "provider", "new_id", "time", "weekdays", "yes_no"}
    for kind in offered():
        for key in kind.keys:
            assert key.names in known or key.choices or key.measure, f"{kind.change}.{key.name}"
    assert {key.names for kind in offered() for key in kind.keys} >= known


@pytest.mark.parametrize("width", [1e-05, 1.5, 12])
def test_a_small_number_is_read_as_it_was_meant(width: float) -> None:
    """A page writes a hundred-thousandth as 1e-05, and its manager would be told to write digits."""
    read = read_question({**HEAD, "replications": {"half_width": width}})
    assert read.repetition.half_width == pytest.approx(width / 100)


def test_a_number_of_a_billion_digits_is_refused_at_once() -> None:
    """Eleven letters in a file would take all memory of the server."""
    with pytest.raises(InputError):
        parse_study('id="s"\nname="S"\ntown="t"\nfirst_day=2027-01-11\n[replications]\nhalf_width=1e999999999\n')
