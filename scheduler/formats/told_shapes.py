"""Shapes of what is told to other programs and has no class of its own: maps, messages, what `plan --json` prints.

Each says what is there; a key that is not named here is not there, which tests hold against what is really written.
"""

from collections.abc import Mapping

from scheduler.formats.codec import Json

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: dict[str, Json] = {"type": "string"}
_WHOLE: dict[str, Json] = {"type": "integer"}
_NUMBER: dict[str, Json] = {"type": "number"}
_INSTANT: dict[str, Json] = {"type": "string", "format": "date-time"}
_DAY: dict[str, Json] = {"type": "string", "format": "date"}
_SENTENCES: dict[str, Json] = {"type": "object", "additionalProperties": _TEXT}


def _object(always: Mapping[str, Json], sometimes: Mapping[str, Json] | None = None) -> dict[str, Json]:
    properties: dict[str, Json] = {**always, **(sometimes or {})}
    needed: list[Json] = [*always]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _list(of: Json) -> dict[str, Json]:
    return {"type": "array", "items": of}


def _only(*values: str) -> dict[str, Json]:
    return {"type": "string", "enum": [*values]}


def hook_message() -> Mapping[str, Json]:
    """Return the shape of what hooks are told; `type` is the name of what happened, such as `plan.published`."""
    about: dict[str, Json] = {"day": _DAY, "request": _TEXT, "hook": _TEXT, "version": _WHOLE}
    data = _object({"town": _TEXT, "number": _WHOLE}, about)
    return {"$schema": _DRAFT, **_object({"type": _TEXT, "timestamp": _INSTANT, "data": data})}


def shift_map() -> Mapping[str, Json]:
    """Return the shape of a shift's map: GeoJSON whose first feature is the way, and whose others are the halts."""
    position = _list(_NUMBER)
    shift = _object(
        {
            "kind": _only("shift"), "code": _TEXT, "name": _TEXT, "day": _DAY, "version": _WHOLE, "mode": _TEXT,
            "start": _INSTANT, "end": _INSTANT, "distance_m": _WHOLE, "driving_s": _WHOLE,
        },
        {"attribution": _TEXT},
    )  # fmt: skip
    counts: dict[str, Json] = dict.fromkeys(("number", "seats", "wheelchairs", "portions"), _WHOLE)
    task = _object({"id": _TEXT, "kind": _only("visit", "pickup", "dropoff", "load", "drop")})
    stop = _object(
        {
            "kind": _only("stop"), "code": _TEXT, "arrival": _INSTANT, "departure": _INSTANT, "district": _TEXT,
            "tasks": _list(task), **counts,
        },
        {"place": _TEXT, "clients": _list(_TEXT)},
    )  # fmt: skip
    feature = _only("Feature")
    way = _object(
        {
            "type": feature, "id": _TEXT, "properties": shift,
            "geometry": _object({"type": _only("LineString"), "coordinates": _list(position)}),
        }
    )  # fmt: skip
    halt = _object(
        {
            "type": feature, "properties": stop,
            "geometry": _object({"type": _only("Point"), "coordinates": position}),
        }
    )  # fmt: skip
    defs: dict[str, Json] = {"way": way, "halt": halt}
    either: list[Json] = [{"$ref": "#/$defs/way"}, {"$ref": "#/$defs/halt"}]
    features = _list({"anyOf": either})
    return {"$schema": _DRAFT, **_object({"type": _only("FeatureCollection"), "features": features}), "$defs": defs}


def plan_summary() -> Mapping[str, Json]:
    """Return the shape of what `dojazd plan --json` prints; figures and terms go by their names."""
    counts: dict[str, Json] = dict.fromkeys(
        ("exit_code", "served", "requested", "calls", "distance_m", "cost_gr"), _WHOLE
    )
    reason = _object(
        {
            "request": _TEXT, "request_id": _TEXT, "rule": _TEXT, "summary": _SENTENCES, "alone": _SENTENCES,
            "per_shift": {"type": "object", "additionalProperties": _SENTENCES}, "change": _SENTENCES,
        }
    )  # fmt: skip
    told: dict[str, Json] = {
        "town": _TEXT, "day": _DAY, **counts,
        "terms_gr": {"type": "object", "additionalProperties": _WHOLE}, "kpis": {"type": "object"},
        "unassigned": _list(reason), "findings": _list({"type": "object"}), "engine": _TEXT, "travel": _TEXT,
        "travel_notes": _list(_SENTENCES),
    }  # fmt: skip
    return {"$schema": _DRAFT, **_object(told)}
