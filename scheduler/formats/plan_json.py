"""`plan.json`: a plan and the view that its sheets were made from, versioned and exact.

The shape is documented by `plan.schema.json` beside this module, which a test compares with the dataclasses;
`python -m scheduler.formats.plan_json` writes it anew.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.domain.itinerary import DayView
from scheduler.domain.plan import Plan
from scheduler.formats.codec import Json, decode, encode, json_schema, parse_json, refuse

SCHEMA = 1
FILE = "plan.json"
SCHEMA_FILE = Path(__file__).with_name("plan.schema.json")


@dataclass(frozen=True, kw_only=True)
class PlanDocument:
    """What a plan file holds."""

    schema: int
    plan: Plan
    view: DayView


def dump_plan(plan: Plan, view: DayView) -> str:
    """Return the text of a plan file; instants are written in the town's time zone.

    Raises
    ------
    ValueError
        For a number or an instant that no reader would keep.
    """
    document = encode(PlanDocument(schema=SCHEMA, plan=plan, view=view), zone=ZoneInfo(view.zone))
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def load_plan(text: str, *, file: str = FILE) -> tuple[Plan, DayView]:
    """Return the plan and the view that a plan file holds; its instants come in the town's time zone.

    Parameters
    ----------
    text : str
        As `dump_plan` wrote it.
    file : str
        How messages name it.

    Raises
    ------
    InputError
        Listing everything that is not exactly as documented.
    """
    document = parse_json(text, file=file)
    _check_version(document, file)
    loaded = decode(PlanDocument, document, file=file, zone=_zone(document, file))
    _check_agreement(loaded, file)
    return loaded.plan, loaded.view


def plan_schema() -> str:
    """Return the JSON Schema of plan files, as `plan.schema.json` holds it."""
    schema = json_schema(PlanDocument)
    schema["title"] = f"Dojazd plan file, version {SCHEMA}"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _check_version(document: Json, file: str) -> None:
    version = document.get("schema") if isinstance(document, dict) else None
    if isinstance(version, bool) or version != SCHEMA:
        wrong = "is of another version" if isinstance(version, int) else "is no plan file"
        refuse(file, wrong, f'an object with "schema": {SCHEMA} is expected', column="schema", value=str(version)[:20])


def _zone(document: Json, file: str) -> ZoneInfo | None:
    view = document.get("view") if isinstance(document, dict) else None
    name = view.get("zone") if isinstance(view, dict) else None
    if not isinstance(name, str):
        return None  # decoding will say what is missing, along with everything else
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        refuse(file, "is no time zone", "a name such as Europe/Warsaw", column="view.zone", value=name[:60])


def _check_agreement(loaded: PlanDocument, file: str) -> None:
    plan, view = loaded.plan, loaded.view
    pairs = {
        "day": (plan.day, view.day),
        "version": (plan.version, view.version),
        "town_id": (plan.town_id, view.town_id),
    }
    for name, (told, shown) in pairs.items():
        if told != shown:
            refuse(file, "differs from the plan's", f"{told} is expected", column=f"view.{name}", value=str(shown)[:60])


if __name__ == "__main__":
    sys.stdout.write(f"{SCHEMA_FILE}\n")
    SCHEMA_FILE.write_text(plan_schema(), encoding="utf-8")
