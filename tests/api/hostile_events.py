"""Hostile reports from the field: from a stolen phone, or one that has lost its wits."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.api.hostile_office import WINDOWS
from tests.api.hostile_requests import BODIES, JSON, TEXTS, Hostile

PATH = "/api/v1/events"
EVENT: dict[str, Any] = {
    "id": "5f0c6f5e-3c1e-4d53-9d8c-2f9f5b0a7c11", "day": "2026-11-23", "shift_id": "Z-01", "task_id": "R-024:visit",
    "kind": "arrived", "sequence": 17, "at": "2026-11-23T08:00:00+01:00",
}  # fmt: skip
BATCH: dict[str, Any] = {"device_id": "phone-7f3a", "sent_at": "2026-11-23T08:00:00+01:00", "events": [EVENT]}
FIELDS: dict[str, Any] = {
    "id-number": {"id": 7},
    "id-urn": {"id": "urn:uuid:5f0c6f5e-3c1e-4d53-9d8c-2f9f5b0a7c11"},
    "id-braces": {"id": "{5f0c6f5e-3c1e-4d53-9d8c-2f9f5b0a7c11}"},
    "id-long": {"id": "5f0c6f5e-3c1e-4d53-9d8c-2f9f5b0a7c11" * 99},
    "id-line": {"id": "5f0c6f5e-3c1e-4d53-9d8c-2f9f5b0a7c11\n"},
    "kind-list": {"kind": ["arrived"]},
    "kind-case": {"kind": "ARRIVED"},
    "sequence-text": {"sequence": "1"},
    "sequence-true": {"sequence": True},
    "sequence-half": {"sequence": 1.5},
    "sequence-huge": {"sequence": 2**63},
    "day-time": {"day": "2026-11-23T00:00:00Z"},
    "day-far": {"day": "9999-12-31"},
    "task-none": {"task_id": None},
    "task-object": {"task_id": {"$ne": None}},
    "by": {"by": "U-anna"},
    "source": {"source": "paper"},
    "request": {"request_id": "R-024"},
    "received": {"received_at": "2020-01-01T00:00:00Z"},
    "town": {"town_id": "chelm"},
    "undoes-text": {"kind": "undone", "undoes": "all"},
    "undoes-itself": {"kind": "undone", "undoes": EVENT["id"]},
}
BATCHES: dict[str, Any] = {
    "device-text": {"device_id": "' OR 1=1 --"},
    "device-long": {"device_id": "x" * 65},
    "events-none": {"events": []},
    "events-object": {"events": EVENT},
    "events-many": {"events": [EVENT] * 201},
    "events-deep": {"events": [[[[EVENT]]]]},
    "role": {"role": "dispatcher"},
}


def one_of(event: dict[str, Any]) -> dict[str, Any]:
    """Return a batch of one event."""
    return {**BATCH, "events": [event]}


def hostile_events() -> Iterator[Hostile]:
    """Yield requests of which nothing is kept: the day that they name has no published plan."""
    for name, text in TEXTS.items():
        told = one_of({**EVENT, "shift_id": text, "task_id": text})
        yield Hostile(f"event-{name}", "POST", PATH, more={"json": told})
        yield Hostile(f"event-id-{name}", "POST", PATH, "worker", {"json": one_of({**EVENT, "id": text})})
        yield Hostile(f"events-of-{name}", "GET", f"/api/v1/days/{quote(text, safe='')}/events")
        cursor = base64.urlsafe_b64encode(json.dumps([text]).encode()).decode()
        yield Hostile(f"events-cursor-{name}", "GET", f"/api/v1/days/2026-11-23/events?cursor={cursor}")
    for name, body in BODIES.items():
        yield Hostile(f"events-body-{name}", "POST", PATH, "worker", {"content": body, "headers": JSON})
    for name, change in FIELDS.items():
        yield Hostile(f"event-field-{name}", "POST", PATH, "worker", {"json": one_of({**EVENT, **change})})
    for name, change in BATCHES.items():
        yield Hostile(f"events-{name}", "POST", PATH, "worker", {"json": {**BATCH, **change}})
    for name, window in WINDOWS.items():
        told = one_of({**EVENT, "at": window["end"]}) | {"sent_at": window["start"]}
        yield Hostile(f"event-time-{name}", "POST", PATH, "worker", {"content": json.dumps(told), "headers": JSON})
    colleagues = [{**EVENT, "shift_id": f"Z-{k:02d}"} for k in range(1, 13)]
    yield Hostile("events-of-colleagues", "POST", PATH, "worker", {"json": {**BATCH, "events": colleagues}})
    for by in ("worker", "provider", "administrator"):
        yield Hostile(f"events-read-by-{by}", "GET", "/api/v1/days/2026-11-23/events?limit=200", by)
    for by in ("manager", "provider", "administrator", "nobody"):
        yield Hostile(f"events-sent-by-{by}", "POST", PATH, by, {"json": BATCH})
