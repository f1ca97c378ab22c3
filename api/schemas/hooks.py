"""Hooks: other systems that are told of published plans and changed promises."""

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Line
from api.schemas.moments import Instant
from scheduler.domain.hooks import Hook, HookMessage, HookMessageState, HookTopic


class HookCreation(Document):
    """A new hook."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"name": "Portal miasta", "url": "https://portal.example.com/dojazd", "topics": ["plans"]}
        }
    )

    name: Annotated[Line, Field(min_length=1)] = Field(description="What people call it.")
    url: Annotated[str, Field(min_length=1, max_length=2000)] = Field(
        description="Public and encrypted, or in a network that the administrator of the server has allowed."
    )
    topics: Annotated[list[HookTopic], Field(min_length=1, max_length=2)]


class HookShown(Document):
    """A hook, without its secret."""

    id: str
    name: str
    server: str = Field(description="Of its address, the rest of which may hold a key.")
    topics: list[HookTopic]
    made_at: Instant
    made_by: str

    @classmethod
    def of(cls, hook: Hook) -> "HookShown":
        """Return a hook as the API shows it."""
        told = {name: getattr(hook, name) for name in cls.model_fields}
        return cls.model_construct(**{**told, "topics": sorted(hook.topics)})


class HookMade(HookShown):
    """A new hook, with the secret that messages are signed with; shown this once."""

    secret: str = Field(description="As libraries for Standard Webhooks take it: `whsec_` and Base64.")


class HookList(Document):
    """The town's hooks, the oldest first."""

    items: list[HookShown]


class HookMessageShown(Document):
    """One thing that a hook is told."""

    id: str = Field(description="Header `webhook-id` of every attempt.")
    number: int = Field(description="Grows with what happens; messages may come in another order.")
    action: str = Field(examples=["plan.published"])
    subject: str = Field(examples=["day:2026-11-23"])
    happened_at: Instant
    state: HookMessageState
    attempts: int = Field(description="That were made.")
    due_at: Instant = Field(description="Of one that waits: when it is tried next.")
    status: int | None = Field(description="HTTP status of the last answer.")
    why: str = Field(description="Why the last attempt failed: address, unknown, silent, broken, refused; or empty.")
    ended_at: Instant | None

    @classmethod
    def of(cls, message: HookMessage) -> "HookMessageShown":
        """Return a message as the API shows it."""
        return cls.model_construct(**{name: getattr(message, name) for name in cls.model_fields})


class HookMessageList(Document):
    """Some of what a hook was and is to be told, the newest first.

    There is a week of what it took, and two months of what was given up.
    """

    items: list[HookMessageShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")
