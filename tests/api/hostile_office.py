"""Hostile requests to the day's work: enquiries, bookings, plans, itineraries."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.api.hostile_requests import JSON, TEXTS, Hostile

WINDOWS: dict[str, Any] = {
    "year-1": {"start": "0001-01-01T00:00:00+14:00", "end": "0001-01-01T01:00:00+14:00"},
    "year-9999": {"start": "9999-12-31T23:00:00-14:00", "end": "9999-12-31T23:59:59-14:00"},
    "offset": {"start": "2026-11-23T09:00:00+99:99", "end": "2026-11-23T10:00:00+99:99"},
    "leap": {"start": "2026-11-23T23:59:60+01:00", "end": "2026-11-23T23:59:60+01:00"},
    "number": {"start": 1795420800, "end": 1795424400},
    "huge": {"start": 10**18, "end": 10**18},
    "month": {"start": "2026-13-23T09:00:00+01:00", "end": "2026-13-23T10:00:00+01:00"},
    "naive": {"start": "2026-11-23T09:00:00", "end": "2026-11-23T10:00:00"},
    "digits": {"start": "\u0662\u0660\u0662\u0666-11-23T09:00:00Z", "end": "2026-11-23T10:00:00Z"},
    "fraction": {"start": "2026-11-23T09:00:00." + "9" * 400 + "Z", "end": "2026-11-23T10:00:00Z"},
    "object": {"start": {"$gt": ""}, "end": {"$gt": ""}},
    "backwards": {"start": "2026-11-23T10:00:00+01:00", "end": "2026-11-23T09:00:00+01:00"},
    "far": {"start": "2099-11-23T10:00:00+01:00", "end": "2099-11-23T11:00:00+01:00"},
}


def hostile_office() -> Iterator[Hostile]:
    """Yield requests to the day's work; each is refused before anything of the day is kept."""
    day, seen = "/api/v1/days/2026-11-23", {"If-Match": '"0"'}
    for name, text in TEXTS.items():
        path = quote(text, safe="")
        yield Hostile(f"enquiry-{name}", "GET", f"/api/v1/enquiries/{path}")
        yield Hostile(f"booking-{name}", "GET", f"/api/v1/bookings/{path}")
        yield Hostile(f"day-{name}", "GET", f"/api/v1/days/{path}")
        yield Hostile(f"shift-{name}", "GET", f"/api/v1/itineraries/2026-11-23/{path}", "worker")
        yield Hostile(f"pin-{name}", "DELETE", f"{day}/pins/{path}", more={"headers": seen})
        yield Hostile(f"absence-{name}", "DELETE", f"/api/v1/absences/{path}", more={"headers": seen})
        yield Hostile(f"disruption-{name}", "DELETE", f"{day}/disruptions/{path}", more={"headers": seen})
        broken = {"shift_id": text, "point": {"lat": 51.0, "lon": 21.0}, "aboard": [text]}
        told = {"since": "2026-11-23T09:00:00+01:00", "note": text, "breakdown": broken}
        yield Hostile(f"breakdown-{name}", "POST", f"{day}/disruptions", more={"json": told, "headers": seen})
        yield Hostile(f"solve-{name}", "DELETE", f"/api/v1/solves/{path}")
        body: dict[str, Any] = {"ids": [text], "reason": text}
        yield Hostile(f"cancel-{name}", "POST", "/api/v1/bookings/cancellation", more={"json": body})
        rules = {"overrides": [{"rule": text, "request_id": text, "amount": 1, "reason": text}]}
        yield Hostile(f"override-{name}", "PUT", f"{day}/overrides", more={"json": rules, "headers": seen})
    for wrong in ("0", "-1", "99999999999999999999", "1e3", "NaN", "1;DROP", "0x1"):
        yield Hostile(f"plan-{wrong}", "GET", f"{day}/plans/{wrong}")
        yield Hostile(f"compare-{wrong}", "GET", f"{day}/plans/1/comparison/{wrong}")
    for wrong in ("2026-02-30", "0000-00-00", "9999-12-31", "2026-11-23T00:00:00Z", "1795420800", "+2026-11-23"):
        for path in (f"/api/v1/days?from={wrong}", f"/api/v1/shifts?to={wrong}", f"/api/v1/bookings?day={wrong}",
                     f"/api/v1/itineraries/{wrong}"):  # fmt: skip
            yield Hostile(f"{path}", "GET", path)
    for name, window in WINDOWS.items():
        wish = {"kind": "visit", "service_id": "fizjoterapia", "party": {"client_ids": ["K-01"]}, "windows": [window]}
        more = {"content": json.dumps({"requests": [wish], "days": ["2026-11-23"]}).encode(), "headers": JSON}
        yield Hostile(f"window-{name}", "POST", "/api/v1/enquiries", more=more)
    for tag in ('"0"', '"-1"', "*", 'W/"1"', "", '"9999999999999999999999"'):
        headers = {"If-Match": tag}
        yield Hostile(f"publish-{tag}", "POST", f"{day}/publication", more={"headers": headers})
        yield Hostile(f"withdraw-{tag}", "DELETE", f"{day}/publication", more={"headers": headers})
