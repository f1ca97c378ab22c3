"""What is to be done before a day can be closed, in both languages."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.booking import Refusal
from scheduler.domain.live import TaskStatus
from scheduler.services.closing.outcomes import Missing
from scheduler.services.closing.ways_home import Stranded

type Sentences = Mapping[str, str]

_REFUSALS: Mapping[str, Sentences] = {
    "not_over": {
        "pl": "Dzień {day} jeszcze trwa: ostatnia załoga wraca {until}. Zamknij go potem.",
        "en": "{day} is not over: the last crew is back at {until}. Close it afterwards.",
    },
    "missing": {
        "pl": "Przystanki bez wyniku: {count} (zlecenia: {which}). Przepisz karty załóg albo podaj wynik.",
        "en": "Nobody knows what became of {count} stops (requests: {which}). Type the sheets in, or say the outcome.",
    },
    "unanswered": {
        "pl": "Nie wyjaśniono, dlaczego nikt nie otworzył (sprawdzenia: {which}). Dokończ {count} z nich.",
        "en": "Nobody has found out why nobody answered at the door (checks: {which}). Close {count} of them.",
    },
    "no_way_home": {
        "pl": "Osoby, o których nie wiadomo, jak wróciły do domu: {count} (zlecenia: {which}). Ustal to i zapisz.",
        "en": "Nobody knows how {count} people got home (requests: {which}). Find out, and write it down.",
    },
}
_NOT_SEEN = {
    "pl": "Załoga nic nie zgłosiła: przepisz jej kartę (zdarzenia) albo podaj wynik z uzasadnieniem.",
    "en": "The crew has reported nothing: type its sheet in (events), or say the outcome with a reason.",
}
_OTHERS_SERVED = {
    "pl": "Druga załoga wykonała zlecenie, ta nic nie zgłosiła: przepisz jej kartę (zdarzenia) albo podaj z "
    "uzasadnieniem, czy też tam była (wykonane) czy nie (opuszczone).",
    "en": "Another crew has served the request, this one has reported nothing: type its sheet in (events), or say "
    "with a reason whether it was there, too (served) or not (missed).",
}
_NOT_ENDED = {
    "pl": "Załoga nie zgłosiła końca: zapytaj ją i dopisz zdarzenie albo podaj wynik z uzasadnieniem.",
    "en": "The crew has not reported the end: ask it and add the event, or say the outcome with a reason.",
}
_NOT_SET_DOWN = {
    "pl": "Ktoś wsiadł i nie zgłoszono, że wysiadł: ustal natychmiast, gdzie jest.",
    "en": "Somebody has boarded, and nobody reported that they got out: find out at once where they are.",
}
_LEFT_THERE = {
    "pl": "Zawieziono tam i nie przywieziono z powrotem: ustal, jak wrócono do domu, i zapisz to.",
    "en": "They were taken there and not brought back: find out how they got home, and write it down.",
}


def how_to_go_on(one: Missing) -> Sentences:
    """Return what to do about a door of which nobody knows what became of it."""
    if one.served:
        return _OTHERS_SERVED
    if one.kind == "dropoff":
        return _NOT_ENDED if one.status is TaskStatus.PLANNED else _NOT_SET_DOWN
    return _NOT_SEEN if one.status is TaskStatus.PLANNED else _NOT_ENDED


def why_stranded(one: Stranded) -> Sentences:
    """Return why somebody is taken to be away from home."""
    return _LEFT_THERE if one.set_down else _NOT_SET_DOWN


def refusal(code: str, day: date, **values: object) -> Refusal:
    """Return why a day cannot be closed."""
    said = {lang: text.format(day=day.isoformat(), **values) for lang, text in _REFUSALS[code].items()}
    return Refusal(code=code, day=day, summary=said)
