"""Tables of what belongs to service days."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.sql.tables.base import Base, Closed, Documented, OfTown, Sealed, Thing


class DayRow(OfTown, Documented, Sealed, Base):
    """A service day's state; its row is what is locked. Version 0: locked once, and nothing is kept of it."""

    __tablename__ = "days"

    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int]
    stamp: Mapped[int]


class PlanRow(OfTown, Documented, Base):
    """A version of a day's plan: its head as JSON; the plan and its problem sealed, None when forgotten."""

    __tablename__ = "plans"

    day: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[bytes | None]
    problem: Mapped[bytes | None]


class ShiftRow(Thing, Documented, Sealed, Base):
    """A shift; what it is called is sealed."""

    __tablename__ = "shifts"

    day: Mapped[date]

    __table_args__ = (Index(None, "town_id", "day"),)


class BookingRow(Thing, Closed, Sealed, Base):
    """A booking; all of it is sealed but what statistics ask for, notes and reasons under the clients' keys."""

    __tablename__ = "bookings"

    day: Mapped[date]
    service_id: Mapped[str]
    status: Mapped[str]

    __table_args__ = (Index(None, "town_id", "day"),)


class BookingClientRow(OfTown, Base):
    """Who is in the party of a booking. A client may be erased, the booking stays: no foreign key to clients."""

    __tablename__ = "booking_clients"

    booking_id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["town_id", "booking_id"], ["bookings.town_id", "bookings.id"], ondelete="CASCADE"),
        Index(None, "town_id", "client_id"),
    )


class EnquiryRow(Thing, Closed, Sealed, Base):
    """An enquiry; sealed as a booking is, words, notes and sentences under the clients' keys."""

    __tablename__ = "enquiries"

    received_on: Mapped[date]
    outcome: Mapped[str]

    __table_args__ = (Index(None, "town_id", "received_on"),)


class EnquiryClientRow(OfTown, Base):
    """Who is in the parties of an enquiry."""

    __tablename__ = "enquiry_clients"

    enquiry_id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["town_id", "enquiry_id"], ["enquiries.town_id", "enquiries.id"], ondelete="CASCADE"),
        Index(None, "town_id", "client_id"),
    )


class SeriesRow(Thing, Closed, Sealed, Base):
    """A recurring request; sealed as a booking is, notes and reasons under the clients' keys."""

    __tablename__ = "series"


class SeriesClientRow(OfTown, Base):
    """Who is in the party of a series."""

    __tablename__ = "series_clients"

    series_id: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(["town_id", "series_id"], ["series.town_id", "series.id"], ondelete="CASCADE"),
        Index(None, "town_id", "client_id"),
    )


class WaitingRow(Thing, Documented, Base):
    """A place on the waiting list; its id is the enquiry's."""

    __tablename__ = "waiting"


class FreedRow(Thing, Documented, Base):
    """A day with places that those who wait have not been offered yet; its id is the day."""

    __tablename__ = "freed"


class NoticeRow(Thing, Documented, Base):
    """Something to tell somebody."""

    __tablename__ = "notices"

    day: Mapped[date]
    client_id: Mapped[str]
    outcome: Mapped[str]

    __table_args__ = (Index(None, "town_id", "day"),)


class SolveRow(Thing, Documented, Base):
    """A search for a plan."""

    __tablename__ = "solves"

    day: Mapped[date]
    state: Mapped[str]

    __table_args__ = (Index(None, "town_id", "day"),)


class EventRow(Thing, Documented, Base):
    """An event from the field: ids and times alone, so nothing of it is sealed. Read in order of `seq`, as it came."""

    __tablename__ = "events"

    day: Mapped[date]
    shift_id: Mapped[str]
    request_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "day", "seq"), Index(None, "town_id", "request_id"))


class LiveRow(Thing, Closed, Base):
    """A running day; its id is the day. Where crews are is where clients live, so all of it is sealed."""

    __tablename__ = "live"

    day: Mapped[date]

    __table_args__ = (Index(None, "town_id", "day"),)


class StatementRow(Thing, Closed, Sealed, Base):
    """What a dispatcher says of a request; the reason is sealed under the keys of its clients, the rest the town's."""

    __tablename__ = "statements"

    day: Mapped[date]

    __table_args__ = (Index(None, "town_id", "day"),)


class ReportedRow(Thing, Documented, Base):
    """A day whose bookings have not followed yet what crews reported; its id is the day."""

    __tablename__ = "reported"


class SightingRow(Thing, Documented, Base):
    """That a worker has read a shift of a published plan: ids alone."""

    __tablename__ = "sightings"

    day: Mapped[date]

    __table_args__ = (Index(None, "town_id", "day"),)


class ClosingRow(Thing, Closed, Sealed, Base):
    """A closed day with its figures; sealed, for who worked how much is in it."""

    __tablename__ = "closings"

    day: Mapped[date]

    __table_args__ = (Index(None, "town_id", "day"),)


class ActualRow(Thing, Closed, Base):
    """What became of a request; its id is the request's. All of it is sealed, as the booking is."""

    __tablename__ = "actuals"

    day: Mapped[date]

    __table_args__ = (Index(None, "town_id", "day"),)


class CheckRow(Thing, Closed, Sealed, Base):
    """A client at whose door nobody answered; sealed as a booking is, notes under the client's key."""

    __tablename__ = "checks"

    day: Mapped[date]
    client_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "day"), Index(None, "town_id", "client_id"))


class ClientAbsenceRow(Thing, Closed, Sealed, Base):
    """When a client is away; sealed as a booking is, why under the client's key."""

    __tablename__ = "client_absences"

    client_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "client_id"),)


class LearnedRow(Thing, Closed, Base):
    """What the town has learned from closed days. How long somebody takes tells how they are, so it is all sealed."""

    __tablename__ = "learned"


class ImportRow(Thing, Closed, Base):
    """What the columns of an office's workbooks are; a header may be anything, so it is all sealed."""

    __tablename__ = "imports"


class FeedRow(Thing, Documented, Base):
    """A calendar feed; its id is the digest of its token. Ids and times alone, so nothing of it is sealed."""

    __tablename__ = "feeds"


class HookRow(Thing, Closed, Base):
    """An address that is told; all sealed, for what it is signed with, and for keys in the address."""

    __tablename__ = "hooks"


class NewcomerRow(Thing, Closed, Base):
    """Somebody whom the town's sign-in service has sent and who has no account; all sealed."""

    __tablename__ = "newcomers"


class HookMessageRow(Thing, Documented, Base):
    """What a hook is told: ids and times alone, so nothing of it is sealed."""

    __tablename__ = "hook_messages"


class MessageRow(Thing, Closed, Sealed, Base):
    """A message; sealed as a booking is, what it says and to whom under the client's key. Those that wait queue."""

    __tablename__ = "messages"

    day: Mapped[date]
    client_id: Mapped[str]
    queue_id: Mapped[str]

    __table_args__ = (
        Index(None, "town_id", "day"), Index(None, "town_id", "client_id"), Index(None, "town_id", "queue_id"),
    )  # fmt: skip


class MessageWishesRow(Thing, Closed, Sealed, Base):
    """How a client wants to be written to; its id is the client's. All sealed, the wishes under the client's key."""

    __tablename__ = "message_wishes"

    client_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "client_id"),)


class CardRow(Thing, Documented, Base):
    """A link to a card; its id is the digest of its token. Ids and times alone, so nothing of it is sealed."""

    __tablename__ = "cards"

    request_id: Mapped[str]
    code_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "request_id"), Index(None, "town_id", "code_id"))


class ConsumptionRow(OfTown, Documented, Base):
    """What a request took of an entitlement; it stays when either of them goes, for the sum to be right."""

    __tablename__ = "consumptions"

    entitlement_id: Mapped[str] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    stamp: Mapped[int]

    __table_args__ = (Index(None, "town_id", "request_id"),)
