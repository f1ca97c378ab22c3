"""Why an event is not kept, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why an event is not kept."""

    NO_SHIFT = "no_shift"
    NOT_PUBLISHED = "not_published"
    NOT_PLANNED = "not_planned"
    TOO_LATE = "too_late"
    IN_FUTURE = "in_future"
    CONFLICT = "conflict"
    WRONG_UNDO = "wrong_undo"


SENTENCES: Mapping[Reason, Mapping[str, str]] = {
    Reason.NO_SHIFT: {
        "pl": "Na {day} nie masz dyżuru {shift}. Przekaż to biuru.",
        "en": "You have no shift {shift} on {day}. Tell the office.",
    },
    Reason.NOT_PUBLISHED: {
        "pl": "Plan na {day} nie był jeszcze opublikowany.",
        "en": "The plan of {day} has never been published.",
    },
    Reason.NOT_PLANNED: {
        "pl": "Zadania {task} nie ma w żadnym opublikowanym planie dyżuru {shift}.",
        "en": "No published plan of the shift {shift} has the task {task}.",
    },
    Reason.TOO_LATE: {
        "pl": "Dyżur {shift} skończył się ponad {hours} h temu. Oddaj biuru wypełnioną kartę.",
        "en": "The shift {shift} ended more than {hours} h ago. Hand a written sheet to the office.",
    },
    Reason.IN_FUTURE: {
        "pl": "To zdarzenie ma czas późniejszy niż chwila wysłania. Sprawdź zegar urządzenia.",
        "en": "This event is later than the moment at which it was sent. Check the clock of the device.",
    },
    Reason.CONFLICT: {
        "pl": "Pod tym identyfikatorem jest już inne zdarzenie (różni się: {fields}).",
        "en": "Another event has this id already (it differs in: {fields}).",
    },
    Reason.WRONG_UNDO: {
        "pl": "Cofnąć można tylko zdarzenie tego samego zadania, i nie samo cofnięcie.",
        "en": "Only an event of the same task can be taken back, and not one that takes back itself.",
    },
}


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why an event is not kept; sentences by language."""

    reason: Reason
    said: Mapping[str, str]


def refused(reason: Reason, **values: object) -> Refused:
    """Return a reason with its sentences filled."""
    return Refused(reason=reason, said={lang: text.format(**values) for lang, text in SENTENCES[reason].items()})
