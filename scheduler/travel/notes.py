"""What a dispatcher is told about the times of a plan, in both languages."""

from collections.abc import Sequence

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


def estimated(points: Sequence[TravelPoint]) -> TravelNote:
    """Return that legs to some places are estimates."""
    names = ", ".join(sorted(point.name or f"{point.point.lat:.5f}, {point.point.lon:.5f}" for point in points))
    return TravelNote(
        text={
            "pl": f"Poza mapą dróg, czasy przejazdu oszacowane w linii prostej: {names}.",
            "en": f"Outside the road map, travel times estimated as the crow flies: {names}.",
        }
    )


def fallen_back(mode: str, wanted: str, why: str, used: str) -> TravelNote:
    """Return that an engine failed and whose times stand in for it."""
    return TravelNote(
        text={
            "pl": f"Czasy przejazdu {_MODES['pl'].get(mode, mode)} pochodzą z „{used}”, bo „{wanted}” zawiódł: {why}.",
            "en": f"Travel times {_MODES['en'].get(mode, mode)} are from {used}, because {wanted} failed: {why}.",
        }
    )


def no_roads() -> TravelNote:
    """Return that there is no road map at all."""
    return TravelNote(
        text={
            "pl": "Miasto nie ma jeszcze mapy dróg; czasy przejazdu oszacowano w linii prostej (dojazd roads build).",
            "en": "The town has no road map yet; travel times are estimated as the crow flies (dojazd roads build).",
        }
    )
