"""A line of text made into an address, and back.

What a line alone cannot say is left for the register to decide: whether "Parszów 14" is a house in a village or in a
street of that name (here: a street, unless the village is among the towns given), and whether "12/14" is one building
or a flat (`numbers.readings`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from scheduler.geocoding import words
from scheduler.geocoding.letters import proper_case
from scheduler.geocoding.segments import Segment, cut
from scheduler.geocoding.spacing import spaced
from scheduler.geocoding.streets import full_name
from scheduler.geocoding.text import clean, fold
from scheduler.services.ports import Address, StreetKind

_MOST_TOWN_WORDS = 3


def normalise(text: str, towns: Collection[str] = frozenset()) -> Address:
    """Return the parts of an address line. Never fails: of what is no address little remains.

    Parameters
    ----------
    text : str
        Of which the first 300 characters are read.
    towns : collection of str
        Towns and villages that are known. With them, words before a street that are none of these are a `name`, which
        never leaves the machine ("Jan Kowalski, ul. Szkolna 5"); without them they may be taken for a town.
    """
    postcode, segments = cut(spaced(clean(text)))
    if not segments:
        return Address(postcode=postcode)
    best = max(segments, key=lambda segment: segment.weight)  # the first of equals
    draft = _Draft(known=_folded(frozenset(towns)), postcode=postcode)
    if best.weight == 0:
        draft.take_words(segments)
    else:
        draft.take_street(best)
        position = segments.index(best)
        for segment in segments[:position]:
            draft.take_other(segment, before=True)
        for segment in segments[position + 1 :]:
            draft.take_other(segment, before=False)
    return draft.finished()


def format_address(address: Address) -> str:
    """Return the line that `normalise` reads back as an equal address, as people write it.

    A village without streets needs its postcode, or to be among the towns given, to be told from a street.
    """
    flat = f" m. {address.flat}" if address.flat else ""
    number = f" {address.house}{flat}" if address.house else ""
    street = full_name(address.kind, address.street)
    place = " ".join(filter(None, (address.postcode, address.town)))
    if not address.street:
        return ", ".join(filter(None, (address.name, f"{place}{number}")))
    return ", ".join(filter(None, (address.name, f"{street}{number}", place)))


@lru_cache(maxsize=8)
def _folded(towns: frozenset[str]) -> Mapping[str, str]:
    return {fold(town): town for town in towns}


@dataclass
class _Draft:
    """An address that is being filled; whoever comes first keeps the place."""

    known: Mapping[str, str]
    postcode: str
    kind: StreetKind | None = None
    street: str = ""
    house: str = ""
    flat: str = ""
    town: str = ""
    sure_town: bool = False
    names: tuple[str, ...] = ()

    def finished(self) -> Address:
        street = proper_case(self.street)
        names = ", ".join(name for name in self.names if name)
        return Address(
            kind=self.kind,
            street=street,
            house=self.house,
            flat=self.flat,
            postcode=self.postcode,
            town=self.known.get(fold(self.town), proper_case(self.town)),
            name=names,
        )

    def take_words(self, segments: list[Segment]) -> None:
        """Take a line without any number or street: a town with its postcode, or words."""
        for segment in segments:
            if segment.after_postcode or fold(segment.body) in self.known:
                self._set_town(segment.body, sure=True)
            elif (
                not self.street and fold(segment.body).partition(" ")[0] not in words.INSTITUTIONS and not self.postcode
            ):
                self.street = segment.body
            elif not self.town and (self.street or self.postcode) and self._may_be_town(segment.body):
                self._set_town(segment.body)
            else:
                self.names += (segment.body,)

    def take_street(self, segment: Segment) -> None:
        """Take the piece that looks most like a street."""
        self.kind, self.street = segment.kind, segment.body
        if segment.numbers is not None:
            self.house, self.flat = segment.numbers.house, segment.numbers.flat
        if segment.head:
            self._take_front(segment.head, after_postcode=segment.after_postcode)
        elif segment.kind is None:
            self._split_town(segment)
        if segment.tail:
            self._take_behind(segment.tail)

    def take_other(self, segment: Segment, *, before: bool) -> None:
        """Take a piece that is not the street."""
        text = " ".join(filter(None, (segment.head, full_name(segment.kind, segment.body))))
        if segment.numbers is not None:
            text += f" {segment.numbers.house}"
        if segment.kind is not None or segment.numbers is not None:
            self.names += (text,)
        elif segment.after_postcode:
            self._set_town(text, sure=True)
        elif before:
            self._take_front(text, after_postcode=False)
        else:
            self._take_behind(text)

    def _take_front(self, text: str, *, after_postcode: bool) -> None:
        if after_postcode or fold(text) in self.known:
            self._set_town(text, sure=True)
        elif not self.town and not self.known and self._may_be_town(text):
            self._set_town(text)
        else:
            self.names += (text,)

    def _take_behind(self, text: str) -> None:
        known = fold(text) in self.known
        if known or (not self.town and self._may_be_town(text)):
            self._set_town(text, sure=known)
        else:
            self.names += (text,)

    def _set_town(self, text: str, *, sure: bool = False) -> None:
        if self.town and (self.sure_town or not sure):
            return  # a post office behind the village
        if self.town:
            self.names += (self.town,)
        self.town, self.sure_town = text, sure

    def _split_town(self, segment: Segment) -> None:
        """Find the town in "Starachowice Radomska 70" and in "27-215 Parszów 14"."""
        parts = self.street.split()
        for count in range(len(parts), 0, -1):
            if fold(" ".join(parts[:count])) in self.known and not self._is_street_too(parts, count):
                self.town, self.street, self.sure_town = " ".join(parts[:count]), " ".join(parts[count:]), True
                return
        if segment.after_postcode:
            two = len(parts) > 1 and fold(parts[0]) in words.TWO_WORD_TOWNS
            count = 2 if two else 1
            self.town, self.street, self.sure_town = " ".join(parts[:count]), " ".join(parts[count:]), True

    @staticmethod
    def _is_street_too(parts: list[str], count: int) -> bool:
        # "Wierzbica 3 Maja": what follows a town is a street; nothing but small words is none.
        return count < len(parts) and all(fold(part) in words.SMALL_WORDS for part in parts[count:])

    @staticmethod
    def _may_be_town(text: str) -> bool:
        parts = fold(text.replace("-", "")).split()
        if not parts or len(parts) > _MOST_TOWN_WORDS or any(map(str.isdigit, "".join(parts))):
            return False
        if parts[0] in words.INSTITUTIONS:
            return False
        return len(parts) == 1 or parts[0] in words.TWO_WORD_TOWNS
