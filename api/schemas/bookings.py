"""Enquiries, offers and bookings."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Whole, YesNo
from api.schemas.moments import Day, Instant, Moment, WindowDoc
from api.schemas.offers import OfferShown, RefusalShown
from api.schemas.requests import DoorDoc, RequestShown
from api.schemas.wishes import Days, Windows
from scheduler.domain.booking import Booking, BookingStatus, Enquiry, EnquiryOutcome, Waiting
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import Published
from scheduler.domain.promise import Promise
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Answer, DayAnswer
from scheduler.services.booking.consequences import Consequence, Consequences
from scheduler.services.booking.home_wishes import HomeWish
from scheduler.services.booking.open_returns import Called

Ids = Annotated[list[Id], Field(min_length=1, max_length=20)]
_HOUR: JsonDict = {"start": "2026-11-23T09:30:00+01:00", "end": "2026-11-23T10:30:00+01:00"}


class EnquiryShown(Document):
    """A call with a wish, whatever became of it."""

    id: str
    received_at: Instant
    taken_by: str = Field(description="Id of a user.")
    requests: list[RequestShown]
    days: list[date] = Field(description="Days that would suit, the most wished for first.")
    outcome: EnquiryOutcome
    ended_at: Instant | None
    refusals: list[RefusalShown]
    words: str

    @classmethod
    def of(cls, enquiry: Enquiry) -> "EnquiryShown":
        """Return an enquiry as the API shows it."""
        told = {name: getattr(enquiry, name) for name in ("id", "received_at", "taken_by", "outcome", "ended_at")}
        return cls.model_construct(
            **told,
            requests=[RequestShown.of(one) for one in enquiry.requests],
            days=list(enquiry.days),
            refusals=[RefusalShown.of(one) for one in enquiry.refusals],
            words=enquiry.words,
        )


class EnquiryPage(Document):
    """Some of the enquiries, in the order in which they were received."""

    items: list[EnquiryShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")


class DayAnswered(Document):
    """What one of the wished days has to say."""

    day: date = Field(description="As it was wished for; offers may be on the working day after a holiday.")
    offers: list[OfferShown] = Field(description="The best first.")
    refusal: RefusalShown | None

    @classmethod
    def of(cls, answer: DayAnswer) -> "DayAnswered":
        """Return a day's answer as the API shows it."""
        refusal = RefusalShown.of(answer.refusal) if answer.refusal else None
        return cls.model_construct(
            day=answer.day, offers=[OfferShown.of(one) for one in answer.offers], refusal=refusal
        )


class EnquiryAnswered(Document):
    """An enquiry, and what each wished day has to offer now."""

    enquiry: EnquiryShown
    days: list[DayAnswered]

    @classmethod
    def of(cls, answer: Answer) -> "EnquiryAnswered":
        """Return an answer as the API shows it."""
        days = [DayAnswered.of(one) for one in answer.days]
        return cls.model_construct(enquiry=EnquiryShown.of(answer.enquiry), days=days)


class ChosenWindow(WindowDoc):
    """The window that one request of an offer was given."""

    model_config = ConfigDict(json_schema_extra={"example": {"request_id": "R-7K4QX-M2TWR-1", **_HOUR}})

    request_id: Id


class HomeWished(Document):
    """A way home at no fixed hour: the client calls."""

    model_config = ConfigDict(json_schema_extra={"example": {"earliest": None}})

    destination: DoorDoc | None = Field(default=None, description="null: where the way there begins.")
    earliest: Moment | None = Field(default=None, description="null: when the way there has to have arrived.")

    def wish(self, request_id: str) -> HomeWish:
        """Return it in the desk's words."""
        door = self.destination.door if self.destination else None
        return HomeWish(id=RequestId(request_id), destination=door, earliest=self.earliest)


class Acceptance(Document):
    """An offer that the caller takes: its day, and the window of each request."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"day": "2026-11-23", "windows": [{"request_id": "R-7K4QX-M2TWR-1", **_HOUR}]}}
    )

    day: Day
    windows: Annotated[list[ChosenWindow], Field(min_length=1, max_length=12)]
    open_return: HomeWished | None = Field(
        default=None,
        description="A way home at no fixed hour that is booked with the one ride of the offer: both, or nothing.",
    )

    @property
    def by_request(self) -> Mapping[RequestId, TimeWindow]:
        """The windows by request."""
        return {RequestId(one.request_id): one.window for one in self.windows}


class CalledFor(Document):
    """A client calls to be fetched."""

    model_config = ConfigDict(json_schema_extra={"example": {"pickup": None}})

    pickup: DoorDoc | None = Field(default=None, description="Where the client is; null: as it was booked.")


class EnquiryEnd(Document):
    """How a call ended without a promise."""

    model_config = ConfigDict(json_schema_extra={"example": {"outcome": "declined"}})

    outcome: EnquiryOutcome = Field(description="`refused`, `declined` or `gone`.")


class WaitingWish(Document):
    """How long a place on the waiting list would still help."""

    model_config = ConfigDict(json_schema_extra={"example": {"until": "2026-11-23", "priority": None}})

    until: Day = Field(description="The last day that would still help.")
    priority: Annotated[Whole, Field(ge=1, le=5)] | None = Field(
        default=None, description="1 comes first; null: that of its most urgent request."
    )


class WaitingShown(Document):
    """A place on the waiting list."""

    enquiry_id: str
    since: Instant
    priority: int = Field(description="1 comes first.")
    until: date
    called_at: Instant | None = Field(description="When a freed place was last put onto the list of calls.")

    @classmethod
    def of(cls, waiting: Waiting) -> "WaitingShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(waiting))


class PromiseShown(Document):
    """What a client was told."""

    window: WindowDoc = Field(description="On the start of service; of a ride on what `arrive_by` says.")
    pickup: WindowDoc | None = Field(description="When the bus comes, for a ride that has to arrive in time.")
    made_at: Instant | None
    made_by: str

    @classmethod
    def of(cls, promise: Promise) -> "PromiseShown":
        """Return a promise as the API shows it."""
        pickup = WindowDoc.of(promise.pickup) if promise.pickup else None
        window = WindowDoc.of(promise.window)
        return cls.model_construct(window=window, pickup=pickup, made_at=promise.made_at, made_by=promise.made_by)


class PublishedShown(Document):
    """What the last published plan said of a request."""

    shift_id: str
    start: Instant

    @classmethod
    def of(cls, published: Published) -> "PublishedShown":
        """Return it as the API shows it."""
        return cls.model_construct(shift_id=published.shift_id, start=published.start)


class BookingShown(Document):
    """A request as the office keeps it, with what was told about it."""

    id: str
    day: date
    request: RequestShown
    promise: PromiseShown | None = Field(description="null: nothing was promised yet.")
    published: PublishedShown | None
    status: BookingStatus
    open_return: bool = Field(description="A way home at no fixed hour: the client calls.")
    called_at: Instant | None = Field(description="Of an open return: when the client has called.")
    contribution_gr: int = Field(description="What the party pays, grosze.")
    enquiry_id: str | None
    booked_at: Instant | None
    booked_by: str
    ended_at: Instant | None
    ended_by: str
    reason: str

    @classmethod
    def of(cls, booking: Booking, *, office: bool = True) -> "BookingShown":
        """Return a booking as the API shows it.

        Parameters
        ----------
        office : bool
            Whether the office's own notes and reasons are shown.
        """
        same = (
            "id", "day", "status", "open_return", "called_at", "contribution_gr", "enquiry_id", "booked_at", "ended_at",
        )  # fmt: skip
        own = ("booked_by", "ended_by", "reason")
        told: dict[str, Any] = {name: getattr(booking, name) for name in same}
        told |= {name: getattr(booking, name) if office else "" for name in own}
        return cls.model_construct(
            **told,
            request=RequestShown.of(booking.request, office=office),
            promise=PromiseShown.of(booking.promise) if booking.promise else None,
            published=PublishedShown.of(booking.published) if booking.published else None,
        )


class BookingList(Document):
    """Bookings."""

    items: list[BookingShown]


class CalledShown(Document):
    """What somebody who has called for an open return is told."""

    booking: BookingShown
    expected: Instant | None = Field(description="When the bus is expected; null: there is no place for now.")
    refusal: RefusalShown | None = Field(description="Without a place: why, and the smallest change that would fit.")
    published: bool = Field(
        description="Whether the crew reads it already. false with a place: other changes wait to be published, about "
        "which somebody has to be phoned; publish the day, or phone the crew."
    )

    @classmethod
    def of(cls, called: Called) -> "CalledShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            booking=BookingShown.of(called.booking),
            expected=called.expected,
            refusal=RefusalShown.of(called.refusal) if called.refusal else None,
            published=called.published,
        )


class Cancellation(Document):
    """Bookings of one day that are to end."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"ids": ["R-023"], "reason": "pobyt w szpitalu", "by_office": False}}
    )

    ids: Ids
    reason: Line = ""
    by_office: YesNo = Field(default=False, description="true: the office withdraws; false: the client cancels.")
    alone: YesNo = Field(
        default=False,
        description="true: the client gets by themselves to where the legs begin that stay of a journey. Without it, "
        "legs that nobody would bring the client to are refused (409), and named.",
    )


class ConsequenceShown(Document):
    """What would follow for one booking."""

    id: str
    status: BookingStatus = Field(description="As what it would end: `cancelled`, `cancelled_late`, `withdrawn`.")
    takes: bool = Field(description="Whether it has taken of an entitlement.")
    gives_back: bool = Field(description="Whether that comes back.")

    @classmethod
    def of(cls, one: Consequence) -> "ConsequenceShown":
        """Return it as the API shows it."""
        return cls.model_construct(id=one.booking.id, status=one.status, takes=one.takes, gives_back=one.gives_back)


class ConsequencesShown(Document):
    """What would follow from ending bookings; nothing has ended yet."""

    items: list[ConsequenceShown]
    hanging: list[BookingShown] = Field(
        description="Legs of their journeys that would begin where nobody brings the client: end them, too, or say "
        "`alone`."
    )

    @classmethod
    def of(cls, told: Consequences) -> "ConsequencesShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            items=[ConsequenceShown.of(one) for one in told.of],
            hanging=[BookingShown.of(one) for one in told.hanging],
        )


class OtherTime(Document):
    """Another time for a request that is booked."""

    id: Id
    windows: Windows
    wish: Moment | None = None


class Renegotiation(Document):
    """Another time that a client wishes for; the promise holds until an offer is accepted."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "requests": [
                    {"id": "R-021",
                     "windows": [{"start": "2026-11-23T12:00:00+01:00", "end": "2026-11-23T15:00:00+01:00"}]}
                ],
                "days": ["2026-11-23"], "words": "",
            }
        }
    )  # fmt: skip

    requests: Annotated[list[OtherTime], Field(min_length=1, max_length=12)] = Field(
        description="All that belongs together: legs of a journey, a group. An open return goes with its ride, and is "
        "named only if it is to have an hour from now on."
    )
    days: Days
    words: Annotated[str, Field(max_length=4000)] = ""
