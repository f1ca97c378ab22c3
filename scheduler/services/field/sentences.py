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
    MALFORMED = "malformed"


AGAIN = frozenset({Reason.NO_SHIFT, Reason.NOT_PUBLISHED, Reason.NOT_PLANNED, Reason.IN_FUTURE})
"""What the office, or whoever sets a clock, may still put right: the event is worth sending again."""


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
        "pl": "Dyżur {shift} skończył się ponad {hours} godz. temu. Oddaj biuru wypełnioną kartę.",
        "en": "The shift {shift} ended more than {hours} h ago. Hand a written sheet to the office.",
    },
    Reason.IN_FUTURE: {
        "pl": "To zdarzenie ma czas o ponad {minutes} min późniejszy niż teraz. Sprawdź jego czas i zegar urządzenia.",
        "en": "This event is more than {minutes} min later than now. Check its time and the clock of the device.",
    },
    Reason.CONFLICT: {
        "pl": "Pod tym identyfikatorem jest już inne zdarzenie (różni się: {fields}).",
        "en": "Another event has this id already (it differs in: {fields}).",
    },
    Reason.MALFORMED: {
        "pl": "Tego wpisu nie da się odczytać (pole: {field}). Zaktualizuj aplikację i przekaż to biuru.",
        "en": "This entry cannot be read ({field}: {wrong}). Update the app, and tell the office.",
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
