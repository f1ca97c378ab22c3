"""By what a finished replication is found again: everything that it was played from."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from scheduler.domain.capacity.tasks import Task

_PLAIN = (str, bytes, bool, int, float, type(None), Decimal, datetime, date, time, timedelta, ZoneInfo)


class Keys:
    """Makes keys of tasks; of a town that many tasks share, the work is done once.

    Parameters
    ----------
    program : str
        The mark of the program that plays them: another one's figures are not the same figures.
    """

    def __init__(self, program: str = "") -> None:
        self._program = program
        self._shared: dict[int, tuple[object, bytes]] = {}

    def __call__(self, task: Task) -> str:
        """Return the key of a task: 64 hexadecimal digits, on every machine the same.

        Raises
        ------
        TypeError
            If there is something in it of which nobody knows what makes it another one.
        """
        values = {each.name: getattr(task, each.name) for each in fields(task)}
        town, demand = (self._digest_once(values.pop(name)) for name in ("town", "demand"))
        return _digest((self._program, town, demand, values)).hex()

    def _digest_once(self, value: object) -> bytes:
        # The value is kept beside its digest: as long as it lives nothing else can have its id.
        if id(value) not in self._shared:
            self._shared[id(value)] = (value, _digest(value))
        return self._shared[id(value)][1]


def _digest(value: object) -> bytes:
    """Return the SHA-256 of a value's kind and its parts."""
    digest = hashlib.sha256(type(value).__name__.encode())
    for part in _parts(value):
        digest.update(part)
    return digest.digest()


def _parts(value: object) -> Iterable[bytes]:
    """Yield what makes a value this one, in an order that is the same in every process."""
    if isinstance(value, Enum):
        return (value.name.encode(),)
    if isinstance(value, _PLAIN):
        return (b"\0", str(value).encode("utf-8", "surrogatepass") if not isinstance(value, float) else _float(value))
    if isinstance(value, Mapping):  # in its own order: whoever walks through it may come to something else
        return (_digest(part) for pair in value.items() for part in pair)
    if isinstance(value, AbstractSet):
        return sorted(_digest(part) for part in value)
    if isinstance(value, Sequence):
        return (_digest(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return (_digest((each.name, getattr(value, each.name))) for each in fields(value))
    msg = f"no key can be made of {type(value).__name__}"
    raise TypeError(msg)


def _float(value: float) -> bytes:
    return value.hex().encode()
