"""Notices: whom to tell what, and what came of it."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.base import Document
from api.schemas.messages import MessageShown
from api.schemas.moments import Instant, WindowDoc
from scheduler.domain.client import Channel, Client
from scheduler.domain.messages import Message
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome


class AttemptMade(Document):
    """A try to reach somebody."""

    model_config = ConfigDict(json_schema_extra={"example": {"channel": "phone", "outcome": "told"}})

    channel: Channel
    outcome: Literal["told", "no_answer", "refused", "needless"]


class AttemptShown(Document):
    """A try to reach somebody, and who tried."""

    at: Instant
    by: str
    channel: Channel
    outcome: NoticeOutcome

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(attempt))


class NoticeShown(Document):
    """One thing to tell one client about one request."""

    id: str
    day: date
    request_id: str
    client_id: str
    name: str = Field(description="Of the client; empty: erased, or not for whoever may not read clients.")
    phone: str = Field(description="Of the client; likewise.")
    kind: NoticeKind
    channel: Channel = Field(description="How the client wants to be told.")
    plan: int | None = Field(description="Version of the plan that it follows from.")
    window: WindowDoc | None = Field(description="The promise as it is now.")
    before: Instant | None = Field(description="The start that was known, if it was moved.")
    after: Instant | None
    asked_at: Instant | None = Field(description="Of kind call_back: when the client asked to be phoned.")
    outcome: NoticeOutcome
    attempts: list[AttemptShown]
    message: MessageShown | None = Field(description="That tells it in writing, the last one; null: none.")
    by_program: bool = Field(description="Whether that message is still to go out, so that nobody has to be phoned.")

    @classmethod
    def of(cls, notice: Notice, client: Client | None, message: Message | None, *, by_program: bool) -> "NoticeShown":
        """Return a notice as the API shows it, with whom to tell; None: nobody who may be named."""
        window = WindowDoc.of(notice.window) if notice.window else None
        attempts = [AttemptShown.of(one) for one in notice.attempts]
        whom = {"name": client.name if client else "", "phone": client.phone if client else ""}
        written = MessageShown.of(message, client) if message else None
        told = {**vars(notice), **whom, "window": window, "attempts": attempts, "message": written}
        told["by_program"] = by_program
        return cls.model_construct(**told)


class NoticeList(Document):
    """Notices of one day, in the order of the hours they are about."""

    items: list[NoticeShown]
