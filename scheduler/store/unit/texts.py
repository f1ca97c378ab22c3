"""Whether some words stand anywhere in a thing."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass


def says(value: object, words: Collection[str]) -> bool:
    """Return whether a text in a thing, or in what it is made of, holds one of some words in folded case."""
    match value:
        case str():
            folded = value.casefold()
            return any(word in folded for word in words)
        case Mapping():
            return any(says(one, words) for pair in value.items() for one in pair)
        case tuple() | list() | frozenset():
            return any(says(one, words) for one in value)
        case _ if is_dataclass(value):
            return any(says(getattr(value, one.name), words) for one in fields(value))
        case _:
            return False
