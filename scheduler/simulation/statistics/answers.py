"""Other answers of a study in plain sentences: is the level met, how large a fleet is, are districts served alike.

Each is a sentence by language, made of numbers alone; what a town or a person has written is only put in, never read.
"""

from collections.abc import Mapping

from scheduler.domain.capacity.kpis import Unit
from scheduler.simulation.statistics.equity import Equity
from scheduler.simulation.statistics.fleets import Answer, Looked, Verdict
from scheduler.simulation.statistics.shares import Share
from scheduler.simulation.statistics.stopping import Stop
from scheduler.simulation.statistics.wording import (
    LANGUAGES,
    NBSP,
    Scale,
    Sentences,
    bracketed,
    form,
    genitive,
    percent,
)

_MORE = {"pl": ("pojazd więcej", "pojazdy więcej", "pojazdów więcej"), "en": ("more vehicle", "more vehicles")}
_SUFFICE = {"pl": ("wystarczy", "wystarczą", "wystarczy"), "en": ("is enough", "are enough")}
_TIMES = {"pl": ("powtórzenie", "powtórzenia", "powtórzeń"), "en": ("replication", "replications")}
_DAYS = {"pl": ("dniu", "dni"), "en": ("day", "days")}
_OF_TIMES = {"pl": ("powtórzenia", "powtórzeń"), "en": ("replication", "replications")}

_LEVEL = {
    "pl": "{name}: poziom {wanted}{of} osiągnięto w {happened} z {count} {times} "
          "(prawdopodobieństwo od {low} do {high}).",
    "en": "{name}: {wanted}{of} was reached in {happened} of {count} {times} (probability {low} to {high}).",
}  # fmt: skip
_NONE_NEEDED = {
    "pl": "Obecna flota wystarczy, żeby obsłużyć {target} zleceń{of}, z pewnością {sure}",
    "en": "The fleet there is now is enough to meet {target} of requests{of}, with {sure} confidence",
}
_ENOUGH = {
    "pl": "Żeby obsłużyć {target} zleceń{of}, z pewnością {sure}, {suffice} {size}",
    "en": "To meet {target} of requests{of}, with {sure} confidence, {size} {suffice}",
}
_TOO_FEW = {
    "pl": "Nawet {size} nie {suffice}, żeby obsłużyć {target} zleceń{of}",
    "en": "Not even {size} {suffice} to meet {target} of requests{of}",
}
_NOT_SHOWN = {
    "pl": "Nie wykazano z pewnością {sure}, że {size} {suffice}, żeby obsłużyć {target} zleceń{of}",
    "en": "It was not shown with {sure} confidence that {size} {suffice} to meet {target} of requests{of}",
}
_EVIDENCE = {"pl": "przy {size}: {mean}", "en": "{size}: {mean}"}
_NOT_MONOTONE = {
    "pl": " Więcej pojazdów nie zawsze znaczyło lepszą obsługę, więc sprawdzono każdą liczbę od najmniejszej.",
    "en": " More vehicles did not always serve better, so every number was tried from the smallest.",
}
_GAP = {
    "pl": "Najmniej zleceń obsłużono w dzielnicy {worst}: {low}, najwięcej w dzielnicy {best}: {high} "
          "(różnica {span}); współczynnik Giniego: {gini}.",
    "en": "Fewest requests were met in {worst}: {low}, most in {best}: {high} (difference {span}); "
          "Gini coefficient: {gini}.",
}  # fmt: skip
_ALIKE = {
    "pl": "Nie wykazano różnicy między dzielnicami: obsłużono od {low} ({worst}) do {high} ({best}) zleceń, "
          "różnica {span}; "
          "współczynnik Giniego: {gini}.",
    "en": "No difference between districts was shown: from {low} ({worst}) to {high} ({best}) of requests were met, "
          "difference {span}; "
          "Gini coefficient: {gini}.",
}  # fmt: skip
_PLAYED = {
    "pl": "{times} po {days} {word}; {stop}.",
    "en": "{times} of {days} {word}; {stop}.",
}
_STOPS = {
    Stop.REACHED: {"pl": "dokładność, o którą proszono, jest osiągnięta", "en": "they are as exact as was asked for"},
    Stop.CAP: {
        "pl": "to największa dozwolona liczba, a przedziały są szersze, niż proszono",
        "en": "that is the most that was allowed, and intervals are wider than was asked for",
    },
    None: {"pl": "tę liczbę zadano z góry", "en": "that number was given beforehand"},
}


def level_said(name: str, met: Share, wanted: float, of_what: str = "") -> Sentences:
    """Return how probable it is that a run of days reaches the service level.

    Parameters
    ----------
    wanted : float
        The level, a part of 1.
    of_what : str
        Of which service, if not of all.
    """
    return {
        lang: _LEVEL[lang].format(
            name=name, wanted=percent(lang, wanted), of=bracketed(of_what), happened=met.happened, count=met.count,
            times=genitive(lang, met.count, _OF_TIMES[lang]),
            low=percent(lang, met.interval.low), high=percent(lang, met.interval.high),
        )
        for lang in LANGUAGES
    }  # fmt: skip


def fleet_said(answer: Answer, of_what: str = "") -> Sentences:
    """Return how many more vehicles are needed, or that not even the most tried are enough, and the evidence.

    Parameters
    ----------
    of_what : str
        For which service, if not for all.
    """
    return {
        lang: f"{_verdict(lang, answer, of_what)} ({_evidence(lang, answer)})."
        + ("" if answer.is_monotone else _NOT_MONOTONE[lang])
        for lang in LANGUAGES
    }


def equity_said(found: Equity, names: Mapping[str, str]) -> Sentences:
    """Return which district is behind which, or that no difference was shown; nothing where there is only one.

    Parameters
    ----------
    names : mapping of str to str
        Of districts, by id.
    """
    gap = found.gap
    if gap is None or gap.interval is None:
        return {}
    low, high = found.shares[found.worst].mean, found.shares[found.best].mean
    scale = Scale.of(Unit.SHARE, (low, high), gap.interval)
    gini = Scale(unit=Unit.PER_HOUR, step=0.01)
    text = _GAP if gap.differs_from_zero else _ALIKE
    return {
        lang: text[lang].format(
            worst=names.get(found.worst, found.worst), best=names.get(found.best, found.best),
            low=scale.value(lang, low), high=scale.value(lang, high),
            span=scale.span(lang, gap.interval, signed=not gap.differs_from_zero),
            gini=gini.number(lang, max(found.gini.mean, 0.0)),
        )
        for lang in LANGUAGES
    }  # fmt: skip


def played_said(replications: int, days: int, why: Stop | None) -> Sentences:
    """Return how often the days were played, and why not more often.

    Parameters
    ----------
    why : Stop or None
        None: nobody has asked how exact the figures are to be.
    """
    return {
        lang: _PLAYED[lang].format(
            times=_counted(lang, replications, _TIMES[lang]), days=days, word=genitive(lang, days, _DAYS[lang]),
            stop=_STOPS[why][lang],
        )
        for lang in LANGUAGES
    }  # fmt: skip


def _verdict(lang: str, answer: Answer, of_what: str) -> str:
    question = answer.question
    values = {"target": percent(lang, question.target), "sure": percent(lang, question.confidence)}
    values["of"] = bracketed(of_what)
    if answer.size == 0:
        return _NONE_NEEDED[lang].format(**values)
    size = question.most if answer.size is None else answer.size
    values |= {"size": _counted(lang, size, _MORE[lang]), "suffice": form(lang, size, _SUFFICE[lang])}
    if answer.size is not None:
        return _ENOUGH[lang].format(**values)
    is_short = answer.looked[size].verdict is Verdict.TOO_SMALL
    return (_TOO_FEW if is_short else _NOT_SHOWN)[lang].format(**values)


def _evidence(lang: str, answer: Answer) -> str:
    """Return what the size named comes to, and the one below it."""
    size = answer.question.most if answer.size is None else answer.size
    shown = [one for one in (size, size - 1) if one in answer.looked]
    return "; ".join(
        _EVIDENCE[lang].format(size=f"+{one}", mean=_mean(lang, answer.looked[one])) for one in shown
    )  # fmt: skip


def _mean(lang: str, looked: Looked) -> str:
    interval = looked.estimate.interval
    scale = Scale.of(Unit.SHARE, (looked.estimate.mean,), interval)
    if interval is None:
        return scale.value(lang, looked.estimate.mean)
    low, high = scale.value(lang, interval.low), scale.value(lang, interval.high)
    between = f"od {low} do {high}" if lang == "pl" else f"{low} to {high}"
    return f"{scale.value(lang, looked.estimate.mean)}, {between}"


def _counted(lang: str, count: int, forms: tuple[str, ...]) -> str:
    return f"{count}{NBSP}{form(lang, count, forms)}"
