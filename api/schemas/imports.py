"""Bringing in an office's own workbook: what is in it, what would become of each row, what became of it."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from api.schemas.base import Document, Line, Whole, YesNo
from scheduler.domain.imports import ImportKind, SheetText
from scheduler.domain.place import GeoPoint
from scheduler.services.importing import (
    Examined,
    Imported,
    RowFound,
    RowStatus,
    Suggestion,
    Trouble,
)
from scheduler.services.importing import (
    Field as KnownField,
)

_CSV = "Nr;Imię i nazwisko;Adres;Telefon\n901;Helena Maj;ul. Radomska 12/3;500 000 099\n"
_FILE: JsonDict = {"name": "klienci.csv", "content": base64.b64encode(_CSV.encode()).decode()}
_BOOKED = "Nr klienta;Usługa;Data;Godzina\nK-02;fizjoterapia;25.11.2026;9.30\n"
_WHAT: JsonDict = {**_FILE, "header_row": 1, "columns": {"number": 1, "name": 2, "address": 3, "phone": 4}}
_SEEN, _SEEN_BOOKINGS = "b8e200495d5ae7495b1b22f6ba8c592d", "0f965ab4018aa7644692d1c74cada3e0"
_ORDER = """[{"tripRequest": {"tripTicketId": "3e1b8b52-6f1e-4b71-9b0f-1f3a5a1d7c11",
"pickupAddress": {"street": "ul. Majówka 21a"}, "dropoffAddress": {"addressName": "Przychodnia Rejonowa"},
"appointmentTime": {"time": "2026-11-25T10:30:00+01:00", "timeAccuracy": "PT20M"},
"customerInfo": {"customerId": "K-02"}, "transportServices": ["bus"], "specialAttributes": ["D2D"]}}]"""
_TRIPS: JsonDict = {"name": "zlecenia.json", "content": base64.b64encode(_ORDER.encode()).decode()}
_SEEN_TRIPS = "b2477fc26d2ed5786023e21c38382241"
_LARGEST = 6 * 1024 * 1024
_Row = Annotated[Whole, Field(ge=1, le=1_048_576)]
_Number = Annotated[Whole, Field(ge=1, le=200)]
_FieldName = Annotated[str, Field(min_length=1, max_length=40)]


class WorkbookFile(Document):
    """A file as it was chosen."""

    name: Line = Field(description="What it is called; only for people.")
    content: Annotated[str, Field(max_length=_LARGEST)] = Field(
        description="Base64 of an .xlsx workbook or a CSV file, at most 4 MB of it. Formulas are not computed."
    )

    @field_validator("content")
    @classmethod
    def _base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("is no Base64") from None
        return value

    @property
    def bytes(self) -> bytes:
        """The file."""
        return base64.b64decode(self.content)


class WorkbookReading(WorkbookFile):
    """A file to look into; what is left out is guessed."""

    model_config = ConfigDict(json_schema_extra={"example": _FILE})

    sheet: Whole = Field(default=0, ge=0, le=100, description="Which of its sheets, 0 for the first one.")
    kind: ImportKind | None = None
    header_row: _Row | None = Field(
        default=None, description="The row that names the columns, as a spreadsheet counts."
    )


class PointDoc(Document):
    """A point that somebody has put."""

    lat: Annotated[float, Field(strict=True, ge=-90, le=90)] = Field(description="Degrees, WGS 84.")
    lon: Annotated[float, Field(strict=True, ge=-180, le=180)] = Field(description="Degrees, WGS 84.")

    @property
    def point(self) -> GeoPoint:
        """The point that this describes."""
        return GeoPoint(lat=self.lat, lon=self.lon)


class ImportCheck(WorkbookFile):
    """What of a file is to be brought in."""

    model_config = ConfigDict(json_schema_extra={"example": _WHAT})

    sheet: Whole = Field(default=0, ge=0, le=100, description="Which of its sheets, 0 for the first one.")
    header_row: _Row = Field(description="The row that names the columns, as a spreadsheet counts.")
    columns: Annotated[dict[_FieldName, _Number], Field(max_length=60)] = Field(
        description="The number of the column of each field, 1 for A."
    )
    points: Annotated[dict[str, PointDoc], Field(max_length=5_000)] = Field(
        default={}, description="Where somebody has put the addresses of rows, by the row's number."
    )

    @field_validator("points")
    @classmethod
    def _rows(cls, value: dict[str, PointDoc]) -> dict[str, PointDoc]:
        if not all(key.isascii() and key.isdigit() and len(key) < 8 for key in value):
            raise ValueError("has a key that is no row's number")
        return value

    @property
    def put(self) -> dict[int, GeoPoint]:
        """The points by row."""
        return {int(key): one.point for key, one in self.points.items()}


class ImportConfirmation(ImportCheck):
    """What somebody has seen, and wants to be brought in."""

    model_config = ConfigDict(json_schema_extra={"example": {**_WHAT, "seen": _SEEN, "good_only": True}})

    seen: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="`seen` of the check.")
    good_only: YesNo = Field(
        default=False, description="true: bad rows are left out; false: one of them keeps everything out."
    )


class BookingCheck(ImportCheck):
    """What of a file with bookings is to be brought in."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "wizyty.csv", "content": base64.b64encode(_BOOKED.encode()).decode(), "header_row": 1,
                "columns": {"number": 1, "service": 2, "day": 3, "time": 4},
            }
        }
    )  # fmt: skip


class BookingConfirmation(ImportConfirmation):
    """What somebody has seen of a file with bookings, and wants to be brought in."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "wizyty.csv", "content": base64.b64encode(_BOOKED.encode()).decode(), "header_row": 1,
                "columns": {"number": 1, "service": 2, "day": 3, "time": 4}, "seen": _SEEN_BOOKINGS,
            }
        }
    )  # fmt: skip


class TripCheck(WorkbookFile):
    """A file of rides that another transport system orders."""

    model_config = ConfigDict(json_schema_extra={"example": _TRIPS})

    content: Annotated[str, Field(max_length=_LARGEST)] = Field(
        description="Base64 of a JSON file of telegrams (Transactional Data Specification, TCRP 210), at most 4 MB."
    )


class TripConfirmation(TripCheck):
    """What somebody has seen of the rides of another transport system, and wants to be brought in."""

    model_config = ConfigDict(json_schema_extra={"example": {**_TRIPS, "seen": _SEEN_TRIPS}})

    seen: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="`seen` of the check.")
    good_only: YesNo = Field(
        default=False, description="true: bad orders are left out; false: one of them keeps everything out."
    )


class SheetLine(Document):
    """A sheet of a file."""

    name: str
    rows: int = Field(description="How many have anything in them, the header among them.")


class ColumnLine(Document):
    """A column of a sheet."""

    number: int = Field(description="1 for A.")
    header: str
    samples: list[str] = Field(description="What stands in it first.")


class WorkbookRead(Document):
    """What is in a file, and what it seems to be."""

    sheets: list[SheetLine]
    sheet: int = Field(description="Which of them is shown, 0 for the first one.")
    kind: ImportKind
    header_row: int = Field(description="As a spreadsheet counts.")
    columns: list[ColumnLine]
    suggested: dict[str, int] = Field(description="The number of the column of each field, 1 for A.")
    remembered: bool = Field(description="Whether the office has said so before.")
    fields: list[str] = Field(description="What a column of this kind of sheet may be.")

    @classmethod
    def of(
        cls, sheets: Sequence[SheetText], at: int, found: Suggestion, fields: Sequence[KnownField]
    ) -> "WorkbookRead":
        """Return a file as the API shows it."""
        return cls.model_construct(
            sheets=[SheetLine.model_construct(name=one.name, rows=len(one.rows)) for one in sheets], sheet=at,
            kind=found.kind, header_row=found.header_row, columns=_columns(sheets[at], found.header_row),
            suggested=dict(found.columns), remembered=found.remembered, fields=[one.name for one in fields],
        )  # fmt: skip


def _columns(sheet: SheetText, header_row: int) -> list[ColumnLine]:
    header = next((cells for number, cells in sheet.rows if number == header_row), ())
    below = [cells for number, cells in sheet.rows if number > header_row][:200]
    wide = max([len(header), *(len(cells) for cells in below)])
    lines = []
    for k in range(wide):
        samples = list(dict.fromkeys(str(cells[k])[:60] for cells in below if k < len(cells) and cells[k]))[:3]
        name = str(header[k])[:100] if k < len(header) else ""
        if name or samples:
            lines.append(ColumnLine.model_construct(number=k + 1, header=name, samples=samples))
    return lines


class TroubleShown(Document):
    """One thing wrong in a row."""

    code: str
    field: str = Field(description="Whose cell it is; empty: the row as a whole.")
    column: int | None = Field(description="The number of that column, 1 for A; null: the row as a whole.")
    value: str = Field(description="What stands there, shortened.")
    wrong: dict[str, str] = Field(description="By language.")
    right: dict[str, str] = Field(description="What would be right, by language.")
    path: str = Field(default="", description="Where it stands in a file of telegrams, as JSONPath; empty: of a sheet.")

    @classmethod
    def of(cls, one: Trouble, columns: dict[str, int]) -> "TroubleShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            code=one.code, field=one.field, column=columns.get(one.field), value=one.value, wrong=dict(one.wrong),
            right=dict(one.right), path=one.path,
        )  # fmt: skip


class ImportRow(Document):
    """What would become of a row."""

    row: int = Field(description="As a spreadsheet counts.")
    status: RowStatus
    called: str = Field(description="Whom it is about.")
    said: dict[str, str] = Field(description="What stands in it, by field.")
    changes: list[str] = Field(description="What of somebody who is there already would change.")
    troubles: list[TroubleShown]
    notes: list[dict[str, str]] = Field(description="What is worth knowing of it, by language.")
    unplaced: str = Field(description="The address whose point is not known; empty: it is.")
    point: PointDoc | None = Field(description="Where that address is put for the time being.")

    @classmethod
    def of(cls, one: RowFound, columns: dict[str, int]) -> "ImportRow":
        """Return it as the API shows it."""
        at = one.point
        return cls.model_construct(
            row=one.number, status=one.status, called=one.called, said=dict(one.said), changes=list(one.changes),
            troubles=[TroubleShown.of(each, columns) for each in one.troubles],
            notes=[dict(each) for each in one.notes], unplaced=one.unplaced,
            point=PointDoc.model_construct(lat=at.lat, lon=at.lon) if at else None,
        )  # fmt: skip


class ImportChecked(Document):
    """What would become of a file; nothing of it is kept."""

    missing: list[list[str]] = Field(description="Groups of fields of which one is needed and no column is named.")
    rows: list[ImportRow]
    seen: str = Field(description="To be sent with the confirmation.")

    @classmethod
    def of(cls, found: Examined, columns: dict[str, int]) -> "ImportChecked":
        """Return it as the API shows it."""
        return cls.model_construct(
            missing=[sorted(one) for one in found.missing], rows=[ImportRow.of(one, columns) for one in found.rows],
            seen=found.digest,
        )  # fmt: skip


class ImportDone(Document):
    """What was brought in."""

    added: int = Field(description="Rows.")
    changed: int = Field(description="Rows.")
    same: int = Field(description="Rows of which nothing changed.")
    bad: int = Field(description="Rows that were left out.")
    unplaced: int = Field(description="Homes whose point is not that of the house.")
    days: list[date] = Field(description="Whose plans have changed.")
    without_place: list[str] = Field(description="Ids of bookings that those plans leave out for now.")

    @classmethod
    def of(cls, one: Imported) -> "ImportDone":
        """Return it as the API shows it."""
        told = {name: getattr(one, name) for name in ("added", "changed", "same", "bad", "unplaced")}
        return cls.model_construct(**told, days=list(one.days), without_place=list(one.without_place))
