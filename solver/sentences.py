"""Violations as sentences that a dispatcher can read out over the phone.

A rule's `says` holds a template per language ("pl", "en") and, where one wording does not fit all cases, further ones
under "pl.late", "en.early" ...: the one named by the violation's fact `how` is taken. Templates are filled from the
violation's facts, `amount` (with its unit) and `subject` (the first one). Facts ending in `_s` become text: a clock
time where the last word before it is one of `CLOCK_WORDS`, else minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from solver.rule import Violation
from solver.rules import all_rules
from solver.structure import STRUCTURE_SAYS

LANGUAGES = ("pl", "en")

CLOCK_WORDS = frozenset(
    "at start end from until since earliest latest opens closes arrival left back free due published wish".split()
)

WORDS: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "visit": "wizyta", "pickup": "odbiór", "dropoff": "przyjazd", "load": "załadunek", "drop": "dostawa",
        "unknown shift": "nieznany dyżur", "unknown task": "nieznana czynność", "unknown gap": "nieznana luka",
        "no stops": "trasa bez przystanków", "planned twice": "zaplanowane dwa razy", "not a route": "to nie trasa",
        "not a stop": "to nie przystanek", "not a break": "to nie przerwa",
        "not a whole second": "czas nie jest liczbą sekund",
    },
    "en": {"dropoff": "arrival", "load": "loading", "drop": "delivery"},
}  # fmt: skip
"""What a fact named `what` may be."""

UNITS: Mapping[str, Mapping[str, str]] = {
    "pl": {"people": "os.", "places": "miejsc", "times": "×", "requests": "zlec.", "visits": "wizyt"},
    "en": {"people": "people", "places": "places", "times": "×", "requests": "requests", "visits": "visits"},
}

DAY_S = 86_400


def clock(instant_s: int) -> str:
    """Return `HH:MM`, with `(+1)` after midnight and `(-1)` before the day has begun; seconds are cut off.

    It is right on days on which no clock is changed; on others whoever asks for sentences knows better (`Names.clock`).
    """
    day, second = divmod(instant_s, DAY_S)
    return f"{second // 3600:02}:{second // 60 % 60:02}" + (f"({day:+})" if day else "")


@dataclass(frozen=True, kw_only=True)
class Names:
    """What people call the things that sentences speak of, and what their clocks show.

    Attributes
    ----------
    called : mapping of id to str
        A request, shift, worker, client or kind of place; ids stand for themselves otherwise.
    clock : callable
        Takes seconds from the day's midnight, and returns the time of the day as people read it.
    """

    called: Mapping[str, str] = MappingProxyType({})
    clock: Callable[[int], str] = clock

    def get(self, key: str, default: str) -> str:
        """Return what something is called."""
        return self.called.get(key, default)


NO_NAMES = Names()


def sentence(violation: Violation, lang: str = "pl", *, names: Names = NO_NAMES) -> str:
    """Return what is wrong, in one plain sentence.

    Parameters
    ----------
    lang : str
        "pl" or "en".
    names : Names
        What people call a request, shift or worker, and what their clocks show.

    Raises
    ------
    KeyError
        If the violation is of an unknown rule, or its template names a fact that it lacks.
    """
    facts = {name: _text(name, value, lang, names) for name, value in violation.facts.items()}
    facts["amount"] = amount_text(violation.amount, violation.unit, lang)
    facts["subject"] = names.get(violation.subjects[0], violation.subjects[0]) if violation.subjects else ""
    return template(violation, lang).format_map(facts).strip()


def template(violation: Violation, lang: str) -> str:
    """Return the wording that fits the violation's fact `how`, or the general one."""
    says = STRUCTURE_SAYS.get(violation.rule) or _templates()[violation.rule]
    return says.get(f"{lang}.{violation.facts.get('how', '')}", says[lang])


def _templates() -> Mapping[str, Mapping[str, str]]:
    return {rule.code: rule.says for rule in all_rules()}


def _text(name: str, value: str | int, lang: str, names: Names) -> str:
    if isinstance(value, str):
        return WORDS[lang].get(value, value) if name == "what" else names.get(value, value)
    if name.endswith("_s"):
        return names.clock(value) if name.split("_")[-2] in CLOCK_WORDS else minutes(value)
    return str(value)


def amount_text(amount: int, unit: str, lang: str) -> str:
    """Return an amount with its unit: `"12 min"`, `"3 os."`."""
    return minutes(amount) if unit == "s" else f"{amount} {UNITS[lang].get(unit, unit)}".strip()


def minutes(duration_s: int) -> str:
    """Return a duration in minutes, rounded up."""
    return f"{-(-duration_s // 60)} min"
