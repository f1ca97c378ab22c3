"""Why something cannot be done as things are now, for whoever asked: a sentence in both languages, and what to do."""

from collections.abc import Mapping

from scheduler.domain.errors import ConflictError

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "closed": {
        "pl": "Ten dzień jest zamknięty i nic się w nim już nie zmieni. Otworzyć go może kierownik.",
        "en": "This day is closed, and nothing of it changes any more. A manager may open it again.",
    },
    "not_closed": {"pl": "Ten dzień nie jest zamknięty.", "en": "This day is not closed."},
    "not_begun": {
        "pl": "Ten dzień jeszcze się nie zaczął, więc nic się w nim jeszcze nie stało.",
        "en": "This day has not begun, so nothing has become of it yet.",
    },
    "no_plan": {
        "pl": "Ten dzień nie ma jeszcze planu. Powstanie z pierwszą rezerwacją.",
        "en": "This day has no plan yet. The first booking makes one.",
    },
    "published_already": {
        "pl": "Ten plan jest już opublikowany.",
        "en": "This plan is published already.",
    },
    "leaves_out": {
        "pl": "Plan nie dotrzymuje obietnic: {who}. Znajdź dla nich miejsce, uzgodnij inną porę albo odwołaj.",
        "en": "The plan breaks promises: {who}. Find them a place, agree on another time, or call it off.",
    },
    "overtaken": {
        "pl": "Od ułożenia tego planu coś się zmieniło i już się nie da go wykonać. Ułóż go jeszcze raz.",
        "en": "Something has changed since this plan was made, and it cannot be done any more. Plan again.",
    },
    "not_published": {
        "pl": "Plan tego dnia nie jest opublikowany. Najpierw go opublikuj.",
        "en": "Nothing of this day is published. Publish the plan first.",
    },
    "told_already": {
        "pl": "Ten telefon jest już załatwiony.",
        "en": "This call is done already.",
    },
    "statement_withdrawn": {
        "pl": "Ten wpis jest już wycofany.",
        "en": "This statement is withdrawn already.",
    },
    "crew_reported": {
        "pl": "Załoga sama podała, jak to się skończyło. Jeśli to nieprawda, cofnij jej zgłoszenie.",
        "en": "The crew has reported itself how that ended. If it is not so, take its report back.",
    },
    "ended": {"pl": "Ta rezerwacja już się skończyła.", "en": "This booking has ended already."},
    "call_ended": {
        "pl": "Ta rozmowa już się skończyła. Zacznij nową.",
        "en": "This call has ended already. Begin a new one.",
    },
    "no_ride": {
        "pl": "To nie był przejazd, więc nie ma powrotu do domu do wpisania.",
        "en": "That was no ride, so there is no way home to write down.",
    },
    "ask_first": {
        "pl": "Nikt jeszcze nic nie wie, a nie zapytano: {whom}. Najpierw przejdź całą listę.",
        "en": "Nobody knows anything yet, and {whom} was not asked. Go through the list first.",
    },
    "no_112": {
        "pl": "Nie zapisano rozmowy z numerem 112. Najpierw zapisz ten krok.",
        "en": "No call to 112 is written down. Write that step down first.",
    },
    "check_closed": {"pl": "To sprawdzenie jest już zakończone.", "en": "This check is closed already."},
    "pinned": {
        "pl": "To zlecenie jest przypięte. Odepnij je, zanim zostanie poza planem.",
        "en": "This request is pinned. Unpin it before it is left out of the plan.",
    },
    "left_out": {
        "pl": "To zlecenie zostawiono poza planem. Cofnij to albo przenieś je na dyżur, zanim je przypniesz.",
        "en": "This request is left out by hand. Take that back, or move it to a shift, before it is pinned.",
    },
    "not_pinned": {"pl": "To zlecenie nie jest przypięte.", "en": "This request is not pinned."},
    "promised": {
        "pl": "Temu klientowi coś obiecano. Uzgodnij inną porę albo odwołaj, zanim zostanie poza planem.",
        "en": "This client has a promise. Agree on another time, or call it off, before it is left out.",
    },
    "loses_promise": {
        "pl": "Ktoś straciłby obiecane miejsce: {who}. Odepnij, uzgodnij inną porę albo odwołaj.",
        "en": "Somebody would lose a promised place: {who}. Unpin, agree on another time, or call it off.",
    },
    "several_crews": {
        "pl": "Tu potrzeba kilku załóg naraz. Miejsce znajdzie układanie planu.",
        "en": "Several crews are needed here at once. Let the search find the place.",
    },
    "searching": {
        "pl": "Szukanie lepszego planu już trwa. Poczekaj na wynik albo je zakończ.",
        "en": "A search for a better plan is going on. Wait for it, or end it.",
    },
    "search_over": {"pl": "To szukanie już się skończyło.", "en": "This search has ended already."},
    "study_known": {
        "pl": "Pytanie o tym identyfikatorze już jest. Nadaj nowemu inny.",
        "en": "There is a study with this id already. Give the new one another.",
    },
    "study_running": {
        "pl": "To pytanie właśnie się liczy. Poczekaj na wynik albo je przerwij.",
        "en": "This study is being played. Wait for its answer, or cancel it.",
    },
    "study_over": {"pl": "To obliczenie już się skończyło.", "en": "This run has ended already."},
    "study_unanswered": {
        "pl": "To obliczenie nie ma jeszcze wyniku.",
        "en": "This run has no answer yet.",
    },
    "not_last": {
        "pl": "To nie jest już ostatnia propozycja. Poproś o nową.",
        "en": "This is not the last proposal any more. Ask for another one.",
    },
    "gone_on": {
        "pl": "Załogi pojechały dalej, zanim to zatwierdzono, i nie da się już tak zrobić. Poproś o nową propozycję.",
        "en": "The crews have gone on since that was proposed, and it cannot be done any more. Ask again.",
    },
    "no_way": {
        "pl": "Od teraz żaden plan nie zachowuje wszystkich reguł. Sprawdź, co zgłosiły załogi, i spróbuj ponownie.",
        "en": "No plan from now on keeps all rules. Look at what the crews have reported, and ask again.",
    },
    "no_vehicle": {
        "pl": "Ten dyżur nie ma pojazdu, który mógłby się zepsuć.",
        "en": "This shift has no vehicle that could break down.",
    },
    "broken_already": {
        "pl": "Awaria tego pojazdu jest już zgłoszona. Żeby ją zmienić, najpierw ją cofnij.",
        "en": "This vehicle's breakdown is reported already. To change it, take that back first.",
    },
    "shift_over": {
        "pl": "O tej godzinie ten dyżur jest już skończony i nie ma pojazdu.",
        "en": "This shift is over at that time, and has no vehicle any more.",
    },
    "too_many": {
        "pl": "Na ten dzień zgłoszono już zbyt wiele zdarzeń. Cofnij te, które się skończyły.",
        "en": "Too much is reported for this day already. Take back what is over.",
    },
    "reported_already": {"pl": "To jest już zgłoszone.", "en": "That is reported already."},
}


def not_now(key: str, message: str, **values: str | Mapping[str, str]) -> ConflictError:
    """Return the error that says it.

    Parameters
    ----------
    key : str
        Of the sentence for people.
    message : str
        What logs and programs read, with ids.
    **values
        Put into the sentence; by language where they are words.
    """
    sentences = SENTENCES[key]
    return ConflictError(message, said={lang: _filled(text, lang, values) for lang, text in sentences.items()})


def _filled(text: str, lang: str, values: Mapping[str, str | Mapping[str, str]]) -> str:
    return text.format(**{name: one if isinstance(one, str) else one[lang] for name, one in values.items()})
