"""Telephone numbers, as they are compared."""

import re
import unicodedata

_ABROAD = re.compile(r"^[^0-9+]*(?:\+|0[^0-9]*0)")
_POLAND = "48"


def phone_key(number: str) -> str:
    """Return a number's digits however it was written, as it is dialled in Poland; empty: it has none.

    A leading + or 00 goes, and after it Poland's code; other countries' codes stay.
    """
    plain = unicodedata.normalize("NFKC", number)
    digits = re.sub(r"[^0-9]", "", plain)
    if _ABROAD.match(plain) is None:
        return digits
    return digits.removeprefix("00").removeprefix(_POLAND)
