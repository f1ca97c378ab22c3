"""Why a shift cannot be worked as somebody wants it, in both languages."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.booking import Refusal

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "closed": {"pl": "Dzień {day} jest już zamknięty.", "en": "{day} is closed already."},
    "begun": {
        "pl": "Ten dyżur już się zaczął. Na dziś można zgłosić nieobecność.",
        "en": "This shift has begun already. For today report an absence.",
    },
    "far": {"pl": "To za daleko: grafik sięga do {last}.", "en": "Too far ahead: the rota reaches to {last}."},
    "works_elsewhere": {
        "pl": "{name} ma wtedy dyżur „{shift}” ({hours}).",
        "en": "{name} works on the shift “{shift}” then ({hours}).",
    },
    "vehicle_elsewhere": {
        "pl": "{name} jeździ wtedy na dyżurze „{shift}” ({hours}).",
        "en": "{name} is out with the shift “{shift}” then ({hours}).",
    },
    "away": {"pl": "{name}: nieobecność do {until}.", "en": "{name}: away until {until}."},
}


def refused(code: str, day: date, **values: object) -> Refusal:
    """Return a refusal with its sentences filled."""
    told = {"day": f"{day:%d.%m.%Y}", **values}
    said = {lang: text.format(**told) for lang, text in SENTENCES[code].items()}
    return Refusal(code=f"shift_{code}", day=day, summary=said)
