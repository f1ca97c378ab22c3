"""What a study answers, as one JSON document: what `dojazd simulate --json` prints, and what the API answers.

Its shape is documented by `answer.schema.json` beside this module, which a test compares with the dataclasses;
`python -m scheduler.formats.capacity.answer_json` writes it anew.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.domain.capacity.answers import Answer
from scheduler.formats.codec import encode, json_schema

SCHEMA = 1
"""A key that goes or changes its meaning raises it."""
INSIDE = "inside"
"""Whether a real figure is one that the simulation could have come to: told beside what it follows from."""
SCHEMA_FILE = Path(__file__).with_name("answer.schema.json")


@dataclass(frozen=True, kw_only=True)
class AnswerDocument(Answer):
    """An answer with the number of its shape."""

    schema: int


def answer_document(answer: Answer) -> dict[str, Any]:
    """Return an answer in plain values, its instants by the town's clock.

    Raises
    ------
    ValueError
        For a number that no JSON can hold.
    """
    document: Any = encode(AnswerDocument(schema=SCHEMA, **vars(answer)), zone=ZoneInfo(answer.zone))
    for told, one in zip(document["ground"]["tested"], answer.ground.tested, strict=True):
        told[INSIDE] = one.inside
    return dict(document)


def dump_answer(answer: Answer) -> str:
    """Return the text of the document, on one line.

    Raises
    ------
    ValueError
        For a number that no JSON can hold.
    """
    return json.dumps(answer_document(answer), ensure_ascii=False, allow_nan=False)


def answer_schema() -> str:
    """Return the JSON Schema of such documents, as `answer.schema.json` holds it."""
    schema: Any = json_schema(AnswerDocument)
    tested = schema["$defs"]["Tested"]
    tested["properties"][INSIDE] = {"type": "boolean"}
    tested["required"].append(INSIDE)
    schema["title"] = f"Dojazd: the answer of a study of capacity, version {SCHEMA}"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(f"{SCHEMA_FILE}\n")
    SCHEMA_FILE.write_text(answer_schema(), encoding="utf-8")
