"""One amount among several, in whole grosze or seconds, so that the parts are exactly the whole."""

from collections.abc import Mapping


def split(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Return the parts of an amount by weight, the largest remainders rounded up (Hamilton's method).

    Parameters
    ----------
    amount : int
        Not negative.
    weights : mapping of str to int
        Not negative; if all are 0, each has the same.

    Returns
    -------
    dict of str to int
        They sum up to `amount`; empty where there is nobody.
    """
    if not weights:
        return {}
    even = not any(weights.values())
    weighed = {key: 1 if even else weight for key, weight in weights.items()}
    whole = sum(weighed.values())
    parts = {key: amount * weight // whole for key, weight in weighed.items()}
    left = amount - sum(parts.values())
    by_rest = sorted(weighed, key=lambda key: (-(amount * weighed[key] % whole), key))
    for key in by_rest[:left]:
        parts[key] += 1
    return parts


def shared[K: str](amount: int, weights: Mapping[K, int], each: int) -> dict[K, int]:
    """Return the parts of an amount by weight, and `each` more for everybody."""
    parts = split(amount, {str(key): weight for key, weight in weights.items()})
    return {key: parts[key] + each for key in weights}
