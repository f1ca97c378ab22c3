"""House and flat numbers: found in a line, written one way, compared, and read in two ways where a slash allows it."""

import re
from dataclasses import dataclass

# A letter behind a blank is not taken where it begins a flat's mark or is a word: "5 m 3", "5 w podwórzu".
_ONE = r"\d{1,5}(?:\s?bis|[a-z]|\s[a-h])?(?![^\W_])"
_FLAT_VALUE = r"(?:\d{1,4}(?:[a-z]|\s[a-h])?|[a-z]\d{0,3})(?![^\W_])"
# "kl. 2", "piętro 3", "wejście B" help the worker at the door and are no part of the number.
_ASIDE = r"(?:(?:kl|klatka|wej|wejscie|wejście|p|pietro|piętro|pok|pokoj|pokój)\.?\s?(?:\d{1,3}|[a-z])(?![^\W_]))"
_FLAT_MARK = r"(?:(?:nr\s?)?(?:m|mieszk|mieszkanie|mieszkania|lok|lokal|lokalu|l|apt|ap|apartament)\.?(?:\s?nr\.?)?)"
NUMBER = re.compile(
    rf"""(?<![^\s.,])(?:nr\.?\s?|nr\s(?:domu|bloku)\s|dom\s|blok\s?|bl\.?\s?|posesja\s)?
    (?P<house>{_ONE}(?:\s?-\s?{_ONE})?(?:\s?/\s?{_ONE})*)
    (?![^\W_]|-[^\W\d_])(?:[\s,]*{_ASIDE})*
    (?:[\s,/]*{_FLAT_MARK}\s?(?P<flat>{_FLAT_VALUE})|\s(?P<bare>\d{{1,4}})(?![\w/-]))?
    (?:[\s,]*{_ASIDE})*""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(r"(\d+)([A-Z]*)")
WIDEST_RANGE = 20
"""A building over more numbers than this has none in the registers seen."""


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """A house number and a flat's, as `Address` holds them."""

    house: str
    flat: str


def read_numbers(house: str, flat: str) -> Numbers:
    """Return the canonical numbers of what stood in a line.

    What follows a slash is a flat, unless both can be numbers of one building: the second larger, both odd or both
    even, near each other, and no letter on the first. So "5/4" is flat 4 of house 5, and "12/14" stays what it is;
    whether it is not flat 14 of house 12 after all only the register can tell, see `readings`.
    """
    parts = [_tidy(part) for part in house.split("/")]
    if len(parts) > 1 and not flat:
        two_numbers = "-" not in parts[0] and is_range(parts[0], parts[1])
        if len(parts) > 2 or not two_numbers:
            flat = parts.pop()
    return Numbers(house="/".join(parts), flat=_tidy(flat))


def readings(house: str, flat: str) -> tuple[Numbers, ...]:
    """Return what house and flat may mean, as written first: "12/14" may be flat 14 of house 12."""
    written = Numbers(house=house, flat=flat)
    first, slash, second = house.partition("/")
    if slash and not flat:
        return (written, Numbers(house=first, flat=second))
    if flat and house:
        return (written, Numbers(house=f"{house}/{flat}", flat=""))
    return (written,)


def is_range(first: str, second: str) -> bool:
    """Return whether "first/second" looks like two numbers of one building."""
    low, high = _PART.fullmatch(first), _PART.fullmatch(second)
    if low is None or high is None or low[2]:
        return False
    apart = int(high[1]) - int(low[1])
    return 0 < apart <= WIDEST_RANGE and apart % 2 == 0


def number_key(house: str) -> str:
    """Return the form of a house number under which it is looked up: "12 A" and "12a" are "12a"."""
    return re.sub(r"[^0-9a-z/-]", "", house.casefold()).lstrip("0") or house.casefold().strip()


def leading(house: str) -> int | None:
    """Return the number that a house number begins with."""
    found = re.match(r"\d{1,9}", house)
    return int(found[0]) if found else None


def covers(key: str, wanted: str) -> bool:
    """Return whether a building with number `key` ("12-16", "12/14") has `wanted` ("14") as one of its numbers."""
    ends = re.split("[-/]", key)
    if len(ends) != 2 or not all(end.isdigit() for end in ends) or not wanted.isdigit():
        return False
    low, high = map(int, ends)
    if "/" in key:
        return is_range(*ends) and int(wanted) in {low, high}
    return low <= int(wanted) <= high and (high - int(wanted)) % 2 == 0


def _tidy(number: str) -> str:
    compact = re.sub(r"\s", "", number).upper()
    return re.sub(r"(?<!\d)0+(?=\d)", "", compact)
