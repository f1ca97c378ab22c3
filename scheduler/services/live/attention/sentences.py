"""What alerts say, in both languages."""

from collections.abc import Mapping

from scheduler.domain.alerts import AlertKind
from scheduler.domain.checks import StepOutcome

SENTENCES: Mapping[AlertKind, Mapping[str, str]] = {
    AlertKind.STRANDED: {
        "pl": "{who}: po zamknięciu dnia zgłoszono przejazd, a nie wiadomo, jak wrócono do domu. Zadzwoń; otwórz "
        "dzień i zapisz to.",
        "en": "{who}: a ride was reported after the day was closed, and nobody knows how they got home. Call them; "
        "open the day again, and write it down.",
    },
    AlertKind.UNANSWERED: {
        "pl": "{who}: nikt nie otwiera od {hour}. Następny krok: {step}.",
        "en": "{who}: nobody has answered since {hour}. Next: {step}.",
    },
    AlertKind.MISSED: {
        "pl": "{who}: obietnica minęła o {hour}, a nikt nie dojechał ({shift}).",
        "en": "{who}: the promise ended at {hour}, and nobody has arrived ({shift}).",
    },
    AlertKind.NO_CREW: {
        "pl": "{who}: nikt nie przyjedzie, {shift} od {hour} nie jeździ. Zaproponuj nowy plan i zadzwoń.",
        "en": "{who}: nobody is coming, {shift} is out of service from {hour} on; plan anew, and call.",
    },
    AlertKind.NOT_FOUND: {
        "pl": "{who}: przy zepsutym pojeździe nie zastano nikogo o {hour} ({shift}); nie wiadomo, gdzie jest ta osoba.",
        "en": "{who}: nobody was met by the broken vehicle at {hour} ({shift}), and nobody knows where they are.",
    },
    AlertKind.ABOARD_LONG: {
        "pl": "{who} jedzie już dłużej niż dozwolone {minutes} min ({shift}).",
        "en": "{who} has been aboard for longer than the {minutes} min allowed ({shift}).",
    },
    AlertKind.NO_CAPACITY: {
        "pl": "{who} czeka na powrót, a do końca dyżurów nie ma już na niego czasu.",
        "en": "{who} is waiting to be driven home, and no shift has time for that any more.",
    },
    AlertKind.NOT_CALLED: {
        "pl": "{who}: powrót bez godziny, a do {hour} nikt nie zadzwonił.",
        "en": "{who}: an open return, and nobody had called by {hour}.",
    },
    AlertKind.LATE: {
        "pl": "{who}: spóźnienie o {minutes} min, przewidywany czas {expected}, obietnica do {hour} ({shift}).",
        "en": "{who}: {minutes} min late, expected at {expected}, promised until {hour} ({shift}).",
    },
    AlertKind.LEFT_BEHIND: {
        "pl": "{who}: załoga ({shift}) była o {hour} i pojechała dalej bez słowa, jak się skończyło.",
        "en": "{who}: the crew ({shift}) came at {hour} and went on without saying how it ended.",
    },
    AlertKind.SILENT: {
        "pl": "{shift}: cisza od {hour}, a powinien być meldunek.",
        "en": "{shift}: silence since {hour}, although something should have been reported.",
    },
    AlertKind.UNSEEN: {
        "pl": "{shift}: nikt z załogi nie potwierdził, że zna trasę (dyżur od {hour}).",
        "en": "{shift}: nobody of the crew has confirmed the route as it is now (shift from {hour}).",
    },
    AlertKind.BREAK: {
        "pl": "{shift}: przerwa powinna zacząć się do {hour}, wypadnie o {expected} ({minutes} min za późno).",
        "en": "{shift}: a break must begin by {hour}; it will be at {expected} ({minutes} min too late).",
    },
    AlertKind.TOO_EARLY: {
        "pl": "{who}: nieobecność zgłoszona o {hour}, a można było dopiero o {expected} ({shift}).",
        "en": "{who}: a no-show was declared at {hour}, and might have been from {expected} on ({shift}).",
    },
    AlertKind.NO_PACK: {
        "pl": "Nie można zapisać paczki dnia (kart i telefonów na wypadek awarii). Sprawdź folder i miejsce na dysku.",
        "en": "The day pack (sheets and phones for an emergency) cannot be written. Check its folder and its disk.",
    },
    AlertKind.CALL_BACK: {
        "pl": "{who}: prośba o telefon ({hour}).",
        "en": "{who}: asks to be phoned ({hour}).",
    },
    AlertKind.CANCELLED: {
        "pl": "{who}: usługa odwołana z karty klienta o {hour}, a opublikowany plan jeszcze ją ma. Opublikuj plan albo "
        "zadzwoń do załogi ({shift}).",
        "en": "{who}: cancelled by the link on the card at {hour}, and the published plan still has it; publish the "
        "plan, or call the crew ({shift}).",
    },
    AlertKind.CREW_NOT_TOLD: {
        "pl": "{who}: obiecano powrót od {hour}, a załoga o tym nie wie. Opublikuj plan albo do niej zadzwoń.",
        "en": "{who}: a way home is promised from {hour} on, and its crew does not know; publish the plan, or call it.",
    },
    AlertKind.CLOCK: {
        "pl": "{shift}: zegar urządzenia się myli; godziny z jego meldunków są niepewne.",
        "en": "{shift}: the clock of a device is wrong; times in its reports are uncertain.",
    },
}

STEPS: Mapping[str, Mapping[str, str]] = {
    "client": {"pl": "zadzwonić do klienta", "en": "call the client"},
    "contacts": {"pl": "zadzwonić do bliskich", "en": "call family or neighbours"},
    "social_worker": {"pl": "zadzwonić do pracownika socjalnego", "en": "call the social worker"},
    "emergency": {"pl": "zadzwonić pod 112", "en": "call 112"},
    "": {"pl": "zapisać, co się stało, i zamknąć", "en": "write down what happened, and close"},
}

OUTCOMES: Mapping[StepOutcome, Mapping[str, str]] = {
    StepOutcome.REACHED: {"pl": "odebrano, wiadomo coś o kliencie", "en": "answered, and knows something"},
    StepOutcome.KNOWS_NOTHING: {"pl": "odebrano, ale nic nie wiedzą", "en": "answered, but knows nothing"},
    StepOutcome.NO_ANSWER: {"pl": "nikt nie odbiera", "en": "no answer"},
    StepOutcome.NONE: {"pl": "nie ma kogo zapytać", "en": "there is nobody to ask"},
}
"""What came of asking somebody about a client who does not answer."""
