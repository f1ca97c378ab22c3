"""Codes of rider needs in the Transactional Data Specification (TCRP Research Report 210, specialAttributes)."""

from collections.abc import Mapping

from scheduler.domain.client import Mobility

AMBULATORY, AMBULATORY_LIFT, WALKER, WHEELCHAIR, ELECTRIC = "A", "AL", "WA", "W", "E"
DOOR_TO_DOOR, DOOR_THROUGH_DOOR, ATTENDANT = "D2D", "DTD", "U"
SERVICE_ANIMAL, HEARING, NOT_ALONE = "SA", "HI", "NLA"

MOBILITIES: Mapping[str, Mobility] = {
    AMBULATORY: Mobility.WALKS, AMBULATORY_LIFT: Mobility.WALKS, "C": Mobility.WALKS,
    WALKER: Mobility.WALKER, "CU": Mobility.WALKER, "WAK": Mobility.WALKER,
    WHEELCHAIR: Mobility.WHEELCHAIR, ELECTRIC: Mobility.WHEELCHAIR, "S": Mobility.WHEELCHAIR,
    "WE": Mobility.WHEELCHAIR, "WW": Mobility.WHEELCHAIR, "WT": Mobility.WHEELCHAIR,
}  # fmt: skip
"""Mobility aids, as far as a place in a vehicle depends on them: a cane takes none, a scooter that of a wheelchair."""
