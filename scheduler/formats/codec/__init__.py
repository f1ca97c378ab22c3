"""Frozen dataclasses to JSON and back, strictly: what is not exactly the shape asked for is refused.

===================  =====================================================
Python               JSON
===================  =====================================================
dataclass            object; a field with a default may be left out
datetime             RFC 3339 with offset, in the document's time zone
date                 "2026-11-23"
time                 "15:30:00"
timedelta            "PT5400S"
Decimal              "12.50" (a string: exact)
Enum                 its value
tuple[X, ...]        list
tuple[X, Y]          list of two
frozenset[X]         sorted list
Mapping[K, V]        object if K is a string, enum or int, else list of pairs
X | None             X or null
===================  =====================================================
"""

from scheduler.formats.codec.read import MOST_PROBLEMS, decode
from scheduler.formats.codec.schema import json_schema
from scheduler.formats.codec.text import Json, parse_json, refuse
from scheduler.formats.codec.write import encode, encode_instant

__all__ = ["MOST_PROBLEMS", "Json", "decode", "encode", "encode_instant", "json_schema", "parse_json", "refuse"]
