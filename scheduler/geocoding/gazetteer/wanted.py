"""What is looked for, as folded words, and how well a street answers it."""

from dataclasses import dataclass
from typing import NamedTuple

from scheduler.geocoding.gazetteer.road import Road
from scheduler.geocoding.streets import street_words
from scheduler.geocoding.text import fold
from scheduler.services.ports import Address, StreetKind

_MOST_WORDS = 12
# Words that make another street of a name: "Nowa Leśna" is not a longer form of "Leśna", but "Adama Mickiewicza" is of
# "Mickiewicza".
_TELLING = frozenset(
    "nowa nowe nowy stara stare stary mala male maly wielka wielkie wielki gorna gorne gorny dolna dolne dolny boczna "
    "boczne boczny duza krotka dluga polnocna poludniowa wschodnia zachodnia przednia tylna i ii iii iv v vi".split()
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Words of a question.

    Attributes
    ----------
    words : tuple of str
        Names of the street, and perhaps of the town.
    titles : frozenset of str
        As `words.TITLES` shortens them.
    open_end : bool
        Whether the last word may go on, as it does while somebody types.
    all_open : bool
        Whether every word may go on: "mick adam".
    """

    words: tuple[str, ...]
    titles: frozenset[str] = frozenset()
    kind: StreetKind | None = None
    open_end: bool = False
    all_open: bool = False

    def may_go_on(self, position: int) -> bool:
        """Return whether the word at `position` may be a beginning; a single letter always may."""
        last = position == len(self.words) - 1
        return self.all_open or (self.open_end and last) or len(self.words[position]) == 1


class Fit(NamedTuple):
    """How badly a street answers; smaller is better, and streets of equal `Fit` are equally good."""

    doubtful: bool
    other_kind: bool
    other_title: bool


def wanted_of(address: Address) -> Wanted:
    """Return what an address looks for; where no street is named, its town."""
    found = street_words(address.street or address.town)
    return Wanted(words=found.names[:_MOST_WORDS], titles=found.titles, kind=address.kind)


def fit(road: Road, wanted: Wanted) -> Fit | None:
    """Return how well a street answers a complete question, or None if it is another street."""
    left = list(road.words.names)
    of_name = 0
    for word in wanted.words:
        match = next((name for name in left if _same(word, name)), None)
        if match is not None:
            left.remove(match)
            of_name += 1
        elif word not in road.place and word not in road.words.optional:
            return None
    if of_name == 0:
        return None
    return Fit(
        doubtful=_another(road.words.names, left) or _wrong_kind(road, wanted),
        other_kind=wanted.kind is not None and road.kind is not None and wanted.kind is not road.kind,
        other_title=wanted.titles != road.words.titles if wanted.titles else False,
    )


def _same(word: str, name: str) -> bool:
    if word == name:
        return True
    short, long = sorted((word, name), key=len)
    return len(short) == 1 and short.isalpha() and long.startswith(short)


def _another(names: tuple[str, ...], left: list[str]) -> bool:
    """Return whether the words of a name that were not asked for make it a name of its own."""
    if not left:
        return False
    return names[-1] in left or any(word in _TELLING or word.isdigit() for word in left)


def _wrong_kind(road: Road, wanted: Wanted) -> bool:
    # "ul." is written before everything; "os." and "pl." are not.
    named = {StreetKind.STREET, None}
    return wanted.kind not in named and road.kind is not wanted.kind and road.kind is not None


def typed_fit(road: Road, wanted: Wanted) -> tuple[int, ...] | None:
    """Return how well a street answers a question that is still typed, or None; smaller is better.

    Whole words come before beginnings, beginnings of the name before those of a later word, short names before long
    ones, and long streets before short ones.
    """
    names = road.words.names
    beginnings = later = elsewhere = 0
    named = False
    for position, word in enumerate(wanted.words):
        if word in names:
            named = True
            later += names[0] != word
        elif wanted.may_go_on(position) and (at := _begins(word, names)) is not None:
            named = True
            beginnings += 1
            later += at > 0
        elif word in road.words.optional or _starts_any(word, road.words.optional):
            named = True
            elsewhere += 1
        elif word in road.place or (wanted.may_go_on(position) and _starts_any(word, road.place)):
            elsewhere += 1
        else:
            return None
    if not named:
        return None
    other_title = bool(wanted.titles) and wanted.titles != road.words.titles
    return (beginnings, elsewhere, later, other_title, max(0, len(names) - len(wanted.words)), -road.points)


def _begins(word: str, names: tuple[str, ...]) -> int | None:
    return next((at for at, name in enumerate(names) if name.startswith(word)), None)


def _starts_any(word: str, others: frozenset[str]) -> bool:
    return any(other.startswith(word) for other in others)


def town_key(address: Address) -> str:
    """Return the folded town of an address."""
    return fold(address.town)
