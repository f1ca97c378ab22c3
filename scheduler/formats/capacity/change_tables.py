"""The changes of a scenario as tables of TOML: which keys each kind has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from scheduler.domain.capacity import changes as domain
from scheduler.domain.catalogue import Pooling
from scheduler.formats.town.cell import YES_NO, Cell, choice, text
from scheduler.formats.town.column import Column, Sheet, maybe, optional, required
from scheduler.formats.town.compound import listed
from scheduler.formats.town.numeric import minutes, percent, zloty
from scheduler.formats.town.sheets.common import DISTRICT, PATTERN, PROVIDER, SERVICE, STAFF, VEHICLE
from scheduler.formats.town.weekly import CLOCK, WEEKDAYS

CHANGE = required("change", text(40), "what is changed", "add_vehicle")
"""Says which of `KINDS` a table is."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of change.

    Attributes
    ----------
    make : type
        The change it stands for.
    keys : mapping of str to Column
        By field of the change.
    one_of : tuple of str
        Fields of which exactly one is written.
    some_of : tuple of str
        Fields of which at least one is written.
    """

    says: str
    make: type[Any]
    keys: Mapping[str, Column[Any]]
    one_of: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()
    sheet: Sheet = field(init=False)

    def __post_init__(self) -> None:
        columns = (CHANGE, *self.keys.values())
        object.__setattr__(self, "sheet", Sheet(name="changes", says=self.says, columns=columns))


def _start(meaning: str) -> Column[time | None]:
    return maybe("start", CLOCK, f"by the town's clock; empty: {meaning}", "08:00")


def _end(meaning: str) -> Column[time | None]:
    return maybe("end", CLOCK, f"not after the start: on the next day; empty: {meaning}", "18:00")


def _new[T](cell: Cell[T], example: str) -> Column[T | None]:
    return maybe("id", cell, "what the new one is called; empty: like the other, with a number", example)


_SHIFT = maybe("shift", PATTERN, "a weekly shift, by the id of its pattern", "W-03")
_WORKER = maybe("staff", STAFF, "a worker, with all shifts", "P-03")
_VEHICLE = maybe("vehicle", VEHICLE, "a vehicle, with all shifts", "BUS-1")
_OF_SERVICE = maybe("service", SERVICE, "of one service; empty: of all", "bus")

KINDS: Mapping[str, Kind] = {
    "add_vehicle": Kind(
        says="one more vehicle",
        make=domain.AddVehicle,
        keys={
            "like": required("like", VEHICLE, "which one it is like", "BUS-1"),
            "id": _new(VEHICLE, "BUS-3"),
            "crews": optional("crews", YES_NO, True, "with shifts and new workers like those of the other", "no"),
        },
    ),
    "remove_vehicle": Kind(
        says="a vehicle is sold, and its shifts end",
        make=domain.RemoveVehicle,
        keys={"vehicle_id": required("vehicle", VEHICLE, "which one", "BUS-2")},
    ),
    "add_staff": Kind(
        says="one more worker, with the shifts that another has alone",
        make=domain.AddStaff,
        keys={
            "like": required("like", STAFF, "whom the new one is like", "P-03"),
            "id": _new(STAFF, "P-30"),
        },
    ),
    "remove_staff": Kind(
        says="a worker leaves",
        make=domain.RemoveStaff,
        keys={"staff_id": required("staff", STAFF, "who", "P-03")},
    ),
    "add_shift": Kind(
        says="one more weekly shift, like one that is there; what is not said is as there",
        make=domain.AddShift,
        keys={
            "like": required("like", PATTERN, "which one it is like, by the id of its pattern", "W-03"),
            "id": _new(PATTERN, "W-30"),
            "staff_ids": optional("staff", listed(STAFF), (), "who works it", "P-06|P-09"),
            "vehicle_id": maybe("vehicle", VEHICLE, "what they drive", "BUS-1"),
            "weekdays": optional("weekdays", WEEKDAYS, frozenset(), "on which days of the week", "sat"),
            "start": _start("as there"),
            "end": _end("as there"),
        },
    ),
    "remove_shift": Kind(
        says="a weekly shift is not worked any more",
        make=domain.RemoveShift,
        keys={"pattern_id": required("shift", PATTERN, "which one, by the id of its pattern", "W-20")},
    ),
    "hours": Kind(
        says="other hours of a weekly shift, of a worker or of a vehicle",
        make=domain.Hours,
        keys={
            "pattern_id": _SHIFT, "staff_id": _WORKER, "vehicle_id": _VEHICLE, "start": _start("as before"),
            "end": _end("as before"),
        },
        one_of=("pattern_id", "staff_id", "vehicle_id"),
        some_of=("start", "end"),
    ),
    "windows": Kind(
        says="how wide a promised window is",
        make=domain.PromiseWindow,
        keys={
            "width": required("minutes", minutes(least=1), "from its start to its end", "60"),
            "service_id": _OF_SERVICE,
        },
    ),
    "pooling": Kind(
        says="who may be aboard together",
        make=domain.PoolRides,
        keys={
            "pooling": required("allowed", choice(Pooling), "who may be aboard together", "never"),
            "service_id": _OF_SERVICE,
        },
    ),
    "rate": Kind(
        says="what an hour of a worker costs, a kilometre of a vehicle, or a request of a contractor's shift",
        make=domain.Rate,
        keys={
            "staff_id": _WORKER, "vehicle_id": _VEHICLE, "pattern_id": _SHIFT,
            "gr": required("zl", zloty(), "per hour, kilometre or request", "45.50"),
        },
        one_of=("staff_id", "vehicle_id", "pattern_id"),
    ),
    "demand": Kind(
        says="more calls, or fewer",
        make=domain.GrowDemand,
        keys={
            "permille": required("percent", percent(low=-100), "20: a fifth more; -10: a tenth less", "20"),
            "district_id": maybe("district", DISTRICT, "from one district; empty: from all", "lazy"),
            "service_id": _OF_SERVICE,  # of both: of one service in one district
        },
    ),
    "contract_out": Kind(
        says="a provider takes a share of the calls, with means of its own",
        make=domain.ContractOut,
        keys={
            "service_id": required("service", SERVICE, "of which service", "zlota-raczka"),
            "provider_id": required("provider", PROVIDER, "who takes them", "spoldzielnia"),
            "share_permille": required("percent", percent(100), "of the calls", "33.3"),
            "gr_per_request": required("zl_per_request", zloty(), "for each request served", "120"),
        },
    ),
}  # fmt: skip
"""All kinds by the word that names them."""
