"""A street, or a village without streets, as it is searched: its words in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduler.geocoding import words
from scheduler.geocoding.streets import street_words
from scheduler.geocoding.text import fold
from scheduler.services.ports import StreetKind

_DAY_WORDS = {number: word for word, number in words.ORDINALS.items()}
_TITLE_WORDS: dict[str, frozenset[str]] = {
    form: frozenset(word for word, short in words.TITLES.items() if short == form) for form in words.TITLES.values()
}
_KIND_WORDS: dict[StreetKind, frozenset[str]] = {
    kind: frozenset(word for word, meant in words.KINDS.items() if meant is kind) for kind in StreetKind
}


@dataclass(frozen=True, kw_only=True)
class RoadWords:
    """Words of a street's name.

    Attributes
    ----------
    names : tuple of str
        In their order; what tells it from other streets.
    titles : frozenset of str
        As `words.TITLES` shortens them.
    optional : frozenset of str
        What may be typed as well: titles in all forms, the kind, "trzeciego" for 3.
    """

    names: tuple[str, ...]
    titles: frozenset[str]
    optional: frozenset[str]


def road_words(kind: StreetKind | None, name: str) -> RoadWords:
    """Return the words of a street."""
    of_name = street_words(name)
    optional: set[str] = set()
    for title in of_name.titles:
        optional |= _TITLE_WORDS[title]
    if kind not in {None, StreetKind.STREET}:
        optional |= _KIND_WORDS[kind]
    if any(word in words.MONTHS for word in of_name.names):
        optional |= {_DAY_WORDS[word] for word in of_name.names if word in _DAY_WORDS}
    return RoadWords(names=of_name.names, titles=of_name.titles, optional=frozenset(optional) - set(of_name.names))


@dataclass(frozen=True, kw_only=True)
class Road:
    """A street or a village without streets.

    Attributes
    ----------
    name : str
        Empty for a village without streets.
    place : frozenset of str
        Folded words of the town.
    """

    id: int
    kind: StreetKind | None
    name: str
    town: str
    locality_id: str
    street_id: str
    points: int
    words: RoadWords
    place: frozenset[str]
    town_key: str = field(repr=False)


def roads_of(rows: Iterable[tuple[int, str, str, str, str, str, int]]) -> dict[int, Road]:
    """Return roads by id from the rows of table `road`."""
    towns: dict[str, str] = {}
    roads: dict[int, Road] = {}
    for number, kind_text, name, town, locality_id, street_id, points in rows:
        key = towns.setdefault(town, fold(town))
        kind = StreetKind(kind_text) if kind_text else None
        roads[number] = Road(
            id=number,
            kind=kind,
            name=name,
            town=town,
            locality_id=locality_id,
            street_id=street_id,
            points=points,
            words=road_words(kind, name or town),
            place=frozenset(key.split()),
            town_key=key,
        )
    return roads
