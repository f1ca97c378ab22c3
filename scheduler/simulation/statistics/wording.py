"""Numbers as people say them in a sentence, no finer than they are known, and words in the form that a number asks for.

Plural forms are those of Unicode's CLDR, which babel brings along: Polish has one for 1, one for 2 to 4, one for the
others, and one more for fractions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, isfinite, log10

from babel import Locale
from babel.numbers import format_decimal

from scheduler.domain.capacity.kpis import Unit
from scheduler.simulation.statistics.estimates import Interval

LANGUAGES = ("pl", "en")
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

type Sentences = Mapping[str, str]
"""By language."""

_LOCALES = {"pl": Locale("pl", "PL"), "en": Locale("en", "GB")}
_SHOWN = {Unit.SHARE: 100.0, Unit.GROSZE: 0.01}
"""What of a share and of grosze is shown: points, and PLN."""
_FINEST = {Unit.SHARE: 0.1, Unit.GROSZE: 0.01, Unit.PER_HOUR: 0.01}
_POINTS = {"pl": ("punktu", "punktów"), "en": ("points", "points")}
"""Of a span: of a part of one or of one, and of several ("od 0,5 do 0,8 punktu", "od 2 do 4 punktów")."""


def form(lang: str, count: float, forms: Sequence[str]) -> str:
    """Return the form of a counted word.

    Parameters
    ----------
    forms : sequence of str
        For one, few, many in Polish; for one and several in English.
    """
    plural = _LOCALES[lang].plural_form(Decimal(repr(count)) if count != int(count) else int(count))
    return forms[min({"one": 0, "few": 1}.get(plural, len(forms) - 1), len(forms) - 1)]


def genitive(lang: str, count: float, forms: tuple[str, str]) -> str:
    """Return the form of a word after a Polish preposition: of one, and of several."""
    return forms[0 if count == 1 else 1] if lang == "pl" else form(lang, count, forms)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How numbers of one sentence are written.

    Attributes
    ----------
    step : float
        They are rounded to multiples of it, in what is shown: points of a share, PLN.
    """

    unit: Unit
    step: float

    @classmethod
    def of(cls, unit: Unit, values: Sequence[float], interval: Interval | None) -> "Scale":
        """Return a scale no finer than the interval is wide, on which numbers that differ still look different.

        Parameters
        ----------
        values : sequence of float
            To be told beside each other.
        interval : Interval or None
            Of the last of them, or of their difference.
        """
        shown, finest = _SHOWN.get(unit, 1.0), _FINEST.get(unit, 0.1)
        half = interval.half_width * shown if interval is not None else 0.0
        largest = max((abs(value) * shown for value in values), default=0.0)
        step = min(_power(half) or finest, 1.0 if unit is Unit.SHARE else _power(largest) or finest)
        told = [value * shown for value in values] + [0.0]
        bounds = [interval.low * shown, interval.high * shown, 0.0] if interval is not None else []
        apart = interval is not None and 0.0 not in interval
        while apart and step > finest and (_alike(told[:-1], step) or _alike(bounds, step)):
            step /= 10
        return cls(unit=unit, step=max(step, finest))

    def number(self, lang: str, value: float) -> str:
        """Return a number without its unit."""
        return _decimal(lang, value * _SHOWN.get(self.unit, 1.0), self.step)

    def value(self, lang: str, value: float) -> str:
        """Return a number with its unit: "14%", "210 000 zł"."""
        match self.unit:
            case Unit.SHARE:
                return f"{self.number(lang, value)}%"
            case Unit.GROSZE:
                return f"{self.number(lang, value)}{NBSP}zł"
            case _:
                return self.number(lang, value)

    def span(self, lang: str, interval: Interval, *, signed: bool = False) -> str:
        """Return the bounds of a difference: "8 to 12 points", of its size if it is not asked for its sign."""
        low, high = interval.low, interval.high
        if not signed:
            low, high = sorted((abs(low), abs(high)))
        between = f"{self.number(lang, low)} to {self.number(lang, high)}"
        if lang == "pl":
            between = f"od {self.number(lang, low)} do {self.number(lang, high)}"
        match self.unit:
            case Unit.SHARE:
                return f"{between} {_POINTS[lang][self._is_several(high)]}"
            case Unit.GROSZE:
                return f"{between}{NBSP}zł"
            case _:
                return between

    def _is_several(self, share: float) -> bool:
        points = round(share * 100 / self.step) * self.step
        return abs(points - round(points)) < 1e-9 and abs(round(points)) != 1


def bracketed(of_what: str) -> str:
    """Return what something is of, in brackets behind it; nothing if it is of everything."""
    return f" ({of_what})" if of_what else ""


def percent(lang: str, value: float) -> str:
    """Return a share of 1 in whole per cent, and finer where that would say all or nothing and is neither."""
    step = 1.0
    while step > 0.001 and 0 < value < 1 and round(value * 100 / step) in {0, round(100 / step)}:
        step /= 10
    return f"{_decimal(lang, value * 100, step)}%"


def _power(size: float) -> float:
    """Return the place of the first digit of a number: 100 of 345; 0 of nothing."""
    return 10.0 ** floor(log10(size)) if size > 0 and isfinite(size) else 0.0


def _alike(values: Sequence[float], step: float) -> bool:
    told = [round(value / step) for value in values]
    return len(set(told)) < len(set(values))


def _decimal(lang: str, value: float, step: float) -> str:
    exponent = floor(log10(step) + 0.5)
    rounded = Decimal(round(value / step)).scaleb(exponent)
    written = format_decimal(abs(rounded), format=f"#,##0.{'0' * max(-exponent, 0)}", locale=_LOCALES[lang])
    return f"{MINUS}{written}" if rounded < 0 else written
