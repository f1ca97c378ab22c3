"""What closed days tell about times and speeds, and whether plans use it."""

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from api.schemas.base import Document, YesNo
from api.schemas.moments import Instant
from api.schemas.offers import Sentences
from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId
from scheduler.domain.learning import Estimate, Learned, LearnedSpeed, LeftOut, Where
from scheduler.services.learning.sentences import explained, why_left_out

_SECOND = timedelta(seconds=1)


class EstimateShown(Document):
    """How long a service takes at one kind of door."""

    client_id: str | None = Field(description="Null: the service's own, which clients nobody has observed get, too.")
    service_id: str
    where: Where = Field(description="`visit`, `pickup`, `dropoff`, or `drop` of a delivery.")
    observed: int = Field(description="So many times at such a door; more count more.")
    own_s: int = Field(description="Seconds they took on average.")
    catalogue_s: int = Field(description="Seconds the catalogue plans for the same, help included.")
    service_s: int = Field(description="Seconds by what is learned of the service.")
    weight: float = Field(description="Part, 0 to 1, that the observations count against what is known without them.")
    learned_s: int = Field(description="Seconds that come of it.")
    planned_s: int = Field(description="Seconds in plans now: as written, else as learned if used, else as usual.")
    difference_s: int = Field(description="Seconds by which `learned_s` is more than `planned_s`.")
    written: bool = Field(description="A person wrote a time for this client, which wins.")
    said: Sentences = Field(description="The same as a sentence, by language.")

    @classmethod
    def of(cls, one: Estimate, clients: Mapping[ClientId, Client], *, used: bool) -> "EstimateShown":
        """Return an estimate as the API shows it."""
        client = clients.get(one.client_id) if one.client_id is not None else None
        written = client.service_times.get(one.service_id) if client else None
        written_s = None if written is None else -(-written // _SECOND)
        planned_s = written_s if written_s is not None else one.learned_s if used else one.catalogue_s
        return cls.model_construct(
            **{name: getattr(one, name) for name in ("client_id", "service_id", "where", "observed", "own_s")},
            **{name: getattr(one, name) for name in ("catalogue_s", "service_s", "learned_s")},
            weight=one.weight_permille / 1000,
            planned_s=planned_s,
            difference_s=one.learned_s - planned_s,
            written=written is not None,
            said=dict(explained(one, used=used, written_s=written_s)),
        )


class LeftOutShown(Document):
    """Doors of closed days that tell nothing."""

    reason: LeftOut
    doors: int = Field(description="So many.")
    said: Sentences = Field(description="Why, by language.")


class SpeedShown(Document):
    """What drives tell about the speed in one band of hours: a proposal, which nothing uses."""

    start_h: int = Field(description="Local hour of the day.")
    end_h: int = Field(description="Local hour of the day.")
    present_permille: int = Field(description="Of the free speed, as the town's policy has it.")
    drives: int = Field(description="So many were mostly in it.")
    fitted_permille: int = Field(description="Of the free speed: what explains them best.")
    proposed_permille: int = Field(description="Of the free speed: nearer to the present one, the fewer they are.")

    @classmethod
    def of(cls, one: LearnedSpeed) -> "SpeedShown":
        """Return a proposal as the API shows it."""
        return cls.model_construct(**{name: getattr(one, name) for name in cls.model_fields})


class LearningShown(Document):
    """What a town has learned; the ETag is its version, which a night's work advances, too."""

    used: bool = Field(description="Whether plans use it.")
    changed_at: Instant | None = Field(description="When somebody decided so; null: nobody has.")
    changed_by: str | None
    as_of: Instant | None = Field(description="When it was worked out; null: never.")
    first_day: date | None = Field(description="The first of the closed days it comes from.")
    last_day: date | None
    days: int = Field(description="How many closed days it comes from.")
    services: list[EstimateShown] = Field(description="By service and kind of door, of everybody together.")
    clients: list[EstimateShown] = Field(description="Of the clients who were observed, by service and kind of door.")
    left_out: list[LeftOutShown]
    speeds: list[SpeedShown]

    @classmethod
    def of(
        cls, one: Learned, clients: Mapping[ClientId, Client], zone: ZoneInfo, service_id: str | None = None
    ) -> "LearningShown":
        """Return what a town has learned, of one service or of all, as the API shows it, by the town's clock."""
        wanted = (each for each in one.estimates if service_id in (None, each.service_id))
        rows = [EstimateShown.of(each, clients, used=one.used) for each in wanted]
        return cls.model_construct(
            **{name: getattr(one, name) for name in ("used", "changed_by", "first_day", "last_day", "days")},
            changed_at=one.changed_at and one.changed_at.astimezone(zone),
            as_of=one.as_of and one.as_of.astimezone(zone),
            services=[row for row in rows if row.client_id is None],
            clients=[row for row in rows if row.client_id is not None],
            left_out=[
                LeftOutShown.model_construct(reason=reason, doors=doors, said=dict(why_left_out(reason)))
                for reason, doors in one.left_out.items()
            ],
            speeds=[SpeedShown.of(each) for each in one.speeds],
        )


class LearningChange(Document):
    """Whether plans shall use what is learned."""

    model_config = ConfigDict(json_schema_extra={"example": {"used": True}})

    used: YesNo
