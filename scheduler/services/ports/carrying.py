"""Carrying messages to clients: what is carried, and what came of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

type Gone = Callable[[Collection[str]], Collection[str]]
"""Says of the ids of some messages which are known no more: what they said is to be nowhere else."""


class CarryFailure(StrEnum):
    """Why nobody has taken a message.

    UNKNOWN: nobody knows the server. SILENT: no answer in time. BROKEN: no connection, or one that broke. BUSY: not
    now, but another time. UNSAFE: it cannot be sent so that nobody on the way reads it. SIGN_IN: the server does not
    know us. REFUSED: this one will never be taken.
    """

    UNKNOWN = "unknown"
    SILENT = "silent"
    BROKEN = "broken"
    BUSY = "busy"
    UNSAFE = "unsafe"
    SIGN_IN = "sign_in"
    REFUSED = "refused"

    @property
    def final(self) -> bool:
        """Whether another attempt would end likewise, so that somebody had better phone at once."""
        return self in (CarryFailure.REFUSED, CarryFailure.SIGN_IN, CarryFailure.UNSAFE)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A message as it is carried.

    Attributes
    ----------
    id : str
        Of the message: the same at every attempt, so that whoever has it already can know it again.
    sender : str
        What the centre calls itself.
    """

    id: str
    to: str
    subject: str
    text: str
    sender: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What came of carrying something.

    Attributes
    ----------
    failure : CarryFailure or None
        None: it was taken.
    status : int or None
        As the gateway answered.
    reference : str
        What the gateway calls it.
    unsure : bool
        Whether it may have been taken all the same: everything was sent, and no answer came.
    """

    failure: CarryFailure | None = None
    status: int | None = None
    reference: str = ""
    unsure: bool = False


class Carrier(Protocol):
    """Takes messages of one channel."""

    @property
    def tells(self) -> bool:
        """Whether what it takes reaches the client, as far as anybody knows."""
        ...

    @property
    def label(self) -> str:
        """Which one it is, for whoever looks after it; without its secrets."""
        ...

    def carry(self, parcel: Parcel) -> Carried:
        """Carry something once; whatever goes wrong is in the answer."""
        ...

    def tidy(self, before: datetime, gone: Gone) -> int:
        """Remove what it keeps itself of messages that were written before then, or are gone; return how many."""
        ...
