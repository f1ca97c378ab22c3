"""JSON schemas of VROOM's documents as they are read and written here, for whoever builds upon them."""

from collections.abc import Mapping
from typing import Any

from solver.vroom.node import UINT32, UINT64
from solver.vroom.reading import MOST_PRIORITY, MOST_SPEED

type Shape = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Shape = {"type": "string"}
_REAL: Shape = {"type": "number"}
_ID: Shape = {"type": "integer", "minimum": 0, "maximum": UINT64}
_WHOLE: Shape = {"type": "integer", "minimum": 0, "maximum": UINT32}


def _list(of: Shape) -> Shape:
    return {"type": "array", "items": of}


def _object(known: Mapping[str, Shape], needed: tuple[str, ...] = ()) -> Shape:
    return {"type": "object", "properties": dict(known), "required": [*needed], "additionalProperties": False}


def _by_name(of: Shape) -> Shape:
    return {"type": "object", "additionalProperties": of}


def problem_schema() -> Shape:
    """Return the schema of a problem; what contradicts itself is found by reading it."""
    wholes, window = _list(_WHOLE), {**_list(_WHOLE), "minItems": 2}
    windows, point, matrix = _list(window), {**_list(_REAL), "minItems": 2}, _list(wholes)
    step: Shape = {
        "id": _ID, "description": _TEXT, "location": point, "location_index": _WHOLE, "setup": _WHOLE,
        "service": _WHOLE, "setup_per_type": _by_name(_WHOLE), "service_per_type": _by_name(_WHOLE),
        "time_windows": windows,
    }  # fmt: skip
    asked: Shape = {"amount": wholes, "skills": wholes, "priority": {**_WHOLE, "maximum": MOST_PRIORITY}}
    half = _object(step, ("id",))
    rest = _object(
        {"id": _ID, "time_windows": windows, "service": _WHOLE, "description": _TEXT, "max_load": wholes}, ("id",)
    )
    vehicle = _object(
        {
            "id": _ID, "profile": _TEXT, "description": _TEXT, "start": point, "start_index": _WHOLE, "end": point,
            "end_index": _WHOLE, "capacity": wholes,
            "costs": _object(dict.fromkeys(("fixed", "per_hour", "per_task_hour", "per_km"), _WHOLE)),
            "skills": wholes, "type": _TEXT, "time_window": window, "breaks": _list(rest),
            "speed_factor": {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_SPEED}, "max_tasks": _WHOLE,
            "max_travel_time": _WHOLE, "max_distance": _WHOLE,
        },
        ("id",),
    )  # fmt: skip
    profile = _object({"durations": matrix, "distances": matrix, "costs": matrix}, ("durations",))
    options = _object({"c": {"const": False}, "g": {}, "l": {}, "t": {}, "x": {}})
    root = _object(
        {
            "jobs": _list(_object({**step, **asked, "delivery": wholes, "pickup": wholes}, ("id",))),
            "shipments": _list(_object({**asked, "pickup": half, "delivery": half}, ("pickup", "delivery"))),
            "vehicles": {**_list(vehicle), "minItems": 1}, "matrices": _by_name(profile), "matrix": matrix,
            "options": options,
        },
        ("vehicles",),
    )  # fmt: skip
    return {"$schema": _DRAFT, **root}


def solution_schema() -> Shape:
    """Return the schema of an answer: a solution (code 0), or an error."""
    whole: Shape = {"type": "integer"}
    amounts = dict.fromkeys(("delivery", "amount", "pickup"), _list(whole))
    sums = dict.fromkeys(("cost", "setup", "service", "duration", "waiting_time", "priority"), whole)
    nothing: Shape = {"type": "array", "maxItems": 0}
    placed: Shape = {"location": _list(_REAL), "location_index": whole, "description": _TEXT}
    times = dict.fromkeys(("setup", "service", "waiting_time", "arrival", "duration"), whole)
    kinds = ("start", "job", "pickup", "delivery", "break", "end")
    step = _object(
        {
            "type": {"type": "string", "enum": [*kinds]}, **placed, "id": whole, "job": whole, **times,
            "load": _list(whole), "distance": whole, "violations": nothing,
        },
        ("type", *times, "violations"),
    )  # fmt: skip
    route = _object(
        {"vehicle": whole, "description": _TEXT, **amounts, **sums, "distance": whole, "steps": _list(step),
         "violations": nothing},
        ("vehicle", *sums, "steps", "violations"),
    )  # fmt: skip
    left = _object(
        {"id": whole, "type": {"type": "string", "enum": ["job", "pickup", "delivery"]}, **placed, "reason": _TEXT},
        ("id", "type"),
    )
    summary = _object(
        {"routes": whole, "unassigned": whole, **amounts, **sums, "distance": whole, "violations": nothing,
         "computing_times": _by_name(whole)},
        ("routes", "unassigned", *sums, "violations", "computing_times"),
    )  # fmt: skip
    told: Shape = {
        "code": whole, "error": _TEXT, "summary": summary, "unassigned": _list(left), "routes": _list(route),
        "notes": _list(_TEXT),
    }  # fmt: skip
    return {"$schema": _DRAFT, **_object(told, ("code",))}
