"""The words of printed figures and months, in Polish and English."""

from collections.abc import Mapping, Sequence
from datetime import date

from scheduler.domain.report import Column, Kind, Texts

_WORDS: Mapping[str, tuple[str, str]] = {
    "kpis": ("Wskaźniki", "Figures"),
    "definitions": ("Definicje", "Definitions"),
    "settlements": ("Rozliczenia miesięczne", "Monthly settlements"),
    "statistics": ("Statystyka", "Statistics"),
    "service_cards": ("Karty usług", "Service cards"),
    "mileage": ("Przebieg pojazdów", "Mileage"),
    "figure": ("Wskaźnik", "Figure"),
    "unit": ("Jednostka", "Unit"),
    "says": ("Co mówi", "What it says"),
    "formula": ("Wzór", "Formula"),
    "row": ("Wiersz", "Row"),
    "value": ("Wartość", "Value"),
    "numerator": ("Licznik", "Numerator"),
    "denominator": ("Mianownik", "Denominator"),
    "permille": ("‰", "‰"),
    "ratio": ("razy", "times"),
    "per_hour": ("na godzinę", "per hour"),
    "km": ("km", "km"),
    "pln": ("zł", "PLN"),
    "total": ("Razem", "Total"),
    "service": ("Usługa", "Service"),
    "rates": ("Stawki", "Rates"),
    "no_rate": ("nie ustalono stawki", "no rate agreed"),
    "per_crew_hour": ("{} zł za godzinę", "PLN {} per hour"),
    "per_request": ("{} zł za zlecenie", "PLN {} per request"),
    "per_km": ("{} zł za km", "PLN {} per km"),
    "ordered_s": ("Godziny zlecone", "Hours ordered"),
    "ordered_m": ("Km zlecone", "Km ordered"),
    "delivered_s": ("Godziny wykonane", "Hours delivered"),
    "delivered_m": ("Km wykonane", "Km delivered"),
    "ordered": ("Zlecone", "Ordered"),
    "delivered": ("Wykonane", "Delivered"),
    "in_vain": ("Daremne", "In vain"),
    "ordered_gr": ("Wartość zlecona", "Value ordered"),
    "delivered_gr": ("Wartość wykonana", "Value delivered"),
    "disputed": ("Sporne", "Disputed"),
    "disputed_gr": ("Kwota sporna", "Amount disputed"),
    "hours_of_nobody": ("godziny bez wykonanych usług", "hours without a service done"),
    "town_itself": ("bez wykonawcy", "no provider"),
    "persons": ("Osoby", "Persons"),
    "requests": ("Zlecenia", "Requests"),
    "rides": ("Przejazdy osób", "Personal rides"),
    "hours": ("Godziny", "Hours"),
    "cost": ("Koszt", "Cost"),
    "by": ("Podział", "By"),
    "all": ("wszystko", "everything"),
    "programme": ("program", "programme"),
    "sex": ("płeć", "sex"),
    "age_band": ("wiek", "age"),
    "district": ("dzielnica", "district"),
    "by_service": ("usługa", "service"),
    "female": ("kobiety", "women"),
    "male": ("mężczyźni", "men"),
    "unknown": ("nie podano", "not known"),
    "month": ("miesiąc", "month"),
    "year": ("od początku roku", "year so far"),
    "day": ("Dzień", "Day"),
    "from": ("Od", "From"),
    "until": ("Do", "Until"),
    "worker": ("Wykonawca", "Worker"),
    "client": ("Klient", "Client"),
    "signature": ("Podpis", "Signature"),
    "signs_client": ("podpis klienta lub opiekuna", "signature of the client or carer"),
    "signs_worker": ("podpis pracownika", "signature of the worker"),
    "signs_office": ("podpis w imieniu gminy", "signature for the town"),
    "signs_provider": ("podpis w imieniu wykonawcy", "signature for the provider"),
    "shift": ("Dyżur", "Shift"),
    "crew": ("Załoga", "Crew"),
    "odometer_from": ("Licznik od", "Odometer from"),
    "odometer_to": ("Licznik do", "Odometer to"),
    "planned_km": ("Planowane km", "Planned km"),
    "signature_list": ("Lista podpisów", "Signature list"),
    "phone_list": ("Lista telefonów", "Phone list"),
    "crews": ("Załogi", "Crews"),
    "number": ("Nr", "No."),
    "planned": ("Plan", "Planned"),
    "promised": ("Obiecano", "Promised"),
    "phone": ("Telefon", "Phone"),
    "contact": ("Kontakt", "Contact"),
    "vehicle": ("Pojazd", "Vehicle"),
    "driven_km": ("Przejechane km", "Driven km"),
    "plan_actual": ("Plan a wykonanie", "Plan against actual"),
    "served": ("Wykonane", "Served"),
    "planned_begin": ("Wyjazd wg planu", "Leaving as planned"),
    "began": ("Wyjazd", "Left"),
    "planned_end": ("Powrót wg planu", "Back as planned"),
    "ended": ("Powrót", "Back"),
    "planned_hours": ("Godziny wg planu", "Hours planned"),
    "worked_hours": ("Godziny pracy", "Hours worked"),
    "planned_doors": ("U klientów wg planu", "At doors as planned"),
    "at_doors": ("U klientów", "At doors"),
    "apart_min": ("Przyjazd wobec planu, śr. min", "Arrival against plan, mean min"),
    "timed": ("Z godziną", "With a time"),
    "on_time": ("Na czas", "On time"),
    "above_min": ("Powyżej (min)", "Above (min)"),
    "upto_min": ("Do (min)", "Up to (min)"),
    "doors": ("Liczba", "Count"),
    "apart": ("przyjazdy wobec planu", "arrivals against the plan"),
    "late": ("spóźnienia wobec obietnicy", "lateness against the promise"),
    "km_as_planned": (
        "Przejechane km: planowane odcinki do drzwi, przy których załoga była.",
        "Driven km: the planned legs to the doors at which the crew was.",
    ),
}


def word(key: str) -> Texts:
    """Return a text in both languages.

    Raises
    ------
    KeyError
        If there is no such text.
    """
    polish, english = _WORDS[key]
    return {"pl": polish, "en": english}


def same(text: str) -> Texts:
    """Return a text that is the same in all languages: a name."""
    return {"pl": text, "en": text}


def joined(*texts: Texts, by: str = ", ") -> Texts:
    """Return texts one behind the other."""
    return {lang: by.join(text[lang] for text in texts) for lang in ("pl", "en")}


def column(key: str, kind: Kind = Kind.TEXT, width: int = 10) -> Column:
    """Return a column named by a word."""
    return Column(name=word(key), kind=kind, width=width)


def lacks(open_days: Sequence[date]) -> tuple[Texts, ...]:
    """Return the note that some days are not in a table."""
    if not open_days:
        return ()
    days = ", ".join(day.isoformat() for day in open_days)
    return ({"pl": f"Bez dni jeszcze niezamkniętych: {days}.", "en": f"Without days not closed yet: {days}."},)
