"""What an SMS is made of: which letters it takes, and in how many parts it is sent and paid for.

3GPP TS 23.038: a text of the default alphabet has 160 letters of 7 bits, some of which (brackets, the euro) take two;
one of several parts has 153 in each. Any other letter, such as ą, makes the whole text UCS-2: 70 of 16 bits, or 67. No
letter is cut in two, so a part may end one earlier.
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_ALONE, _PART = 160, 153
_WIDE_ALONE, _WIDE_PART = 70, 67
_BY_HAND = str.maketrans({"ł": "l", "Ł": "L", "–": "-", "—": "-", "„": '"', "”": '"', "“": '"', "’": "'", "…": "..."})


def segments(text: str) -> int:
    """Return in how many parts a text is sent; 0: there is nothing."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        sizes = [2 if letter in _EXTENDED else 1 for letter in text]
        return _parts(sizes, _ALONE, _PART)
    return _parts([2 if ord(letter) > 0xFFFF else 1 for letter in text], _WIDE_ALONE, _WIDE_PART)


def plain(text: str) -> str:
    """Return a text in the letters of the default alphabet: ą as a, ł as l; what has no such letter is a question mark.

    What the alphabet has is left alone, marks or not: ü stays, ć does not.
    """
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text).translate(_BY_HAND))


def _plain(letter: str) -> str:
    if letter in _BASIC or letter in _EXTENDED:
        return letter
    bare = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
    if bare.isspace():
        return " "
    return bare if bare and all(one in _BASIC for one in bare) else "?"


def _parts(sizes: list[int], alone: int, part: int) -> int:
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    parts, left = 1, part
    for size in sizes:
        if size > left:
            parts, left = parts + 1, part
        left -= size
    return parts
