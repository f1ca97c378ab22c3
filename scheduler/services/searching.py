"""Clients by what somebody on the phone says first: a few letters of a name or a street, the end of a number.

Names are sealed where they are kept, so this index lives in memory and nowhere else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock

from scheduler.domain.client import Client
from scheduler.domain.ids import ClientId, PlaceId
from scheduler.domain.place import Place
from scheduler.services.ports import UnitOfWork
from scheduler.services.prefixes import Prefixes

FEWEST_LETTERS, FEWEST_DIGITS = 2, 4
_LONGEST = 100
_PLAIN = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss"})
_PART = re.compile(r"[a-z0-9]+")
_STREET_WORDS = frozenset("ul al os pl ulica aleja aleje osiedle plac".split())
_COUNTRY = re.compile(r"(\+|00)48")
_PHONE = re.compile(r"[\d\s()+./-]+")

type _Tiers = tuple[tuple[int, set[ClientId]], ...]
"""Sets of clients, each with how well it fits; 0 is best."""


@dataclass(frozen=True, slots=True)
class _Entry:
    client_id: ClientId
    name: str
    home: PlaceId
    words: frozenset[str]
    street: frozenset[str]
    phones: frozenset[str]
    since: int
    """The town's stamp when it was taken over; the client has not changed from then on."""


class NameIndex:
    """Clients by the beginnings of words of their names and streets, and by the ends of their numbers.

    It may be asked and brought up to date by several threads at once.
    """

    def __init__(self) -> None:
        self._entries: dict[ClientId, _Entry] = {}
        self._order: dict[ClientId, tuple[str, ClientId]] = {}
        self._names, self._streets, self._tails = (Prefixes[ClientId]() for _ in range(3))
        self._at_home: dict[PlaceId, set[ClientId]] = {}
        self._stamp = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def following(self, after: ClientId | None, limit: int, *, as_of: int) -> tuple[ClientId, ...] | None:
        """Return the clients who come by name after one.

        Parameters
        ----------
        after : ClientId or None
            None: from the first one.
        as_of : int
            The stamp of the town in which `after` was looked at; others may have brought the index further.

        Returns
        -------
        tuple of ClientId or None
            None: `after` is gone, or has another place since.
        """
        with self._lock:
            entry = None if after is None else self._entries.get(after)
            if after is not None and (entry is None or entry.since > as_of):
                return None
            begin = None if after is None else self._order[after]
            rest = (key for key in self._order.values() if begin is None or key > begin)
            return tuple(client_id for _, client_id in nsmallest(limit, rest))

    def update(self, unit: UnitOfWork) -> None:
        """Take over what has changed since the last time; the first time, everything."""
        clients, places = unit.clients.changed(self._stamp), unit.places.changed(self._stamp)
        moved = {client for place in places.put for client in self._at_home.get(place, ())}
        put = {**{key: found for key in moved if (found := unit.clients.find(key)) is not None}, **clients.put}
        homes = unit.places.all() if len(put) > len(self._entries) else None
        with self._lock:
            if unit.stamp <= self._stamp:
                return
            entries = [_entry(one, _home(unit, one, homes), unit.stamp) for one in put.values()]
            self._put({*put, *clients.removed}, entries)
            self._stamp = unit.stamp

    def find(self, text: str, limit: int = 20) -> tuple[ClientId, ...]:
        """Return clients for what was typed so far, best first.

        Parameters
        ----------
        text : str
            Beginnings of words of name and street in any order, accents and apostrophes or not; or digits, the last
            four or more of a number or its beginning. Fewer than two letters find nobody.
        """
        text = text[:_LONGEST].strip()
        with self._lock:
            if _PHONE.fullmatch(text) and len(_digits(text)) >= FEWEST_DIGITS:
                tiers = [self._by_phone(_short(_digits(_COUNTRY.sub("", text, count=1))))]
            else:
                tiers = [self._by_word(token) for token in map(_parts, _fold(text).split()) if token]
                if max((len(token) for token in map(_squeezed, text.split())), default=0) < FEWEST_LETTERS:
                    return ()
            return tuple(self._best(tiers, limit))

    def _by_phone(self, digits: str) -> _Tiers:
        return (0, self._tails.starting(digits[::-1])), (1, self._tails.starting(f"={digits}"))

    def _by_word(self, token: tuple[str, ...]) -> _Tiers:
        """Return whom a token finds: by a whole word of the name, a beginning of one, a street, or part by part."""
        word = "".join(token)
        found = [
            (0, self._names.exactly(word)),
            (2, self._names.starting(word)),
            (8, self._streets.starting(word)),
        ]
        if len(token) > 1:
            parts = [self._names.starting(part) | self._streets.starting(part) for part in token]
            found.append((9, set.intersection(*parts)))
        return tuple(found)

    def _best(self, tokens: list[_Tiers], limit: int) -> list[ClientId]:
        """Return whom all tokens find, in the order of how well they do and then of the names."""
        if len(tokens) == 1:
            found: list[ClientId] = []
            for _, tier in tokens[0]:
                found += nsmallest(limit - len(found), tier.difference(found), key=self._order.__getitem__)
            return found
        everybody = set.intersection(*(set[ClientId]().union(*(tier for _, tier in tiers)) for tiers in tokens))

        def how(client_id: ClientId) -> tuple[int, tuple[str, ClientId]]:
            ranks = (next(rank for rank, tier in tiers if client_id in tier) for tiers in tokens)
            return sum(ranks), self._order[client_id]

        return nsmallest(limit, everybody, key=how)

    def _put(self, gone: Iterable[ClientId], entries: list[_Entry]) -> None:
        for old in [self._entries.pop(key) for key in gone if key in self._entries]:
            del self._order[old.client_id]
            self._names.remove(old.client_id, old.words)
            self._streets.remove(old.client_id, old.street)
            self._tails.remove(old.client_id, old.phones)
            self._at_home[old.home].discard(old.client_id)
        self._names.add((word, one.client_id) for one in entries for word in one.words)
        self._streets.add((word, one.client_id) for one in entries for word in one.street)
        self._tails.add((phone, one.client_id) for one in entries for phone in one.phones)
        for one in entries:
            self._entries[one.client_id] = one
            self._order[one.client_id] = one.name, one.client_id
            self._at_home.setdefault(one.home, set()).add(one.client_id)


def _home(unit: UnitOfWork, client: Client, homes: Mapping[PlaceId, Place] | None) -> Place | None:
    return unit.places.find(client.home) if homes is None else homes.get(client.home)


def _entry(client: Client, home: Place | None, since: int) -> _Entry:
    address = "" if home is None else home.address.split(",", 1)[0]
    numbers = [_short(_digits(one)) for one in (client.phone, *(contact.phone for contact in client.contacts))]
    return _Entry(
        client_id=client.id,
        name=_fold(client.name),
        home=client.home,
        words=frozenset(_keys(client.name)),
        street=frozenset(_keys(address)) - _STREET_WORDS,
        phones=frozenset(key for number in numbers if number for key in (number[::-1], f"={number}")),
        since=since,
    )


def _keys(text: str) -> Iterator[str]:
    """Yield the words of a name, and those with an apostrophe or a dash in them also as one."""
    for token in map(_parts, _fold(text).split()):
        yield from token
        yield from ("".join(token[first:]) for first in range(len(token) - 1))


def _parts(token: str) -> tuple[str, ...]:
    return tuple(_PART.findall(token))


def _squeezed(token: str) -> str:
    return "".join(_parts(_fold(token)))


def _fold(text: str) -> str:
    """Return small letters without marks: Świętochłowska is swietochlowska."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal() and letter.isascii())


def _short(digits: str) -> str:
    """Return a number without Poland's code."""
    for code in ("0048", "48"):
        if len(digits) == len(code) + 9 and digits.startswith(code):
            return digits[len(code) :]
    return digits
