"""What becomes of a call: an enquiry, the offers made for it, and the bookings that it ends in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.ids import EnquiryId, RequestId, ShiftId, StaffId, UserId, VehicleId
from scheduler.domain.plan import Published
from scheduler.domain.promise import Promise
from scheduler.domain.request import Request
from scheduler.domain.time import Instants, TimeWindow


class EnquiryOutcome(StrEnum):
    """How a call ended.

    OPEN: somebody is still on the phone. PROMISED: with a promise. WAITING: on the waiting list. REFUSED: nothing could
    be offered. DECLINED: nothing that was offered suited. GONE: the caller gave up, or nobody ended it.
    """

    OPEN = "open"
    PROMISED = "promised"
    WAITING = "waiting"
    REFUSED = "refused"
    DECLINED = "declined"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why something could not be promised; sentences by language.

    Attributes
    ----------
    code : str
        A rule of the solver ("windows", "seats"), or of booking: notice, horizon, holiday, entitlement, past, closed,
        over, begun, away.
    summary : mapping
        What stands in the way.
    change : mapping
        The smallest change that would fit; empty: none was found.
    """

    code: str
    day: date | None = None
    summary: Mapping[str, str]
    change: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Waiting(Instants):
    """A place on the waiting list: an enquiry that wants to be told when its wish can be met.

    Attributes
    ----------
    priority : int
        1 (first) to 5; within a priority whoever waits longest comes first.
    until : date
        The last day that would still help.
    called_at : datetime or None
        When somebody last offered a freed place.
    """

    enquiry_id: EnquiryId
    since: datetime
    priority: int = 3
    until: date
    called_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Enquiry(Instants):
    """A call with a wish, whatever becomes of it.

    Attributes
    ----------
    requests : tuple of Request
        What is wished for on the first of `days`, together or not at all (a ride and its return). On another day the
        same hours of the clock are meant.
    days : tuple of date
        Service days that would suit, the dearest wish first.
    refusals : tuple of Refusal
        Why no promise was made, by day.
    words : str
        The wish as the caller said it, if somebody wrote it down.
    waited : Waiting or None
        Its place on the waiting list, which went with the booking that it wanted another time of; a booking that is put
        back brings it back.
    """

    id: EnquiryId
    received_at: datetime
    taken_by: UserId
    requests: tuple[Request, ...]
    days: tuple[date, ...]
    outcome: EnquiryOutcome = EnquiryOutcome.OPEN
    ended_at: datetime | None = None
    refusals: tuple[Refusal, ...] = ()
    words: str = ""
    waited: Waiting | None = None


@dataclass(frozen=True, kw_only=True)
class OfferedLeg(Instants):
    """One request of an offer.

    Attributes
    ----------
    request : Request
        On the day of the offer.
    window : TimeWindow
        What would be promised.
    start : datetime
        A start that is possible, as near to the wish as can be; inside the window.
    contribution_gr : int
        What the party pays for it.
    """

    request: Request
    window: TimeWindow
    start: datetime
    shift_id: ShiftId
    staff_ids: tuple[StaffId, ...] = ()
    vehicle_id: VehicleId | None = None
    contribution_gr: int = 0


@dataclass(frozen=True, kw_only=True)
class MovedStart(Instants):
    """A stop of somebody else that would start at another time, its promise kept."""

    request_id: RequestId
    before: datetime
    after: datetime


@dataclass(frozen=True, kw_only=True)
class HomeRoom:
    """How much time is kept free for open returns with one more of them, where it is tightest.

    Attributes
    ----------
    free_s : int
        Kept free from then on, in seconds.
    needed_s : int
        So much those who may call from then on are taken to need, in seconds, this one among them.
    """

    free_s: int
    needed_s: int

    @property
    def fits(self) -> bool:
        """Whether one more can be booked."""
        return self.needed_s <= self.free_s


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Windows that are truly free: accepting them breaks no rule and no promise.

    Attributes
    ----------
    cost_gr : int
        How much more the day would cost, priced comfort included.
    calls : tuple of RequestId
        Published requests of others that somebody would have to be called about.
    day_version : int
        Of the service day that the offer was made for.
    home_room : HomeRoom or None
        Of a single ride: whether an open return can be booked with it. None: the ride ends at home itself, the town
        keeps no time free for them, or no vehicle is out any more by then.
    """

    day: date
    legs: tuple[OfferedLeg, ...]
    cost_gr: int
    calls: tuple[RequestId, ...] = ()
    moved: tuple[MovedStart, ...] = ()
    day_version: int
    home_room: HomeRoom | None = None

    @property
    def contribution_gr(self) -> int:
        """What the party pays for all of it."""
        return sum(leg.contribution_gr for leg in self.legs)


class BookingStatus(StrEnum):
    """Where a booking is in its life.

    HELD: to be planned. CANCELLED: in time. CANCELLED_LATE: after the policy's deadline. WITHDRAWN: by the office.
    NO_SHOW, REFUSED: the crew was there for nothing.
    """

    HELD = "held"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Booking(Instants):
    """A request as the office keeps it, with all that was told about it.

    Attributes
    ----------
    promise : Promise or None
        What the client was told; None: nothing yet (imported, or waiting to be planned).
    published : Published or None
        What the last published plan said.
    contribution_gr : int
        What the party pays.
    enquiry_id : EnquiryId or None
        The call it came from.
    former_days : tuple of date
        Service days on which it was before another one was agreed upon: plans of theirs speak of it.
    open_return : bool
        Whether it is a ride home at no fixed hour: until the client calls no plan has it, and time is kept free.
    called_at : datetime or None
        When the client has called for an open return.
    by_crew : bool
        Whether it ended by what a crew reported; another report puts it back.
    """

    request: Request
    promise: Promise | None = None
    published: Published | None = None
    status: BookingStatus = BookingStatus.HELD
    contribution_gr: int = 0
    enquiry_id: EnquiryId | None = None
    booked_at: datetime | None = None
    booked_by: UserId = UserId("")
    ended_at: datetime | None = None
    ended_by: UserId = UserId("")
    reason: str = ""
    former_days: tuple[date, ...] = ()
    open_return: bool = False
    called_at: datetime | None = None
    by_crew: bool = False

    @property
    def id(self) -> RequestId:
        """The request's own id."""
        return self.request.id

    @property
    def day(self) -> date:
        """The request's service day."""
        return self.request.day

    @property
    def days(self) -> frozenset[date]:
        """All service days that it is or was on."""
        return frozenset((self.day, *self.former_days))

    @property
    def held(self) -> bool:
        """Whether it is to be served."""
        return self.status is BookingStatus.HELD

    @property
    def awaits_call(self) -> bool:
        """Whether it is an open return whose client has not called yet: it is not to be planned."""
        return self.held and self.open_return and self.called_at is None


@dataclass(frozen=True, kw_only=True)
class FreedDay(Instants):
    """A day on which places have become free that those who wait have not been offered yet.

    Attributes
    ----------
    lease_until : datetime
        Whoever is to offer them has until then; afterwards they are dead, and another process takes the day up.
    attempt : int
        How many have been to do it.
    """

    day: date
    lease_until: datetime
    attempt: int = 1

    @property
    def id(self) -> str:
        """The day, as ISO 8601 writes it."""
        return self.day.isoformat()


LONGEST_CALL = timedelta(hours=2)
"""An enquiry that nobody ended by then is GONE."""
