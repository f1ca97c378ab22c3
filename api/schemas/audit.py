"""The audit chain."""

from pydantic import ConfigDict, Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from scheduler.domain.audit import AuditEntry
from scheduler.services.auditing import Anchor, AuditCheck, Damage


class AuditLine(Document):
    """Who did what: ids and names of fields, never their values."""

    number: int = Field(description="From 1 without gaps.")
    at: Instant
    by: str = Field(description="Id of a user, token:id of a machine, terminal, or empty: the program itself.")
    action: str = Field(examples=["client.changed"])
    subject: str = Field(examples=["client:K-03"])
    fields: list[str]
    digest: str = Field(description="SHA-256 over this entry and the one before, hexadecimal.")

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditLine":
        """Return an entry as the API shows it."""
        event = entry.event
        return cls(
            number=entry.number, at=event.at, by=event.by, action=event.action, subject=event.subject,
            fields=list(event.fields), digest=entry.digest,
        )  # fmt: skip


class AuditPage(Document):
    """Some of the town's audit chain, in its order."""

    items: list[AuditLine]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")


class AuditChecked(Document):
    """What looking at the whole chain came to."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"whole": True, "entries": 1204, "damage": None, "at": None, "anchor": "1204:9f"}}
    )

    whole: bool
    entries: int = Field(description="How many there are; of a damaged chain, how many before the damage.")
    damage: Damage | None = Field(
        description="broken: an entry was changed or taken out; cut: the end is missing; other: it is not the anchor's."
    )
    at: int | None = Field(description="Number of the first entry that is wrong or missing.")
    anchor: str | None = Field(
        description="The end of the chain, `number:digest`, to be kept where nobody can change it; null: no entry yet."
    )

    @classmethod
    def of(cls, check: AuditCheck, end: Anchor | None) -> "AuditChecked":
        """Return a check as the API shows it."""
        return cls.model_construct(
            whole=check.damage is None, entries=check.entries, damage=check.damage, at=check.at,
            anchor=None if end is None else str(end),
        )  # fmt: skip
