"""What a scenario changes, in a plain sentence, in Polish and English.

The scenario's name stands before a colon, so that it may be anything: "Drugi autobus", "Three buses", "Łazy +20%".
Where the interval of the difference holds zero, the sentence says that no difference was shown; not that there is none.
"""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.capacity.kpis import Unit
from scheduler.simulation.statistics.comparing import Compared
from scheduler.simulation.statistics.estimates import Estimate, Interval
from scheduler.simulation.statistics.nouns import NOUNS
from scheduler.simulation.statistics.wording import LANGUAGES, Scale, Sentences, bracketed

DAYS_A_YEAR = 365.25

_VERBS = {
    "pl": {True: ("spada", "spadają"), False: ("rośnie", "rosną")},
    "en": {True: ("falls", "fall"), False: ("rises", "rise")},
}
_CHANGES = {
    "pl": "{noun} {verb} z {before} do {after} (różnica {span})",
    "en": "{noun} {verb} from {before} to {after} (difference {span})",
}
_NO_CHANGE = {
    "pl": "{noun} bez wykazanej różnicy: {before} i {after} (różnica {span})",
    "en": "no difference was shown in {noun}: {before} and {after} (difference {span})",
}
_ONCE = {
    "pl": "{noun}: {before} i {after}, ale z jednego powtórzenia nie widać, czy to nie przypadek",
    "en": "{noun}: {before} and {after}, but one replication does not show whether that is chance",
}
_COSTS = {
    "pl": "kosztuje to {amount} rocznie więcej ({span})",
    "en": "it costs {amount} a year more ({span})",
}
_SAVES = {
    "pl": "oszczędza się {amount} rocznie ({span})",
    "en": "it saves {amount} a year ({span})",
}
_COSTS_ALIKE = {
    "pl": "różnicy w kosztach nie wykazano ({span} rocznie)",
    "en": "no difference in cost was shown ({span} a year)",
}


def change_said(name: str, one: Compared, of_what: str = "") -> Sentences:
    """Return what a scenario changes in one respect.

    Parameters
    ----------
    name : str
        The scenario's.
    one : Compared
        With what it is compared with.
    of_what : str
        What it is of, if not of everything: a service's name.

    Raises
    ------
    ValueError
        If it is compared with nothing.
    """
    return {lang: f"{name}: {_change(lang, one, of_what)}." for lang in LANGUAGES}


def headline(name: str, service: Compared, cost: Compared, run: Sequence[date], of_what: str = "") -> Sentences:
    """Return what a scenario changes in one respect, and what that costs in a year.

    Parameters
    ----------
    service : Compared
        Of whatever decides.
    cost : Compared
        Of `cost_gr`, per day.
    run : sequence of date
        The days of a replication, of which a year is made.
    of_what : str
        What `service` is of, if not of everything; the cost is the town's.

    Raises
    ------
    ValueError
        If one of them is compared with nothing.
    """
    said = {}
    for lang in LANGUAGES:
        price = _price(lang, cost, days_a_year(run))
        link = {"pl": ", a ", "en": ", and "}[lang]
        said[lang] = f"{name}: {_change(lang, service, of_what)}{link + price if price else ''}."
    return said


def days_a_year(run: Sequence[date]) -> float:
    """Return how many days a year has of the weekdays of a run: 261 of Monday to Friday; holidays are not taken off.

    A run's mean day stands for all of them, so a run of five days says nothing of weekends, and a cost a year made of
    it leaves them out.
    """
    return DAYS_A_YEAR * len({day.weekday() for day in run}) / 7


def times(found: Estimate, factor: float) -> Estimate:
    """Return an estimate of so many times as much, above zero."""
    if found.interval is None:
        return Estimate(mean=found.mean * factor, sd=None, count=found.count, interval=None)
    low, high = found.interval.low * factor, found.interval.high * factor
    return Estimate(
        mean=found.mean * factor,
        sd=None if found.sd is None else found.sd * factor,
        count=found.count,
        interval=Interval(low=low, high=high, level=found.interval.level),
    )


def _change(lang: str, one: Compared, of_what: str) -> str:
    if one.change is None or one.reference is None:
        raise ValueError(f"{one.scenario} is compared with nothing")
    noun, change = NOUNS[one.kpi.name], one.change
    before, after = one.reference.mean, one.reference.mean + change.mean
    scale = Scale.of(one.kpi.unit, (before, after), change.interval)
    values = {
        "noun": noun.name(lang) + bracketed(of_what),
        "before": scale.value(lang, before),
        "after": scale.value(lang, after),
    }
    if change.interval is None:
        return _ONCE[lang].format(**values)
    if not change.differs_from_zero:
        return _NO_CHANGE[lang].format(**values, span=scale.span(lang, change.interval, signed=True))
    verb = _VERBS[lang][change.mean < 0][noun.is_plural(lang)]
    return _CHANGES[lang].format(**values, verb=verb, span=scale.span(lang, change.interval))


def _price(lang: str, cost: Compared, days: float) -> str:
    if cost.change is None:
        raise ValueError(f"{cost.scenario} is compared with nothing")
    a_year = times(cost.change, days)
    if a_year.interval is None:
        return ""
    scale = Scale.of(Unit.GROSZE, (a_year.mean,), a_year.interval)
    if not a_year.differs_from_zero:
        return _COSTS_ALIKE[lang].format(span=scale.span(lang, a_year.interval, signed=True))
    text = _COSTS if a_year.mean > 0 else _SAVES
    return text[lang].format(amount=scale.value(lang, abs(a_year.mean)), span=scale.span(lang, a_year.interval))
