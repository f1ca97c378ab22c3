"""Everything that is kept about one client, as one document (GDPR, articles 15 and 20)."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.actuals import Actual
from scheduler.domain.audit import AuditEntry
from scheduler.domain.booking import Booking, Enquiry, Waiting
from scheduler.domain.cards import CardLink
from scheduler.domain.checks import Check
from scheduler.domain.client import Client
from scheduler.domain.client_absence import ClientAbsence
from scheduler.domain.closing import Statement
from scheduler.domain.entitlement import Consumption, Entitlement
from scheduler.domain.events import Event
from scheduler.domain.learning import Estimate
from scheduler.domain.live_day import Disruption
from scheduler.domain.messages import Message, MessageWishes
from scheduler.domain.notices import Notice
from scheduler.domain.place import Place
from scheduler.domain.plan import PlannedTask
from scheduler.domain.series import Series


@dataclass(frozen=True, kw_only=True)
class ClientRecord:
    """All that is known of one client; other people in it have ids only.

    Attributes
    ----------
    planned : tuple of PlannedTask
        When the client was, or will be, served according to the plans that hold.
    events : tuple of Event
        What crews reported about their bookings.
    disruptions : tuple of Disruption
        Breakdowns with them aboard, and visits to them that took longer.
    statements, actuals : tuple of Statement, of Actual
        What dispatchers said of their bookings, and what was written down when the days were closed.
    checks : tuple of Check
        What was done where nobody answered.
    absences : tuple of ClientAbsence
        When they were away.
    learned : tuple of Estimate
        How long services take at their doors, by what was written down.
    messages, message_wishes : tuple of Message, MessageWishes or None
        What was written to them, and how they want to be written to.
    cards : tuple of CardLink
        Links to the cards of their bookings, without what tells whether a token is one of them.
    audit : tuple of AuditEntry
        Who read or changed their data, and when.
    """

    town_id: str
    made_at: datetime
    client: Client
    places: tuple[Place, ...] = ()
    bookings: tuple[Booking, ...] = ()
    planned: tuple[PlannedTask, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    series: tuple[Series, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    events: tuple[Event, ...] = ()
    disruptions: tuple[Disruption, ...] = ()
    statements: tuple[Statement, ...] = ()
    actuals: tuple[Actual, ...] = ()
    checks: tuple[Check, ...] = ()
    absences: tuple[ClientAbsence, ...] = ()
    learned: tuple[Estimate, ...] = ()
    notices: tuple[Notice, ...] = ()
    messages: tuple[Message, ...] = ()
    message_wishes: MessageWishes | None = None
    cards: tuple[CardLink, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    consumptions: tuple[Consumption, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
