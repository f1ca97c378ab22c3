"""Checks: nobody answers, and somebody in the office finds out why."""

from datetime import date

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Id, Text
from api.schemas.clients import ContactDoc
from api.schemas.moments import Day, Instant
from scheduler.domain.checks import Asked, Check, CheckStep, Found, StepOutcome
from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, RequestId
from scheduler.services.live.attention.sentences import OUTCOMES
from scheduler.services.live.unanswered import Doubt

_OUTCOME = "reached: somebody knows of the client; knows_nothing: they do not, ask on; none: there is nobody to ask."


class CheckCreation(Document):
    """Somebody fears for a client."""

    model_config = ConfigDict(json_schema_extra={"example": {"day": "2026-11-23", "client_id": "K-01"}})

    day: Day
    client_id: Id
    request_id: Id | None = Field(default=None, description="What the crew was there for.")

    @property
    def doubt(self) -> Doubt:
        """What this says."""
        request_id = None if self.request_id is None else RequestId(self.request_id)
        return Doubt(day=self.day, client_id=ClientId(self.client_id), request_id=request_id)


class StepMade(Document):
    """Somebody was asked."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"asked": "client", "outcome": "no_answer", "note": "Trzy próby."}}
    )

    asked: Asked = Field(description="emergency: 112.")
    outcome: StepOutcome = Field(description=_OUTCOME)
    note: Text = ""


class Closure(Document):
    """What is known of the client in the end."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"outcome": "other", "note": "Sąsiadka widziała ją rano w sklepie."}}
    )

    outcome: Found = Field(description="emergency: police or ambulance have been called; other: explained by a note.")
    note: Text = ""


class StepShown(StepMade):
    """Somebody was asked, by whom and when."""

    at: Instant
    by: str
    said: dict[str, str] = Field(description="What came of it, by language (pl, en).")

    @classmethod
    def of(cls, step: CheckStep) -> "StepShown":
        """Return a step as the API shows it."""
        return cls.model_construct(**vars(step), said=dict(OUTCOMES[step.outcome]))


class CheckShown(Document):
    """A client at whose door nobody answered, and whom to ask."""

    id: str
    day: date
    client_id: str
    name: str = Field(description="Of the client; empty: they have been erased.")
    phone: str
    contacts: list[ContactDoc] = Field(description="Family and neighbours, in the order of calling.")
    social_workers: list[ContactDoc]
    request_id: str | None
    event_id: str | None = Field(description="The report that opened it; null: opened by hand.")
    opened_at: Instant
    opened_by: str
    steps: list[StepShown]
    next: Asked | None = Field(description="Whom nobody has asked yet; null: it can be closed.")
    outcome: Found | None = Field(description="null: nobody has closed it.")
    closed_at: Instant | None
    closed_by: str
    note: str

    @classmethod
    def of(cls, check: Check, client: Client | None) -> "CheckShown":
        """Return a check as the API shows it."""
        contacts = [ContactDoc.model_construct(**vars(one)) for one in (client.contacts if client else ())]
        return cls.model_construct(
            **vars(check)
            | {
                "name": client.name if client else "",
                "phone": client.phone if client else "",
                "contacts": [one for one in contacts if not one.social_worker],
                "social_workers": [one for one in contacts if one.social_worker],
                "steps": [StepShown.of(one) for one in check.steps],
                "next": check.next if check.open else None,
            }
        )


class CheckList(Document):
    """Checks of one day."""

    items: list[CheckShown]
