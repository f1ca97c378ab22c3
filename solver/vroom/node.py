"""A JSON value with the path where it stands: read strictly, all that is wrong collected before anything is refused."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

UINT32 = 2**32 - 1
UINT64 = 2**64 - 1
SHOWN = 60


class VroomError(ValueError):
    """A VROOM problem that cannot be used.

    Parameters
    ----------
    problems : sequence of str
        Sentences that begin with the path of what is wrong; at least one.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Node:
    """A value, its path, and the complaints of the whole document.

    Whatever is missing or wrong is complained about and read as the default, so that one look finds everything.
    """

    value: Any
    path: str
    wrong: list[str]

    def complain(self, what: str) -> None:
        """Say what is wrong with this value."""
        self.wrong.append(f"{self.path or 'document'} {what}")

    def is_object(self, known: Sequence[str]) -> bool:
        """Return whether this is an object, complaining if not and about its unknown keys."""
        if not isinstance(self.value, dict):
            self.complain(f"is {_shown(self.value)}, not an object")
            return False
        for key in self.value:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                child = self.path_of(key)
                self.wrong.append(f"{child} is not known" + (f"; did you mean {near[0]}?" if near else ""))
        return True

    def path_of(self, key: str | int) -> str:
        """Return the path of something inside."""
        if isinstance(key, int):
            return f"{self.path}[{key}]"
        return f"{self.path}.{key}" if self.path else key

    def get(self, key: str) -> "Node | None":
        """Return a member of this object, or None if it has none of that name."""
        if not isinstance(self.value, dict) or key not in self.value:
            return None
        return Node(self.value[key], self.path_of(key), self.wrong)

    def need(self, key: str) -> "Node | None":
        """Return a member, complaining if there is none."""
        found = self.get(key)
        if found is None:
            self.complain(f"has no {key}")
        return found

    def items(self) -> Iterator["Node"]:
        """Yield the items of this array, complaining if it is none."""
        if not isinstance(self.value, list):
            self.complain(f"is {_shown(self.value)}, not an array")
            return
        for number, item in enumerate(self.value):
            yield Node(item, self.path_of(number), self.wrong)

    def list(self, key: str) -> Iterator["Node"]:
        """Yield the items of a member; nothing if there is none."""
        found = self.get(key)
        return iter(()) if found is None else found.items()

    def whole(self, most: int = UINT32) -> int:
        """Return this value as a whole number from 0 to `most`."""
        if type(self.value) is not int or not 0 <= self.value <= most:
            self.complain(f"is {_shown(self.value)}, not a whole number from 0 to {most}")
            return 0
        return self.value

    def number(self, key: str, default: int, most: int = UINT32) -> int:
        """Return a member as a whole number."""
        found = self.get(key)
        return default if found is None else found.whole(most)

    def maybe(self, key: str) -> int | None:
        """Return a member as a whole number, None if there is none."""
        found = self.get(key)
        return None if found is None else found.whole()

    def text(self, key: str, default: str = "") -> str:
        """Return a member as text."""
        found = self.get(key)
        if found is None:
            return default
        if not isinstance(found.value, str):
            found.complain(f"is {_shown(found.value)}, not text")
            return default
        return found.value

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a member as an array of whole numbers; empty if there is none."""
        return tuple(item.whole() for item in self.list(key))

    def real(self) -> float:
        """Return this value as a finite number."""
        if type(self.value) not in {int, float} or not math.isfinite(self.value):
            self.complain(f"is {_shown(self.value)}, not a number")
            return 0.0
        return float(self.value)


def twice(nodes: Iterable[tuple[Node, int]]) -> None:
    """Complain about numbers that come a second time."""
    seen: dict[int, str] = {}
    for node, number in nodes:
        if number in seen:
            node.complain(f"is {number}, as is {seen[number]}")
        seen.setdefault(number, node.path)


def _shown(value: Any) -> str:
    kinds: dict[type, str] = {dict: "an object", list: "an array", bool: str(value).lower(), type(None): "null"}
    text = kinds.get(type(value)) or repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
