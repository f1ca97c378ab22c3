"""Long lists by cursor: a page says where the next one begins."""

import base64
import binascii
import json
import re
from typing import Annotated

from fastapi import Query

from scheduler.domain.errors import InputError, InputProblem

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next` of the page before; its meaning is the server's own.")
]
_STAMP = re.compile(r"[0-9]{1,18}")


def cursor_of(after: tuple[str, ...] | None) -> str | None:
    """Return the key of a page's last item as a cursor."""
    return None if after is None else base64.urlsafe_b64encode(json.dumps(after).encode()).decode().rstrip("=")


def after_of(cursor: str | None, parts: int) -> tuple[str, ...] | None:
    """Return the key that a cursor stands for.

    Raises
    ------
    InputError
        If it is no cursor of this list.
    """
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeError, ValueError, RecursionError):
        found = None
    if not (isinstance(found, list) and len(found) == parts and all(isinstance(one, str) for one in found)):
        raise no_cursor()
    return tuple(found)


def no_cursor() -> InputError:
    """Return the error of a cursor that is none of its list."""
    return InputError([InputProblem(file="query.cursor", wrong="is none of this list", right="send `next` as it was")])


def pair_of(cursor: str | None) -> tuple[str, str] | None:
    """Return the key, of a name and an id, that a cursor stands for; errors as `after_of`."""
    found = after_of(cursor, 2)
    return None if found is None else (found[0], found[1])


def stamped_of(cursor: str | None) -> tuple[str, int] | None:
    """Return the id and the stamp that a cursor of `cursor_of((id, str(stamp)))` stands for; errors as `after_of`.

    No name is in it, which would stand in the address of the next page. What is no stamp is nobody's, as -1 is.
    """
    found = pair_of(cursor)
    return None if found is None else (found[0], int(found[1]) if _STAMP.fullmatch(found[1]) else -1)
