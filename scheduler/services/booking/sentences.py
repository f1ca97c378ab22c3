"""Why a booking is refused before any plan is asked, in both languages."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.booking import Refusal

OVERTAKEN = "overtaken"
"""The code of a day whose plan late crews have left without times."""
SENTENCES: Mapping[str, Mapping[str, str]] = {
    "past": {
        "pl": "{day} już minął.",
        "en": "{day} is over.",
    },
    "closed": {
        "pl": "Dzień {day} jest zamknięty.",
        "en": "{day} is closed.",
    },
    "over": {
        "pl": "Godzina obiecana w rezerwacji {request} ({day}) już minęła.",
        "en": "The hour promised for the booking {request} ({day}) is over.",
    },
    "begun": {
        "pl": "Załoga jest już na miejscu (rezerwacja {request}, {day}) albo ma to za sobą.",
        "en": "A crew is at the door already (booking {request}, {day}), or has been there.",
    },
    "horizon": {
        "pl": "{day} jest za daleko: można rezerwować do {last}.",
        "en": "{day} is too far ahead: bookings are taken up to {last}.",
    },
    "notice": {
        "pl": "Za późno na {day}: usługę trzeba zamówić {notice} wcześniej.",
        "en": "Too late for {day}: this service needs {notice} of notice.",
    },
    "kept_free": {
        "pl": "Na {day} wolny czas o tej porze jest trzymany dla osób, które zadzwonią, żeby wrócić do domu.",
        "en": "What is free at that hour of {day} is kept for those who call to be driven home.",
    },
    "no_open_returns": {
        "pl": "Powrotów bez godziny nie rezerwuje się: na {day} nie trzyma się na nie wolnego czasu.",
        "en": "Open returns are not booked: no time is kept free for them on {day}.",
    },
    "open_returns_full": {
        "pl": "Na {day} nie ma już wolnego czasu na powrót bez godziny: jest {free} min, potrzeba {needed} min.",
        "en": "No time is left on {day} for one more open return: {free} min are free, {needed} min needed.",
    },
    "ends_at_home": {
        "pl": "Ten przejazd z {day} kończy się już w domu klienta: nie ma z czego wracać.",
        "en": "This ride of {day} ends at the client's home already: there is no way home from it.",
    },
    "journey_torn": {
        "pl": "Nikt nie dowiezie klienta tam, skąd zaczynają się dalsze przejazdy tej podróży z {day}: {legs}.",
        "en": "Nobody would bring the client to where other legs of the journey of {day} begin: {legs}.",
    },
    "no_room": {
        "pl": "W planie na {day} nie ma na to miejsca.",
        "en": "The plan of {day} has no room for it.",
    },
    "no_shift": {
        "pl": "Na {day} nikt nie ma dyżuru.",
        "en": "Nobody works on {day}.",
    },
    OVERTAKEN: {
        "pl": "Załogi są już tak spóźnione, że plan na {day} nie ma godzin.",
        "en": "Crews are so late already that the plan of {day} has no times any more.",
    },
}
CHANGES: Mapping[str, Mapping[str, str]] = {
    "no_open_returns": {"pl": "Umów powrót na godzinę.", "en": "Agree on an hour."},
    "ends_at_home": {
        "pl": "Powrót bez godziny rezerwuj do przejazdu w tamtą stronę.",
        "en": "Book an open return for the way there.",
    },
    "journey_torn": {
        "pl": "Odwołaj razem z tym: {legs}; albo zaznacz, że klient dotrze tam sam (`alone`).",
        "en": "End these with it: {legs}; or say that the client gets there by themselves (`alone`).",
    },
    "open_returns_full": {"pl": "Umów powrót na godzinę.", "en": "Agree on an hour."},
    "over": {"pl": "Zapisz nowe zgłoszenie.", "en": "Take down a new wish."},
    "begun": {"pl": "Zapisz nowe zgłoszenie.", "en": "Take down a new wish."},
    "notice": {"pl": "Najwcześniej {other}.", "en": "{other} at the earliest."},
    OVERTAKEN: {
        "pl": "Ułóż nowy plan od teraz i zapytaj jeszcze raz.",
        "en": "Make a new plan from now on, and ask again.",
    },
}


def refusal(code: str, day: date, *, change: bool = False, **values: object) -> Refusal:
    """Return a refusal with its sentences filled."""
    told = {"day": day.isoformat(), **values}
    changes = CHANGES.get(code, {}) if change else {}
    return Refusal(
        code=code,
        day=day,
        summary={lang: text.format(**told) for lang, text in SENTENCES[code].items()},
        change={lang: text.format(**told) for lang, text in changes.items()},
    )


def length(seconds: int) -> str:
    """Return a length of time as people say it in either language: "48 h", "90 min"."""
    return f"{seconds // 3600} h" if seconds % 3600 == 0 else f"{seconds // 60} min"
