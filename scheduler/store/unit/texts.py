"""Whether some words stand anywhere in a thing, and what a plan speaks of."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass

from scheduler.domain.plan import Plan


def mentioned(plan: Plan, requests: Collection[str], words: Collection[str]) -> frozenset[str]:
    """Return which of some requests a plan names, and which of some words stand in it, in any case of letters."""
    said = {word for word in words if says(plan, [word.casefold()])}
    return plan.request_ids & set(requests) | said


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
