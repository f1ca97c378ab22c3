"""A sheet of an office's workbook, row by row: nothing is kept, everything is said."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from scheduler.domain.errors import RefusedError
from scheduler.domain.imports import ImportKind, SheetText
from scheduler.domain.place import GeoPoint
from scheduler.domain.trips import TripOrder
from scheduler.services.entitling import too_little
from scheduler.services.facts import town_head
from scheduler.services.importing.bookings import BookingRows, Calendar
from scheduler.services.importing.clients import ClientRows
from scheduler.services.importing.columns import missing
from scheduler.services.importing.homes import Homes
from scheduler.services.importing.people import People
from scheduler.services.importing.rows import RowFound, RowStatus, readers
from scheduler.services.importing.sentences import unreadable
from scheduler.services.importing.trips import TripRows
from scheduler.services.ports import AddressFinder, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of a sheet is to be brought in.

    Attributes
    ----------
    columns : mapping of str to int
        The number of the column of each field, 1 for A.
    points : mapping of int to GeoPoint
        Where somebody has put the addresses of rows by hand.
    """

    kind: ImportKind
    sheet: SheetText
    header_row: int
    columns: Mapping[str, int]
    points: Mapping[int, GeoPoint] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AskedTrips:
    """The orders of another transport system, to be brought in; no columns are to be remembered of them."""

    orders: Sequence[TripOrder]
    kind: ImportKind = ImportKind.BOOKINGS


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What would become of a sheet.

    Attributes
    ----------
    missing : sequence of set of str
        Groups of fields of which one is needed and no column is named; there are no rows then.
    """

    rows: Sequence[RowFound] = ()
    missing: Sequence[frozenset[str]] = ()

    def of(self, *statuses: RowStatus) -> Sequence[RowFound]:
        """Return the rows of which that becomes."""
        return [one for one in self.rows if one.status in statuses]

    @property
    def digest(self) -> str:
        """What tells one outcome from another: whoever confirms it has seen this one."""
        told = "\n".join(f"{one.number} {one.status} {','.join(one.changes)} {one.unplaced}" for one in self.rows)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def examine(unit: UnitOfWork, register: AddressFinder | None, asked: Asked | AskedTrips, now: datetime) -> Examined:
    """Return what would become of a sheet, or of orders.

    Raises
    ------
    RefusedError
        If there is no row below the header.
    GeocodingError
        If the register is damaged.
    """
    if isinstance(asked, AskedTrips):
        trips = TripRows(bookings=_bookings(unit, now), purposes=unit.purposes.all(), find=unit.bookings.find)
        return Examined(rows=[trips.examine(one) for one in asked.orders])
    if groups := missing(asked.kind, asked.columns):
        return Examined(missing=groups)
    found = readers(asked.sheet, asked.header_row, asked.columns)
    if not found:
        raise RefusedError([unreadable("no_rows")])
    rows = _clients(unit, register, asked) if asked.kind is ImportKind.CLIENTS else _bookings(unit, now)
    return Examined(rows=[rows.examine(one) for one in found])


def _clients(unit: UnitOfWork, register: AddressFinder | None, asked: Asked) -> ClientRows:
    return ClientRows(people=_people(unit), homes=_homes(unit, register), points=asked.points)


def _bookings(unit: UnitOfWork, now: datetime) -> BookingRows:
    def closed(day: date) -> bool:
        return unit.days.get(day).closed

    return BookingRows(
        people=_people(unit), homes=_homes(unit, None), services=unit.services.all(),
        calendar=Calendar(head=town_head(unit), now=now, closed=closed),
        kept=lambda client: unit.bookings.of_client(client.id), left_for=partial(too_little, unit),
    )  # fmt: skip


def _people(unit: UnitOfWork) -> People:
    return People(clients=unit.clients.all(), places=unit.places.all())


def _homes(unit: UnitOfWork, register: AddressFinder | None) -> Homes:
    head = town_head(unit)
    return Homes(
        town=head.name, centre=head.centre, places=list(unit.places.all().values()), districts=unit.districts.all(),
        register=register,
    )  # fmt: skip
