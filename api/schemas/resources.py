"""Who and what a town works with: staff, vehicles, providers, depots, districts."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.base import Document
from api.schemas.places import PlaceShown
from scheduler.domain.fleet import Layout, Vehicle
from scheduler.domain.place import District
from scheduler.domain.roster import Provider, Staff


class SkillShown(Document):
    """What somebody is qualified for."""

    skill: str
    valid_until: date | None = Field(description="The last valid day; null: it does not expire.")


class StaffShown(Document):
    """A worker, as far as whoever asks needs to know."""

    id: str
    name: str
    phone: str = Field(description="To dispatchers and the worker's own provider; to others empty.")
    skills: list[SkillShown]
    provider_id: str | None = Field(description="null: the town itself.")
    familiar: list[str] = Field(description="Districts that the worker knows.")
    cost_gr_per_h: int | None = Field(description="Grosze an hour of work costs, to managers; to others null.")

    @classmethod
    def of(cls, one: Staff) -> "StaffShown":
        """Return a worker as the API shows them."""
        skills = [SkillShown.model_construct(skill=key, valid_until=day) for key, day in sorted(one.skills.items())]
        return cls.model_construct(
            id=one.id, name=one.name, phone=one.phone, skills=skills, provider_id=one.provider_id,
            familiar=sorted(one.familiar), cost_gr_per_h=one.cost_gr_per_h or None,
        )  # fmt: skip


class StaffPage(Document):
    """Some of the staff, by name."""

    items: list[StaffShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")


class LayoutShown(Document):
    """One way the inside of a vehicle can be arranged."""

    seats: int = Field(description="For people besides the driver.")
    wheelchairs: int = Field(description="Places for wheelchairs.")
    rollators: int = Field(description="Places for rollators.")
    luggage: int = Field(description="Places for luggage.")
    portions: int = Field(description="Places for meals or parcels.")

    @classmethod
    def of(cls, one: Layout) -> "LayoutShown":
        """Return a layout as the API shows it."""
        return cls.model_construct(**vars(one))


class VehicleShown(Document):
    """A bus, van or car."""

    id: str
    name: str
    registration: str
    provider_id: str | None = Field(description="null: the town itself.")
    lift_max_kg: int = Field(description="Kilograms that the lift holds; 0: no lift.")
    cost_gr_per_km: int = Field(description="Grosze a kilometre costs.")
    layouts: list[LayoutShown] = Field(description="Seats fold: at every stop the load fits one of them.")

    @classmethod
    def of(cls, one: Vehicle) -> "VehicleShown":
        """Return a vehicle as the API shows it."""
        same = ("id", "name", "registration", "provider_id", "lift_max_kg", "cost_gr_per_km")
        layouts = [LayoutShown.of(each) for each in one.layouts]
        return cls.model_construct(**{name: getattr(one, name) for name in same}, layouts=layouts)


class VehiclePage(Document):
    """Some of the vehicles, by name."""

    items: list[VehicleShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")


class ProviderShown(Document):
    """Who employs staff or owns vehicles: the town itself, or a contractor."""

    id: str
    name: str
    own: bool
    social_economy: bool
    contract_gr: int | None = Field(
        description="Grosze that all of the contract may cost, to whoever may read settlements; null: no ceiling, or "
        "not for this role."
    )
    contract_from: date | None
    contract_until: date | None

    @classmethod
    def of(cls, one: Provider) -> "ProviderShown":
        """Return a provider as the API shows it."""
        return cls.model_construct(**{name: getattr(one, name) for name in cls.model_fields})


class ProviderList(Document):
    """Providers, by name."""

    items: list[ProviderShown]


class DepotList(Document):
    """Public places where shifts of these weeks begin or end, by name."""

    items: list[PlaceShown]


class PolygonsShown(Document):
    """A GeoJSON geometry (RFC 7946)."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[tuple[float, float]]]] = Field(
        description="Polygons of one closed ring each, of points: longitude, latitude, degrees of WGS 84."
    )


class DistrictShown(Document):
    """A part of the town."""

    id: str
    name: str
    geometry: PolygonsShown

    @classmethod
    def of(cls, one: District) -> "DistrictShown":
        """Return a district as the API shows it."""
        polygons = [[[(point.lon, point.lat) for point in ring]] for ring in one.rings]
        geometry = PolygonsShown.model_construct(type="MultiPolygon", coordinates=polygons)
        return cls.model_construct(id=one.id, name=one.name, geometry=geometry)


class DistrictList(Document):
    """All districts."""

    items: list[DistrictShown]
