"""Places and the town."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Line, Text, Whole, YesNo
from scheduler.domain.ids import DistrictId, PlaceId
from scheduler.domain.place import Entrance, GeoPoint, Place
from scheduler.domain.town import TownHead
from scheduler.services.finding_addresses import FoundAddress

_EXAMPLE: JsonDict = {
    "name": "Przychodnia", "address": "ul. Radomska 70", "district_id": None, "phone": "", "public": True,
    "entrances": [{"name": "wejście B", "lat": 51.04, "lon": 21.07, "note": "od podwórza"}],
}  # fmt: skip


class EntranceDoc(Document):
    """A door."""

    name: Line = ""
    lat: Annotated[float, Field(strict=True, ge=-90, le=90)] = Field(description="Degrees, WGS 84.")
    lon: Annotated[float, Field(strict=True, ge=-180, le=180)] = Field(description="Degrees, WGS 84.")
    note: Text = ""


class PlaceChange(Document):
    """What is said of a place."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    name: Annotated[Line, Field(min_length=1)]
    address: Line
    entrances: Annotated[list[EntranceDoc], Field(min_length=1, max_length=20)] = Field(
        description="The first is meant where none is named."
    )
    district_id: Id | None = Field(default=None, description="null: outside all districts.")
    phone: Line = ""
    public: YesNo = Field(default=False, description="false: somebody's home, and personal.")

    def place(self, place_id: str) -> Place:
        """Return the place that this describes."""
        doors = (
            Entrance(name=one.name, point=GeoPoint(lat=one.lat, lon=one.lon), note=one.note) for one in self.entrances
        )
        return Place(
            id=PlaceId(place_id), name=self.name, address=self.address, entrances=tuple(doors), phone=self.phone,
            district_id=DistrictId(self.district_id) if self.district_id else None, public=self.public,
        )  # fmt: skip


class PlaceShown(PlaceChange):
    """A place."""

    id: str

    @classmethod
    def of(cls, place: Place) -> "PlaceShown":
        """Return a place as the API shows it."""
        doors = [
            EntranceDoc.model_construct(name=one.name, lat=one.point.lat, lon=one.point.lon, note=one.note)
            for one in place.entrances
        ]
        return cls.model_construct(
            id=place.id, name=place.name, address=place.address, entrances=doors, district_id=place.district_id,
            phone=place.phone, public=place.public,
        )  # fmt: skip


class PlaceSearch(Document):
    """What somebody has said of where it is."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "przych", "limit": 20}})

    text: Annotated[Line, Field(min_length=1)] = Field(
        description="Beginnings of words of the name, in any order; ł is l, ż is z."
    )
    limit: Annotated[Whole, Field(ge=1, le=200)] = Field(default=20, description="How many at most.")


class PlacesFound(Document):
    """Places that were found, by name."""

    items: list[PlaceShown]


class AddressSearch(Document):
    """An address that is being typed."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "radomska 7", "limit": 8}})

    text: Annotated[Line, Field(min_length=1)] = Field(
        description="Beginnings of the street's words, and of the number."
    )
    limit: Annotated[Whole, Field(ge=1, le=50)] = Field(default=8, description="How many at most.")


class AddressShown(Document):
    """An address that may be meant."""

    address: str = Field(description="Without the town.")
    lat: float = Field(description="Degrees, WGS 84.")
    lon: float = Field(description="Degrees, WGS 84.")
    district_id: str | None
    place_id: str | None = Field(description="The place that the office has there already.")
    exact: bool = Field(description="false: the point is that of a house near it, or only of the street.")

    @classmethod
    def of(cls, one: FoundAddress) -> "AddressShown":
        """Return an address as the API shows it."""
        same = ("address", "district_id", "place_id", "exact")
        told = {name: getattr(one, name) for name in same}
        return cls.model_construct(**told, lat=one.point.lat, lon=one.point.lon)


class AddressesFound(Document):
    """Addresses that may be meant: first those that the office has, then those of the town's register."""

    items: list[AddressShown]


class PlacePage(Document):
    """Some of the places, by name."""

    items: list[PlaceShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")


class TownShown(Document):
    """The town."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "starachowice", "name": "Starachowice", "lat": 51.05, "lon": 21.07, "zone": "Europe/Warsaw",
                "note": "", "office_phone": "41 000 00 00",
            }
        }
    )  # fmt: skip

    id: str
    name: str
    lat: float = Field(description="Degrees, WGS 84.")
    lon: float = Field(description="Degrees, WGS 84.")
    zone: str = Field(description="IANA name; service days are dates in it.")
    note: str
    office_phone: str

    @classmethod
    def of(cls, head: TownHead) -> "TownShown":
        """Return a town as the API shows it."""
        return cls(
            id=head.id, name=head.name, lat=head.centre.lat, lon=head.centre.lon, zone=head.zone.key, note=head.note,
            office_phone=head.office_phone,
        )  # fmt: skip
