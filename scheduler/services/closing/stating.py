"""What a dispatcher says of a request of a day, its outcome, somebody's way home, a dispute; and takes back again."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.audit import AuditEvent
from scheduler.domain.booking import Booking
from scheduler.domain.closing import About, Statement, WayHome
from scheduler.domain.errors import InputError, InputProblem, NotFoundError
from scheduler.domain.ids import ClientId, RequestId, UserId
from scheduler.domain.live import Outcome
from scheduler.domain.request import Ride
from scheduler.domain.service_days import DayState
from scheduler.services.closing.daybook import DayBook, read_day
from scheduler.services.closing.outcomes import is_out, silent
from scheduler.services.closing.ways_home import stranded
from scheduler.services.not_now import not_now
from scheduler.services.ports import UnitOfWork

STATED, WITHDRAWN = "day.stated", "day.statement_withdrawn"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says; fields as those of `Statement`.

    Attributes
    ----------
    client_ids : tuple of ClientId
        Whose way home it is. Of several people in a party each has to be named, or the day would close over one.
    """

    request_id: RequestId
    about: About
    client_ids: tuple[ClientId, ...] = ()
    outcome: FinalOutcome | None = None
    way_home: WayHome | None = None
    reason: str


def state_of_request(unit: UnitOfWork, day: date, said: Said, *, by: UserId, now: datetime) -> Statement:
    """Keep what a dispatcher says of a request, in the place of what was said before.

    An outcome said of a request that one of several crews has served is that of the others, who have reported nothing.

    Raises
    ------
    NotFoundError
        If the day has no such request.
    InputError
        If there is no reason, it says something else than what it is about, or a way home leaves somebody out.
    ConflictError
        If the day has not begun, if it is closed and its record would change, or if the crew has reported the end: a
        wrong report is taken back by an event.
    """
    state = unit.days.lock(day)
    booking = unit.bookings.find(said.request_id)
    moved = said.about is About.WAY_HOME and booking is not None and day in booking.days
    if booking is None or (booking.day != day and not moved):
        raise NotFoundError(f"{day.isoformat()} has no request {said.request_id}")
    if not said.reason.strip():
        raise InputError([InputProblem(file="reason", wrong="is empty", right="say why the office knows")])
    book = read_day(unit, day, state)
    _require_begun(book, now)
    _require_open(book.state, said.about)
    _require_sense(book, booking, said)
    statement = _statement(booking, said, day, by=by, now=now)
    unit.statements.put(statement)
    _note(unit, statement, by, now, STATED)
    return statement


def withdraw_statement(
    unit: UnitOfWork, day: date, key: str, *, reason: str, by: UserId, now: datetime, seen: int | None = None
) -> Statement:
    """Withdraw what a dispatcher has said by mistake: it is kept, and the day is what it was before it was said.

    What followed from it when the day was closed is put back when the day is opened again, and that comes first.

    Parameters
    ----------
    seen : int, optional
        The statement's stamp when it was read.

    Raises
    ------
    InputError
        If there is no reason.
    NotFoundError
        If nobody has said such a thing of the day.
    ConflictError
        If it is withdrawn already, or the day is closed and its record would change.
    StaleError
        If something else was said in its place since it was seen.
    """
    if not reason.strip():
        raise InputError([InputProblem(file="reason", wrong="is empty", right="say what was wrong about it")])
    state, known = unit.days.lock(day), unit.statements.find(key)
    if known is None or known.day != day:
        raise NotFoundError(f"nobody has stated {key} on {day.isoformat()}")
    if not known.counts:
        raise not_now("statement_withdrawn", f"the statement {key} is withdrawn already")
    _require_open(state, known.about)
    withdrawn = replace(known, withdrawn_at=now, withdrawn_by=by, withdrawn_because=reason.strip())
    unit.statements.put(withdrawn, seen=seen)
    _note(unit, withdrawn, by, now, WITHDRAWN)
    return withdrawn


def _note(unit: UnitOfWork, said: Statement, by: UserId, now: datetime, action: str) -> None:
    subject, fields = f"request:{said.request_id}", (f"about={said.about}",)  # never what: nobody can erase it there
    unit.audit.append(AuditEvent(at=now, by=by, action=action, subject=subject, fields=fields))


def _require_begun(book: DayBook, now: datetime) -> None:
    if now.astimezone(book.town.zone).date() < book.day:
        raise not_now("not_begun", f"{book.day.isoformat()} has not begun; nothing has become of its requests yet")


def _require_open(state: DayState, about: About) -> None:
    """Require that a record which was written down does not change; a dispute is about it, and not in it."""
    if state.closed and about is not About.DISPUTE:
        raise not_now("closed", f"{state.day.isoformat()} is closed; a manager may open it again")


def _require_sense(book: DayBook, booking: Booking, said: Said) -> None:
    told = book.progress.outcomes.get(booking.id, Outcome.OPEN)
    if said.about is About.OUTCOME and told.final and not silent(book, booking.id):
        raise not_now(
            "crew_reported", f"the crew has reported what became of {booking.id} ({told}); take that back by an event"
        )
    if said.about is About.OUTCOME and not booking.held and not is_out(book, booking.id):
        raise not_now("ended", f"the booking {booking.id} has ended already ({booking.status})")
    if said.about is About.WAY_HOME and not isinstance(booking.request, Ride):
        raise not_now("no_ride", f"{booking.id} takes nobody anywhere; a way home is said of a ride")
    _require_everybody(book, booking, said)


def _require_everybody(book: DayBook, booking: Booking, said: Said) -> None:
    """Require that whoever says how a party got home has thought of each of them."""
    party, named = booking.request.party.client_ids, set(said.client_ids)
    strangers = sorted(named - set(party))
    if strangers or (named and said.about is not About.WAY_HOME):
        right = f"name people of its party ({', '.join(party)}), and with a way home only"
        raise InputError([InputProblem(file="client_ids", wrong=f"does not fit {booking.id}", right=right)])
    if said.about is About.WAY_HOME and len(party) > 1:
        out = {one.client_id for one in stranded(book) if one.request_id == booking.id}
        if left := sorted(out - named):
            wrong = f"leaves out {', '.join(left)}, of whom nobody knows how they got home"
            right = "name everybody whose way home you know; if one of them is still out, find them first"
            raise InputError([InputProblem(file="client_ids", wrong=wrong, right=right)])


def _statement(booking: Booking, said: Said, day: date, *, by: UserId, now: datetime) -> Statement:
    try:
        return Statement(
            **{**vars(said), "reason": said.reason.strip(), "client_ids": booking.request.party.client_ids},
            day=day,
            by=by,
            at=now,
        )
    except ValueError as error:
        right = "name an outcome with `outcome`, a way home with `way_home`, and nothing with `dispute`"
        raise InputError([InputProblem(file="about", wrong=f"does not fit: {error}", right=right)]) from error
