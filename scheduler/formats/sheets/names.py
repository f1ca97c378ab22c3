"""File names from shifts' names: readable, plain ASCII, the same on every system, never two alike."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 48
_FOLDED = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae"})


def slug(text: str) -> str:
    """Return a text as lower-case ASCII letters, digits and hyphens; "" if nothing is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDED)).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")


def file_stems(shifts: Sequence[tuple[str, str]]) -> list[str]:
    """Return a file name without ending for each pair of letter and name, in order ("b-autobus-2").

    The letter comes first: no two names are alike, none is a device of Windows, and folders sort as the overview does.
    """
    width = max((len(code) for code, _ in shifts), default=1)
    return [f"{code.lower().rjust(width, '0')}-{slug(name) or 'x'}" for code, name in shifts]
