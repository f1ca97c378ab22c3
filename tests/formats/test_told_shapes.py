"""Shapes of what other programs are told, held against what is really told."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest

from scheduler.bootstrap.known_formats import FORMATS
from scheduler.cli.summary import machine_summary
from scheduler.domain.hooks import HookMessage
from scheduler.domain.ids import HookId, HookMessageId, RequestId, TownId
from scheduler.domain.plan import UnassignedReason
from scheduler.formats.sheets.geojson import shift_geojson
from scheduler.formats.sheets.looks import look
from scheduler.services.hooks.message import body_of
from tests.formats.sheets.sample import sample_view

VIEW = sample_view(hostile=True)


def wrong(name: str, document: Any) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(dict(FORMATS[name].shape()), validate_formats=True)
    return [one.message for one in validator.iter_errors(document)]


@pytest.mark.parametrize("details", [False, True])
def test_maps_are_as_their_shape_says(details: bool) -> None:
    """Somebody's map of the day would be empty because a key has another name."""
    for number, shift in enumerate(VIEW.itineraries):
        document = json.loads(shift_geojson(VIEW, look(number), shift, details=details))
        assert wrong("dojazd.map", document) == []
        del document["features"][-1]["properties"]["seats"]
        assert wrong("dojazd.map", document)


def test_the_summary_of_a_plan_is_as_its_shape_says() -> None:
    """A town's own script would look for the cost where it is not."""
    card = VIEW.unassigned[0]
    reason = UnassignedReason(request_id=RequestId("R"), rule="seats", summary={"pl": "x", "en": "y"})
    view = replace(VIEW, unassigned=(replace(card, reason=reason), *VIEW.unassigned))
    document = json.loads(json.dumps(machine_summary(view, 0)))
    assert wrong("dojazd.plan-summary", document) == []
    assert wrong("dojazd.plan-summary", {**document, "more": 1})


@pytest.mark.parametrize("subject", ["day:2026-11-23", "request:R-1", "hook:H-1"])
@pytest.mark.parametrize("version", [None, 3])
def test_messages_to_hooks_are_as_their_shape_says(subject: str, version: int | None) -> None:
    """A receiver that checks what it gets would throw everything away."""
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    message = HookMessage(
        id=HookMessageId("D-1"), hook_id=HookId("H-1"), number=7, action="plan.published", subject=subject,
        version=version, happened_at=at, due_at=at,
    )  # fmt: skip
    document = json.loads(body_of(message, TownId("chelm"), ZoneInfo("Europe/Warsaw")))
    assert wrong("dojazd.hook", document) == []
    assert wrong("dojazd.hook", {**document, "timestamp": "today"})
