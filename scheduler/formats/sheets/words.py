"""All words of the sheets, by language: catalogues are the TOML files of the folder `words`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

type Lang = Literal["pl", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang.__value__)
FOLDER = Path(__file__).with_name("words")
NBSP = "\N{NO-BREAK SPACE}"


def plural_pl(count: int, one: str, few: str, many: str) -> str:
    """Return the Polish form that goes with a count: 1 osoba, 2 osoby, 5 osób, 12 osób, 22 osoby."""
    count = abs(count)
    if count == 1:
        return one
    return few if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14} else many


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language: sentences, counted nouns, numbers, dates.

    Attributes
    ----------
    texts : mapping of str to str
        By dotted key.
    forms : mapping of str to tuple of str
        Counted nouns: one, few, many in Polish; one, many in English.
    """

    lang: Lang
    texts: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key with `values` put in; data never becomes part of the pattern.

        Raises
        ------
        KeyError
            If the catalogue has no such key.
        """
        return self.texts[key].format_map(values) if values else self.texts[key]

    def named(self, group: str, code: str) -> str:
        """Return the name of a code (a term, a tag, a rule); one that has no name yet is shown itself, readably."""
        return self.texts.get(f"{group}.{code}", code.replace("_", " "))

    def count(self, noun: str, number: int) -> str:
        """Return number and noun in the right form ("5 osób")."""
        forms = self.forms[noun]
        form = plural_pl(number, *forms) if self.lang == "pl" else forms[0 if abs(number) == 1 else 1]
        return f"{self.number(number)}{NBSP}{form}"

    def said(self, sentences: Mapping[str, str]) -> str:
        """Return a sentence given in several languages, in this one if it has it."""
        return sentences.get(self.lang) or next((sentences[lang] for lang in LANGUAGES if sentences.get(lang)), "")

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with the separators of the language."""
        # Without the exponent form a number read from a file can be 300 digits long; nobody needs those.
        if abs(value) >= 10**15:
            return f"{value:.3g}"
        return format_decimal(Decimal(value).quantize(Decimal(1).scaleb(-digits)), locale=self.locale)

    def money(self, grosze: int) -> str:
        """Return an amount in złoty."""
        return format_currency(Decimal(grosze) / 100, "PLN", locale=self.locale)

    def kilometres(self, metres: float) -> str:
        """Return a distance in kilometres, with a decimal below ten."""
        return f"{self.number(metres / 1000, 1 if abs(metres) < 9_950 else 0)}{NBSP}km"

    def duration(self, seconds: float) -> str:
        """Return hours and minutes ("2 h 05 min"), rounded to the minute."""
        minutes = round(abs(seconds) / 60)
        sign = "−" if seconds <= -30 else ""
        if minutes < 60:
            return f"{sign}{minutes}{NBSP}min"
        return f"{sign}{self.number(minutes // 60)}{NBSP}h{NBSP}{minutes % 60:02d}{NBSP}min"

    def long_date(self, day: date) -> str:
        """Return a date with its weekday in words."""
        return format_date(day, self.texts["date.long"], locale=self.locale)

    def short_date(self, day: date) -> str:
        """Return weekday and date, shortly."""
        return format_date(day, self.texts["date.short"], locale=self.locale)

    @property
    def locale(self) -> str:
        """Name of the locale for numbers and dates: Polish ones, also when they are read in English."""
        return {"pl": "pl_PL", "en": "en_GB"}[self.lang]


@cache
def words_of(lang: Lang) -> Words:
    """Return the catalogue of a language.

    Raises
    ------
    ValueError
        For a language that has none.
    """
    if lang not in LANGUAGES:
        msg = f"no words for {lang!r}; there are {', '.join(LANGUAGES)}"
        raise ValueError(msg)
    return read_words(lang, {"": FOLDER / f"{lang}.toml"})


def read_words(lang: Lang, catalogues: Mapping[str, Path]) -> Words:
    """Return the words of a language from TOML files.

    Parameters
    ----------
    catalogues : mapping of str to Path
        By what all keys of the file begin with; empty: the keys are as they are in it.
    """
    entries: dict[str, str | list[str]] = {}
    for name, path in catalogues.items():
        entries |= _flat(tomllib.loads(path.read_text(encoding="utf-8")), f"{name}." if name else "")
    return Words(
        lang=lang,
        texts={key: value for key, value in entries.items() if isinstance(value, str)},
        forms={key: tuple(value) for key, value in entries.items() if isinstance(value, list)},
    )


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str | list):
            found[prefix + key] = value
    return found
