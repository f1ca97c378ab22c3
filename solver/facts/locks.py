"""What dispatchers hold fast, and which violations are accepted."""

from dataclasses import dataclass
from enum import StrEnum


class LockKind(StrEnum):
    """To a shift, to a start time, to a relative order, or a frozen prefix; or out of the plan."""

    SHIFT = "shift"
    START = "start"
    ORDER = "order"
    PREFIX = "prefix"
    OUT = "out"


@dataclass(frozen=True, kw_only=True)
class Lock:
    """A dispatcher's pin.

    Attributes
    ----------
    tasks : tuple of int
        SHIFT, OUT: every task of the request; START: one; ORDER and PREFIX: in order.
    """

    kind: LockKind
    tasks: tuple[int, ...]
    shift: int | None = None
    start_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """A named violation that is accepted up to `amount`: by a dispatcher, or inherited from the past.

    Attributes
    ----------
    rule : str
        Code.
    subject : str
        Task, request or shift id, as the violation names it first.
    amount : int
        In the violation's own unit.
    inherited : bool
        False: an override, with a reason.
    late_only : bool
        Of times: later is accepted, earlier is not.
    """

    rule: str
    subject: str
    amount: int
    inherited: bool = False
    late_only: bool = False
    reason: str = ""
