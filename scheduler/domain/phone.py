"""Telephone numbers, as they are compared."""

import re
import unicodedata

_COUNTRY = re.compile(r"^[^0-9+]*(?:\+|00)[^0-9]*48")


def phone_key(number: str) -> str:
    """Return a number's digits without Poland's code (0048 or +48), however it was written; empty: it has none.

    Other countries' codes stay, and so does their leading 00; a leading + goes.
    """
    plain = unicodedata.normalize("NFKC", number)
    return re.sub(r"[^0-9]", "", _COUNTRY.sub("", plain))
