"""The catalogue: services, purposes of rides, programmes."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Whole, YesNo
from api.schemas.offers import Sentences
from api.schemas.requests import length, seconds
from scheduler.domain.catalogue import HelpLevel, Pooling, RidePurpose, Service, ServiceKind
from scheduler.domain.ids import ServiceId, SkillId
from scheduler.services.catalogue import Programme

_Seconds = Annotated[Whole, Field(ge=0, le=86_400)]
_EXAMPLE: JsonDict = {
    "name": "Mobilny fizjoterapeuta", "kind": "visit", "skill": "fizjoterapia", "service_s": 3000, "setup_s": 180,
    "help_s": {}, "attendant_levels": [], "pooling": "free", "longest_ride_s": None, "value_gr": 13000,
    "colour": "#1b6ca8", "offered": True,
}  # fmt: skip
KINDS: dict[ServiceKind, Sentences] = {
    ServiceKind.VISIT: {"pl": "wizyta pracownika w domu", "en": "a worker's visit at home"},
    ServiceKind.RIDE: {"pl": "przejazd od drzwi do drzwi", "en": "a ride from door to door"},
    ServiceKind.DELIVERY: {"pl": "dostawa do domu", "en": "a delivery to the door"},
}
POOLINGS: dict[Pooling, Sentences] = {
    Pooling.NEVER: {"pl": "każdy jedzie osobno", "en": "each party rides alone"},
    Pooling.COMMON_DESTINATION: {"pl": "razem jadą osoby z tych samych drzwi lub do nich",
                                 "en": "those share a ride who come from one door or go to one"},
    Pooling.FREE: {"pl": "każdy może jechać z każdym", "en": "anybody may ride with anybody"},
}  # fmt: skip
HELP_LEVELS: dict[HelpLevel, Sentences] = {
    HelpLevel.KERB: {"pl": "przy krawężniku", "en": "at the kerb"},
    HelpLevel.DOOR: {"pl": "do drzwi budynku", "en": "to the door of the house"},
    HelpLevel.FLAT: {"pl": "do mieszkania", "en": "to the flat"},
}


class ServiceChange(Document):
    """What is said of a service, whole: what is left out is as in a new one."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Annotated[Line, Field(min_length=1)]
    kind: ServiceKind = Field(description="Stays as it is.")
    skill: Id | None = Field(default=None, description="What the crew must be able to do; null: anybody.")
    service_s: _Seconds = Field(description="Seconds at a door; of a ride, boarding and alighting each.")
    setup_s: _Seconds = Field(default=0, description="Seconds once per halt: parking, ramp, kitchen counter.")
    help_s: dict[HelpLevel, _Seconds] = Field(default={}, description="Seconds added by help level, of a ride.")
    attendant_levels: Annotated[list[HelpLevel], Field(max_length=3)] = Field(
        default=[], description="Help levels that need a second crew member, of a ride."
    )
    pooling: Pooling = Field(default=Pooling.FREE, description="Who may be aboard together.")
    longest_ride_s: _Seconds | None = Field(
        default=None, description="Seconds aboard, or from load to door; null: the town's limit."
    )
    value_gr: Annotated[Whole, Field(ge=0, le=100_000_000)] = Field(
        default=0, description="Grosze that one is worth in the contracted share."
    )
    colour: Annotated[str, Field(pattern="^(#[0-9a-fA-F]{6})?$")] = Field(default="", description="On maps, #1f77b4.")
    offered: YesNo = Field(default=True, description="false: nothing new is promised of it; what was promised is kept.")

    def service(self, service_id: str) -> Service:
        """Return the service that this describes."""
        same = ("name", "kind", "pooling", "value_gr", "colour", "offered")
        return Service(
            **{name: getattr(self, name) for name in same},
            id=ServiceId(service_id),
            skill=SkillId(self.skill) if self.skill else None,
            service_time=timedelta(seconds=self.service_s),
            setup_time=timedelta(seconds=self.setup_s),
            help_times={level: timedelta(seconds=told) for level, told in self.help_s.items()},
            attendant_levels=frozenset(self.attendant_levels),
            longest_ride=length(self.longest_ride_s),
        )


class ServiceShown(ServiceChange):
    """A service of the catalogue."""

    id: str

    @classmethod
    def of(cls, one: Service) -> "ServiceShown":
        """Return a service as the API shows it."""
        same = ("id", "name", "kind", "skill", "pooling", "value_gr", "colour", "offered")
        return cls.model_construct(
            **{name: getattr(one, name) for name in same},
            service_s=seconds(one.service_time) or 0,
            setup_s=seconds(one.setup_time) or 0,
            help_s={level: seconds(told) or 0 for level, told in one.help_times.items()},
            attendant_levels=sorted(one.attendant_levels),
            longest_ride_s=seconds(one.longest_ride),
        )


class ServiceKept(Document):
    """A service, and the days whose plans it has changed."""

    service: ServiceShown
    days: list[str] = Field(description="Service days that were planned anew; promises without a place are told there.")


class ServiceList(Document):
    """The catalogue, with what its words mean by language; names of services are the town's own."""

    items: list[ServiceShown]
    kinds: dict[ServiceKind, Sentences]
    poolings: dict[Pooling, Sentences]
    help_levels: dict[HelpLevel, Sentences]

    @classmethod
    def of(cls, services: Iterable[Service]) -> "ServiceList":
        """Return the catalogue as the API shows it."""
        items = [ServiceShown.of(one) for one in services]
        return cls.model_construct(items=items, kinds=KINDS, poolings=POOLINGS, help_levels=HELP_LEVELS)


class PurposeShown(Document):
    """Why somebody rides."""

    id: str
    name: str
    priority: int = Field(description="1 (first) to 5, of rides that have no other.")

    @classmethod
    def of(cls, one: RidePurpose) -> "PurposeShown":
        """Return a purpose as the API shows it."""
        return cls.model_construct(id=one.id, name=one.name, priority=one.priority)


class PurposeList(Document):
    """All purposes of rides."""

    items: list[PurposeShown]


class ProgrammeShown(Document):
    """What pays for services."""

    id: str
    limited_service_ids: list[str] = Field(description="Of which clients have entitlements in it.")
    free_service_ids: list[str] = Field(description="For which its clients pay no contribution.")

    @classmethod
    def of(cls, one: Programme) -> "ProgrammeShown":
        """Return a programme as the API shows it."""
        return cls.model_construct(id=one.id, limited_service_ids=list(one.limited), free_service_ids=list(one.free))


class ProgrammeList(Document):
    """All programmes that entitlements or contributions name."""

    items: list[ProgrammeShown]
