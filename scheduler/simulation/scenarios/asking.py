"""What a change names is looked up in the town; what is not there is told with what is."""

from collections.abc import Iterable, Mapping

MOST_LISTED = 12


class ChangeError(Exception):
    """A change that cannot be made; never leaves this package.

    Parameters
    ----------
    key : str
        The field of the change.
    value : str
        What it says.
    wrong, right : str
        As in `InputProblem`.
    """

    def __init__(self, key: str, value: str, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.key, self.value, self.wrong, self.right = key, value, wrong, right


def known[K: str, V](things: Mapping[K, V], key: K, field: str, kind: str) -> V:
    """Return what has an id.

    Parameters
    ----------
    field : str
        In which field of the change the id stands.
    kind : str
        What it is, for the message: "vehicle".

    Raises
    ------
    ChangeError
        If the town has no such thing.
    """
    if key not in things:
        raise ChangeError(field, key, f"is no {kind} of the town", f"use one of {listed(things)}")
    return things[key]


def listed(names: Iterable[str]) -> str:
    """Return ids as a message shows them."""
    every = sorted(names)
    if not every:
        return "none: there are none"
    return ", ".join(every[:MOST_LISTED]) + (" ..." if len(every) > MOST_LISTED else "")


def new_id[K: str](things: Mapping[K, object], wanted: K | None, like: K, make: type[str], kind: str) -> str:
    """Return the id of something new: the one wanted, or that of its model with the first free number from 2.

    Raises
    ------
    ChangeError
        If what is wanted is taken.
    """
    if wanted is not None:
        if wanted in things:
            raise ChangeError("id", wanted, f"is a {kind} of the town already", "give the new one another id")
        return make(wanted)
    number = 2
    while f"{like}-{number}" in things:
        number += 1
    return make(f"{like}-{number}")


def once_more(name: str, like: str, new: str) -> str:
    """Return the name of something new: that of its model, and its own number or id in brackets."""
    return f"{name} ({new.removeprefix(f'{like}-')})"
