"""Names of streets: the kind split off, and the words by which two spellings of one name are compared."""

import re
from dataclasses import dataclass

from scheduler.geocoding import words
from scheduler.geocoding.text import fold
from scheduler.services.ports import StreetKind

# "ul.Szkolna", "os Stawki", "ALEJA": the kind's word, a full stop or a blank, and the name.
_KIND = re.compile(r"(?P<kind>[^\W\d_]+)(?:\.\s*|\s+|$)")
_ORDINAL_MARK = re.compile(r"\b(\d{1,4})\s*-?\s*(?:go|tego|ego|szego)\b", re.IGNORECASE)
_INITIAL = re.compile(r"\b([^\W\d_])\.")


def split_kind(text: str) -> tuple[StreetKind | None, str]:
    """Return the kind of street that a text begins with, and the name behind it.

    Of several ("ul. Plac Wolności") the last is meant. A text that is nothing but a kind ("Aleja") is a name.
    """
    kind: StreetKind | None = None
    while (found := _KIND.match(text)) is not None:
        word = fold(found["kind"])
        known = words.KINDS.get(word)
        rest = text[found.end() :].strip()
        if known is None or not re.match(r"[^\W_]", rest):
            break
        kind, text = known, rest
    if fold(text.partition(" ")[0]) in words.MARKET_WORDS:
        kind = StreetKind.MARKET
    return kind, text


def full_name(kind: StreetKind | None, street: str) -> str:
    """Return a street as people write it: "al. Armii Krajowej", "Rynek Główny"."""
    return street if kind in {None, StreetKind.MARKET} else f"{kind} {street}"


@dataclass(frozen=True, kw_only=True)
class StreetWords:
    """The words of a name that tell it from others.

    Attributes
    ----------
    names : tuple of str
        Folded, without titles; those of one letter are initials if a full stop followed them.
    titles : frozenset of str
        In the form of `words.TITLES`.
    """

    names: tuple[str, ...]
    titles: frozenset[str] = frozenset()


def street_words(street: str) -> StreetWords:
    """Return the words of a street's name: dates as digits, titles apart, abbreviations spelled out.

    A name that is nothing but a title ("Księdza") keeps it as its name.
    """
    text = fold(_INITIAL.sub(r"\1 ", _ORDINAL_MARK.sub(r"\1", street)))
    spelled = [each for word in text.split() for each in words.WHOLE_WORDS.get(word, (word,))]
    spelled = _dates(spelled)
    titles = frozenset(words.TITLES[word] for word in spelled if word in words.TITLES)
    names = tuple(word for word in spelled if word not in words.TITLES)
    return StreetWords(names=names, titles=titles) if names else StreetWords(names=tuple(spelled))


def _dates(spelled: list[str]) -> list[str]:
    dated = list(spelled)
    for index, word in enumerate(spelled):
        after = spelled[index + 1] if index + 1 < len(spelled) else ""
        before = spelled[index - 1] if index else ""
        if word in words.ORDINALS and after in words.MONTHS:
            dated[index] = words.ORDINALS[word]
        elif word in words.ROMAN and before.endswith("a") and not before.isdigit():
            dated[index] = words.ROMAN[word]  # "Jana Pawła 2"
    return dated
