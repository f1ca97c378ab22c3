"""Words of the specification beside ours. `README.md` says what has none."""

from collections.abc import Iterable, Mapping

from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Client, Mobility, WheelchairKind
from scheduler.domain.request import Ride
from scheduler.domain.text import folded
from scheduler.domain.trip_words import (
    AMBULATORY,
    AMBULATORY_LIFT,
    ATTENDANT,
    DOOR_THROUGH_DOOR,
    DOOR_TO_DOOR,
    ELECTRIC,
    HEARING,
    NOT_ALONE,
    SERVICE_ANIMAL,
    WALKER,
    WHEELCHAIR,
)

_PURPOSES: Mapping[str, tuple[str, ...]] = {
    "D": ("dializ", "dialys"),
    "A": ("dzienn", "swietlic", "day centre"),
    "HR": ("rehabilit", "aptek", "dentyst", "stomatolog", "pharmacy"),
    "M": ("lekarz", "badan", "szpital", "przychodn", "doctor", "medical"),
    "G": ("zakup", "sklep", "targ", "shop"),
    "E": ("prac", "work"),
    "ED": ("szkol", "nauk", "school"),
    "P": ("urzad", "bank", "poczt", "office"),
    "R": ("klub", "kosciol", "cmentarz", "rodzin", "kultur", "leisure"),
}
OTHER = "MS"


def purpose_code(name: str) -> str:
    """Return the code of a purpose by what a town calls it; towns name theirs as they like."""
    plain = folded(name)
    return next((code for code, words in _PURPOSES.items() if any(one in plain for one in words)), OTHER)


def attributes_of(ride: Ride, clients: Iterable[Client]) -> list[str]:
    """Return the codes of what a party needs."""
    found = {code for one in clients for code in _of_client(one)}
    found |= {HelpLevel.FLAT: {DOOR_THROUGH_DOOR}, HelpLevel.DOOR: {DOOR_TO_DOOR}}.get(ride.help_level, set())
    return sorted(found | ({ATTENDANT} if ride.attendant else set()))


def _of_client(client: Client) -> Iterable[str]:
    electric = client.wheelchair is not None and client.wheelchair.kind is WheelchairKind.ELECTRIC
    yield {
        Mobility.WALKS: AMBULATORY_LIFT if client.needs_lift else AMBULATORY,
        Mobility.WALKER: WALKER,
        Mobility.WHEELCHAIR: ELECTRIC if electric else WHEELCHAIR,
    }[client.mobility]
    if client.assistance_animal:
        yield SERVICE_ANIMAL
    if client.hard_of_hearing:
        yield HEARING
    if client.hand_over_to_person_only:
        yield NOT_ALONE
