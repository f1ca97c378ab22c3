"""What a dispatcher is told of the times of a plan, in both languages; it goes on after the words "travel times:"."""

from collections.abc import Sequence

from scheduler.domain.errors import TravelError
from scheduler.services.ports import TravelNote, TravelPoint

_MODES = {
    "pl": {"car": "samochodem", "van": "busem", "foot": "pieszo", "bicycle": "rowerem", "table": "komunikacją miejską"},
    "en": {
        "car": "by car",
        "van": "by bus",
        "foot": "on foot",
        "bicycle": "by bicycle",
        "table": "by public transport",
    },
}


_WHY = {
    "pl": {
        "failed": "nie odpowiedział, jak trzeba",
        "missing": "nie ma mapy dróg",
        "damaged": "ma uszkodzoną mapę dróg",
        "changed": "ma już inną mapę dróg",
    },
    "en": {
        "failed": "did not answer as it should",
        "missing": "has no road map",
        "damaged": "has a damaged road map",
        "changed": "has another road map by now",
    },
}
MOST_NAMED = 10


def estimated(points: Sequence[TravelPoint]) -> TravelNote:
    """Return that legs to some places are estimates."""
    names = sorted(point.name or f"{point.point.lat:.5f}, {point.point.lon:.5f}" for point in points)
    named = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
    return TravelNote(
        text={
            "pl": f"poza mapą dróg, oszacowane w linii prostej: {named}.",
            "en": f"outside the road map, estimated as the crow flies: {named}.",
        }
    )


def fallen_back(mode: str, wanted: str, why: TravelError, used: str) -> TravelNote:
    """Return that an engine failed and whose times stand in for it."""
    return TravelNote(
        alarm=True,
        text={
            "pl": f"{_MODES['pl'].get(mode, mode)} według „{used}”, bo „{wanted}” {_WHY['pl'][why.kind]}.",
            "en": f"{_MODES['en'].get(mode, mode)} from {used}, because {wanted} {_WHY['en'][why.kind]} ({why}).",
        },
    )


def from_memory(label: str, why: TravelError) -> TravelNote:
    """Return that an engine is out of order, and that what it said before is used."""
    return TravelNote(
        alarm=True,
        text={
            "pl": f"znane wcześniej z „{label}”, który teraz {_WHY['pl'][why.kind]}.",
            "en": f"as {label} told them before; now it {_WHY['en'][why.kind]} ({why}).",
        },
    )


def no_roads() -> TravelNote:
    """Return that there is no road map at all."""
    return TravelNote(
        text={
            "pl": "oszacowane w linii prostej; miasto nie ma jeszcze mapy dróg (dojazd roads build).",
            "en": "estimated as the crow flies; the town has no road map yet (dojazd roads build).",
        }
    )
