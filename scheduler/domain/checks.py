"""Nobody answers at a client's door: a checklist that somebody in the office works through, and closes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.ids import CheckId, ClientId, EventId, RequestId, UserId
from scheduler.domain.time import Instants


class Asked(StrEnum):
    """Who is asked, in this order. EMERGENCY: 112."""

    CLIENT = "client"
    CONTACTS = "contacts"
    SOCIAL_WORKER = "social_worker"
    EMERGENCY = "emergency"


class StepOutcome(StrEnum):
    """What came of asking.

    REACHED: somebody answered who knows what has become of the client. KNOWS_NOTHING: somebody answered, and does not.
    NONE: there is nobody of the kind to ask.
    """

    REACHED = "reached"
    KNOWS_NOTHING = "knows_nothing"
    NO_ANSWER = "no_answer"
    NONE = "none"


class Found(StrEnum):
    """How a check ended: what is known of the client now."""

    WELL = "well"
    HOSPITAL = "hospital"
    FAMILY = "family"
    EMERGENCY = "emergency"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class CheckStep(Instants):
    """One try to find out."""

    asked: Asked
    at: datetime
    by: UserId
    outcome: StepOutcome
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Check(Instants):
    """One client at whose door nobody answered.

    Attributes
    ----------
    request_id : RequestId or None
        What the crew was there for; None: opened by hand, for another reason.
    event_id : EventId or None
        The report that opened it.
    outcome : Found or None
        None: nobody has closed it yet.
    """

    id: CheckId
    day: date
    client_id: ClientId
    opened_at: datetime
    opened_by: UserId
    request_id: RequestId | None = None
    event_id: EventId | None = None
    steps: tuple[CheckStep, ...] = ()
    outcome: Found | None = None
    closed_at: datetime | None = None
    closed_by: UserId = UserId("")
    note: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to find out."""
        return self.outcome is None

    @property
    def next(self) -> Asked | None:
        """Whom nobody has asked yet, in the order of the list; None: everybody was, or somebody knew something."""
        if any(step.outcome is StepOutcome.REACHED for step in self.steps):
            return None
        tried = {step.asked for step in self.steps}
        return next((one for one in Asked if one not in tried), None)
