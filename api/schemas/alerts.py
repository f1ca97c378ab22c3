"""Alerts: what somebody has to look at."""

from datetime import date

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant
from api.schemas.offers import Sentences
from api.schemas.plans import NameOf, told
from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity


class AlertShown(Document):
    """One thing to look at."""

    id: str = Field(description="The same for as long as the same is wrong.")
    kind: AlertKind
    severity: Severity = Field(description="urgent: somebody may be in danger or stranded; warning; notice.")
    since: Instant = Field(description="From when on it counts.")
    said: Sentences = Field(description="One sentence; clients by name to whoever may read clients, else by id.")
    remedies: list[Remedy] = Field(description="What can be done, the first thing first.")
    request_id: str | None
    shift_id: str | None
    check_id: str | None = Field(description="Of kind unanswered: the check to go through.")
    client_ids: list[str]
    minutes: int = Field(description="By how much, where that can be said; else 0.")

    @classmethod
    def of(cls, alert: Alert, name_of: NameOf) -> "AlertShown":
        """Return an alert as the API shows it."""
        parts = vars(alert) | {"said": told(alert.said, name_of)}
        return cls.model_construct(**parts | {"remedies": list(alert.remedies), "client_ids": list(alert.client_ids)})


class AlertList(Document):
    """What somebody has to look at on one day, the most urgent first."""

    day: date
    items: list[AlertShown]
