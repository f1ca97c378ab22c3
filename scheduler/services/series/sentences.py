"""Why an occurrence has no place, in both languages."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.booking import Refusal

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "nobody": {
        "pl": "{day}: nikt, kto może to zrobić, nie ma wtedy dyżuru.",
        "en": "{day}: nobody who may do it works then.",
    },
    "capacity": {
        "pl": "{day}{halves}: kto może to zrobić, nie ma już czasu.",
        "en": "{day}{halves}: those who may do it have no time left.",
    },
    "gap": {
        "pl": "{day}: za blisko innej wizyty z tej serii.",
        "en": "{day}: too near to another occurrence of the series.",
    },
    "staff": {
        "pl": "{day}{halves}: osoba, która przychodzi zawsze, wtedy nie pracuje albo nie ma czasu.",
        "en": "{day}{halves}: the one worker who comes each time does not work then, or has no time left.",
    },
    "entitlement": {
        "pl": "{day}: uprawnienie jest wykorzystane.",
        "en": "{day}: nothing is left of the entitlement.",
    },
    "together": {
        "pl": "{day}: osobno jest miejsce, ale razem z innymi seriami nie znaleziono go.",
        "en": "{day}: there is room by itself, but none was found together with the other series.",
    },
    "pause": {
        "pl": "{day}: seria jest wstrzymana.",
        "en": "{day}: the series is paused.",
    },
    "holiday": {
        "pl": "{day}: dzień wolny, tej usługi wtedy nie ma.",
        "en": "{day}: a holiday; this service is not given then.",
    },
    "gone": {
        "pl": "Osoby lub miejsca z tej serii już nie ma: popraw ją albo zakończ.",
        "en": "A client or a place of the series is not there any more: correct it, or end it.",
    },
    "taken": {
        "pl": "{day}: ktoś właśnie zajął to miejsce.",
        "en": "{day}: somebody has just taken the place.",
    },
}
_HALVES: Mapping[str, Mapping[int, str]] = {
    "pl": {0: "rano", 1: "po południu"},
    "en": {0: "morning", 1: "afternoon"},
}


def refusal_of(code: str, day: date, halves: tuple[int, ...] = ()) -> Refusal:
    """Return why there is no place on a day."""
    summary = {}
    for language, text in _SENTENCES[code].items():
        told = ", ".join(_HALVES[language][half] for half in halves)
        summary[language] = text.format(day=day.isoformat(), halves=f" ({told})" if told else "")
    return Refusal(code=code, day=day, summary=summary)
