"""Studies as JSON: the keys and the nesting of the file, read by the same reader with the same refusals."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scheduler.domain.capacity.scenarios import Study
from scheduler.formats.capacity.study_reader import study_of
from scheduler.formats.capacity.study_writer import study_text
from scheduler.formats.town.toml_table import parse_toml


def question_of(study: Study) -> dict[str, Any]:
    """Return a study as the content of a JSON document; what is as usual is written, too."""
    plain: dict[str, Any] = _plain(parse_toml(study_text(study)))
    return plain


def read_question(content: Mapping[str, Any], name: str = "question") -> Study:
    """Read a study from a JSON document; a key without a value is as one that is not there.

    Parameters
    ----------
    name : str
        What messages call it.

    Raises
    ------
    InputError
        With every problem, each with its key: ``scenarios[1].changes[2].vehicle``, counted from 1.
    """
    return study_of(_said(content), name)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _said(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_said(one) for one in value]
    return value
