"""Vehicles."""

from collections.abc import Iterator

from scheduler.domain.fleet import Vehicle
from scheduler.domain.town import Town
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.compound import LAYOUT, listed
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.numeric import whole, zloty
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import NAME, PROVIDER, VEHICLE, Line, line

ID = required("id", VEHICLE, "the vehicle", "bus-1")
VEHICLE_NAME = required("name", NAME, "name", "Bus 1 (Sprinter)")
REGISTRATION = optional("registration", NAME, "", "number plate", "TST 12345")
LAYOUTS = required(
    "layouts", listed(LAYOUT, repeats=True), "ways to arrange the inside, without the driver's seat", "8+0|4+2"
)
LIFT = optional("lift_max_kg", whole(0, 2_000, "kg"), 0, "what the lift carries; 0: no lift", "350")
COST = optional("cost_zl_per_km", zloty(1_000), 0, "fuel and wear", "1.15")
PROVIDER_ID = maybe("provider", PROVIDER, "whose it is; empty: the town's", "spoldzielnia", refers="providers")

SHEET = Sheet(
    name="vehicles",
    says="a bus, van or car",
    columns=(ID, VEHICLE_NAME, REGISTRATION, LAYOUTS, LIFT, COST, PROVIDER_ID),
    key=ID,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for vehicle in town.vehicles.values():
        yield line(
            ID.of(vehicle.id),
            VEHICLE_NAME.of(vehicle.name),
            REGISTRATION.of(vehicle.registration),
            LAYOUTS.of(vehicle.layouts),
            LIFT.of(vehicle.lift_max_kg),
            COST.of(vehicle.cost_gr_per_km),
            PROVIDER_ID.of(vehicle.provider_id),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the vehicles into `draft`."""
    for row in rows:
        if row.whole:
            draft.vehicles[row[ID]] = Vehicle(
                id=row[ID],
                name=row[VEHICLE_NAME],
                registration=row[REGISTRATION],
                layouts=row[LAYOUTS],
                lift_max_kg=row[LIFT],
                cost_gr_per_km=row[COST],
                provider_id=row[PROVIDER_ID],
            )
