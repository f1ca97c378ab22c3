"""Whether pins and overrides say something: what nothing follows from is refused before it is kept."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date

from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.services.not_now import not_now
from scheduler.services.ports import UnitOfWork

MOST = 86_400
"""The most that can be accepted of a broken rule, in its own unit: a day in seconds."""
type _Slip = tuple[str, str, str, str]


def require_pin(unit: UnitOfWork, day: date, wanted: Pin) -> None:
    """Refuse a pin that would hold nothing.

    Raises
    ------
    InputError
        With every part that is missing or too much.
    NotFoundError
        If the day has no such request or shift.
    """
    problems = [
        InputProblem(file="pin", column=column, value=value, wrong=wrong, right=right)
        for column, value, wrong, right in _slips(wanted)
    ]
    if problems:
        raise InputError(problems)
    booked = _booked(unit, day)
    unknown = [key for key in wanted.request_ids if key not in booked]
    if unknown:
        raise NotFoundError(f"no request {unknown[0]} is to be planned on {day.isoformat()}")
    if wanted.shift_id is not None and wanted.shift_id not in unit.shifts.between(day, day):
        raise NotFoundError(f"no shift {wanted.shift_id} on {day.isoformat()}")


def require_agreeing(pins: Iterable[Pin], wanted: Pin) -> None:
    """Refuse a pin that says of a request that it is served where another one leaves it out, or the other way round.

    Neither takes the other's place: who has left a request out, or held it, had a reason, and is to be asked first.

    Raises
    ------
    ConflictError
        Naming the request, and what to do before.
    """
    out = wanted.kind is LockKind.OUT
    for other in pins:
        both = sorted(set(wanted.request_ids).intersection(other.request_ids))
        if both and out and other.kind is not LockKind.OUT:
            raise not_now("pinned", f"{both[0]} is pinned ({other.kind}): unpin it before it is marked as left out")
        if both and not out and other.kind is LockKind.OUT:
            raise not_now(
                "left_out", f"{both[0]} is left out by hand: unpin it, or move it to a shift, before it is pinned"
            )


def _slips(pin: Pin) -> Iterator[_Slip]:
    starts, out, ids = pin.kind is LockKind.START, pin.kind is LockKind.OUT, pin.request_ids
    if not ids or len(set(ids)) < len(ids):
        yield "request_ids", ", ".join(ids), "names no request, or one twice", "name at least one, and each once"
    if len(ids) > 1 and pin.kind in {LockKind.SHIFT, LockKind.START, LockKind.OUT}:
        yield "request_ids", ", ".join(ids), "are several", f"a pin of kind {pin.kind} names one request"
    if pin.shift_id is not None and out:
        yield "shift_id", pin.shift_id, "is filled", "what is left out has no shift"
    if pin.shift_id is None and not (starts or out):
        yield "shift_id", "", "is empty", f"a pin of kind {pin.kind} names a shift"
    if starts != (pin.start is not None):
        value = "" if pin.start is None else pin.start.isoformat()
        yield "start", value, "is empty" if starts else "is filled", "pins of kind start have a start, no others"


def require_overrides(unit: UnitOfWork, day: date, overrides: Sequence[Override], known: Container[Override]) -> None:
    """Refuse overrides without a reason, of nothing, or of an amount that none can have.

    Parameters
    ----------
    known : container of Override
        Those that are kept already; what they speak of may have gone since.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    booked, shifts = _booked(unit, day), unit.shifts.between(day, day)
    problems = [
        InputProblem(file="overrides", row=k, column=column, value=value, wrong=wrong, right=right)
        for k, one in enumerate(overrides)
        for column, value, wrong, right in (*_wrong(one), *(() if one in known else _unknown(one, booked, shifts)))
    ]
    if problems:
        raise InputError(problems)


def _wrong(one: Override) -> Iterator[_Slip]:
    if not one.reason.strip():
        yield "reason", "", "is empty", "write why this may be, in a few words"
    if not _is_amount(one.amount):
        right = f"use a whole number from 1 to {MOST}, in the rule's own unit"
        yield "amount", str(one.amount), "is no amount that can be accepted", right


def _is_amount(amount: object) -> bool:
    return isinstance(amount, int) and not isinstance(amount, bool) and 1 <= amount <= MOST


def _unknown(one: Override, booked: Container[RequestId], shifts: Container[ShiftId]) -> Iterator[_Slip]:
    if one.request_id is None and one.shift_id is None:
        yield "request_id", "", "is empty, and so is shift_id", "name what it is accepted of"
    if one.request_id is not None and one.request_id not in booked:
        yield "request_id", one.request_id, "is not to be planned on the day", "name a request of the day"
    if one.shift_id is not None and one.shift_id not in shifts:
        yield "shift_id", one.shift_id, "is no shift of the day", "name one that is, or none"


def _booked(unit: UnitOfWork, day: date) -> frozenset[RequestId]:
    return frozenset(key for key, one in unit.bookings.between(day, day).items() if one.held)
