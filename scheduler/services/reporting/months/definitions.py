"""What the numbers of a settlement say, in words that stand beside them."""

from scheduler.domain.figures import Definition
from scheduler.domain.report import Texts
from scheduler.services.reporting.words_of_reports import word


def _definition(key: str, unit: str, *, says: Texts, formula: Texts) -> Definition:
    return Definition(key=key, unit=unit, name=word(key), says=says, formula=formula)


SETTLED: tuple[Definition, ...] = (
    _definition(
        "rates", "pln",
        says={"pl": "Za co płaci się dyżurowi.", "en": "What a shift is paid by."},
        formula={"pl": "za godzinę pracy całej załogi (nadgodziny z dodatkiem), za zlecenie, za kilometr pojazdu",
                 "en": "for an hour that the whole crew works (overtime with its premium), for a request, for a "
                       "kilometre of the vehicle"},
    ),
    _definition(
        "ordered", "requests",
        says={"pl": "Ile zleceń opublikowany plan dał załogom.",
              "en": "How many requests the published plan gave to crews."},
        formula={"pl": "zlecenia w planie dyżuru; zlecenie dwóch załóg liczy się u każdej z nich",
                 "en": "requests in a shift's plan; one of two crews counts with each of them"},
    ),
    _definition(
        "ordered_s", "hours",
        says={"pl": "Ile godzin pracy załóg przypada na to, co zlecono.",
              "en": "How many hours of crews what was ordered takes."},
        formula={"pl": "czas pracy dyżuru według planu, z dojazdami i przerwami, dzielony według planowanego czasu u "
                       "klientów; kilometry i wartość tak samo, a do wartości stawka za każde zlecenie",
                 "en": "a shift's working time by the plan, ways and breaks included, shared by the planned time at "
                       "doors; kilometres and value alike, and to the value the rate for each request"},
    ),
    _definition(
        "delivered", "requests",
        says={"pl": "Ile zleceń załogi wykonały.", "en": "Of how many requests crews did their part."},
        formula={"pl": "zlecenia, w których załoga zrobiła swoją część, także zamiast innej załogi",
                 "en": "requests of which the crew did its part, also in another one's place"},
    ),
    _definition(
        "delivered_s", "hours",
        says={"pl": "Ile godzin pracy załóg zajęło to, co wykonano.",
              "en": "How many hours of crews what was done took."},
        formula={"pl": "czas pracy dyżuru, jaki był, bez godzin bez wykonanych usług, dzielony według czasu u "
                       "klientów; kilometry i wartość tak samo, a do wartości stawka za każde zlecenie",
                 "en": "a shift's working time as it was, without hours without a service done, shared by the time at "
                       "doors; kilometres and value alike, and to the value the rate for each request"},
    ),
    _definition(
        "hours_of_nobody", "hours",
        says={"pl": "Gotowość: godziny przeznaczone dla kogoś, kogo nie obsłużono.",
              "en": "Readiness: hours kept for somebody who was not served."},
        formula={"pl": "czas dyżuru ponad to, co według planu przypada na czas u obsłużonych, najwyżej tyle, ile "
                       "planowano dla nieobsłużonych; cały dyżur, który nie obsłużył nikogo",
                 "en": "a shift's time beyond what the plan has for the time at the doors of those served, at most "
                       "what it has for those not served; all of a shift that served nobody"},
    ),
    _definition(
        "in_vain", "requests",
        says={"pl": "Ile razy załoga była na miejscu na próżno.", "en": "How often a crew was there for nothing."},
        formula={"pl": "zlecenia, przy których załoga zastała nieobecność albo odmowę",
                 "en": "requests with a no-show or a refusal at the door"},
    ),
    _definition(
        "disputed", "requests",
        says={"pl": "Czego gmina nie płaci bez wyjaśnienia.", "en": "What the town does not pay without a word."},
        formula={"pl": "części zleceń, które dyspozytor zakwestionował; kwota sporna to ich wartość wykonana",
                 "en": "parts of requests that a dispatcher disputes; the amount is the value delivered of them"},
    ),
)  # fmt: skip
"""Beside the numbers of each settlement."""
