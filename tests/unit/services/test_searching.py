"""Finding a resident by what the caller says first."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from fixtures.names import client_name, draw_sex
from scheduler.domain.client import Client, Contact
from scheduler.domain.ids import ClientId, PlaceId, TownId
from scheduler.domain.place import Entrance, GeoPoint, Place
from scheduler.services.ports import Changes, UnitOfWork
from scheduler.services.searching import NameIndex
from scheduler.store.memory import MemoryStore

TOWN = TownId("chelm")


def place(key: str, address: str) -> Place:
    return Place(id=PlaceId(key), name=key, address=address,
                 entrances=(Entrance(name="", point=GeoPoint(lat=51, lon=23)),))  # fmt: skip


def client(key: str, name: str, home: str = "dom-1", **fields: object) -> Client:
    return Client(id=ClientId(key), name=name, home=PlaceId(home), **fields)  # type: ignore[arg-type]


@pytest.fixture
def store() -> MemoryStore:
    kept = MemoryStore()
    with kept.writing(TOWN) as unit:
        unit.places.put(place("dom-1", "ul. Lwowska 7 m. 3, Chełm"))
        unit.places.put(place("dom-2", "al. Żołnierzy I AWP 12"))
        unit.clients.put(client("K-1", "Róża O'Łódź", phone="+48 500 111 222"))
        unit.clients.put(client("K-2", "Wiktoria O'Łódź-Świętochowska", home="dom-2"))
        unit.clients.put(client("K-3", "Jan Lódzki", contacts=(Contact(name="córka", phone="82 565 11 22"),)))
        unit.clients.put(client("K-4", "Żaneta Źdźbło", home="dom-2", phone="48 500 111 333"))
        unit.clients.put(client("K-5", '=1+1 <b>O\'Łódź #read("x")', home="dom-gone"))
    return kept


def index_of(store: MemoryStore) -> NameIndex:
    index = NameIndex()
    with store.reading(TOWN) as unit:
        index.update(unit)
    return index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("olodz", "K-5 K-1 K-2"),
        ("o'l", "K-5 K-1 K-2"),
        ("O'ŁÓ", "K-5 K-1 K-2"),
        ("lodz", "K-5 K-1 K-2 K-3"),
        ("lódź róża", "K-1"),
        ("roza lodz", "K-1"),
        ("ro lo", "K-1"),
        ("swietochowska-o'l", "K-2"),
        ("o'lodz-sw", "K-2"),
        ("zdzblo", "K-4"),
        ("ża ź", "K-4"),
        ("lwow", "K-3 K-1"),
        ("lwowska 7", "K-3 K-1"),
        ("jan lwow", "K-3"),
        ("zolnierzy wik", "K-2"),
        ("1222", "K-1"),
        ("500 111 222", "K-1"),
        ("+48 500-111", "K-1 K-4"),
        ("0048500111333", "K-4"),
        ("82565", "K-3"),
        ("1122", "K-3"),
        ("zz", ""),
        ("l", ""),
        ("", ""),
        ("ul", ""),
        ("chelm", ""),
        ("222", ""),
        ("%_*\\(", ""),
        ("\udc80\0", ""),
    ],
)
def test_what_is_typed_finds_whom_it_means(store: MemoryStore, typed: str, found: str) -> None:
    """The dispatcher would look for the resident while the caller waits."""
    assert " ".join(index_of(store).find(typed)) == found


def test_a_whole_word_comes_before_a_beginning_and_a_name_before_a_street() -> None:
    """The resident called Lis would stand below all Lisieckis and everybody in Lisia street."""
    kept = MemoryStore()
    with kept.writing(TOWN) as unit:
        unit.places.put(place("dom-1", "ul. Prosta 1"))
        unit.places.put(place("dom-2", "ul. Lis 1"))
        unit.clients.put(client("K-1", "Adam Abacki", home="dom-2"))
        unit.clients.put(client("K-2", "Adam Lisiecki"))
        unit.clients.put(client("K-3", "Zofia Lis"))
    assert index_of(kept).find("lis") == ("K-3", "K-2", "K-1")
    assert index_of(kept).find("lis", limit=1) == ("K-3",)


def test_the_index_follows_changes_and_erasures(store: MemoryStore) -> None:
    """An erased resident would still be found by name, or a new one not until the next start."""
    index = index_of(store)
    with store.writing(TOWN) as unit:
        unit.clients.remove(ClientId("K-1"))
        unit.clients.put(client("K-3", "Jan Nowak"))
        unit.clients.put(client("K-9", "Róża Nowa", home="dom-2", phone="500111222"))
        unit.places.put(replace(unit.places.get(PlaceId("dom-2")), address="ul. Hrubieszowska 5"))
    with store.reading(TOWN) as unit:
        index.update(unit)
    assert index.find("roza") == ("K-9",)
    assert index.find("500111222") == ("K-9",)
    assert index.find("lodz") == ("K-5", "K-2")
    assert index.find("nowak") == ("K-3",)
    assert set(index.find("hrubie")) == {"K-2", "K-4", "K-9"}
    assert index.find("zolnierzy") == ()
    assert len(index) == 5


class Slow:
    """A unit whose answer is overtaken by another update of the index."""

    def __init__(self, unit: UnitOfWork, meanwhile: Callable[[], None]) -> None:
        self._unit, self._meanwhile = unit, meanwhile
        self.places, self.clients, self.stamp = unit.places, self, unit.stamp

    def changed(self, since: int) -> Changes[ClientId, Client]:
        found = self._unit.clients.changed(since)
        self._meanwhile()
        return found


def test_a_slower_update_does_not_bring_an_erased_client_back(store: MemoryStore) -> None:
    """Two requests at once: the slower one would put an erased resident's name into the index again."""
    index = NameIndex()

    def meanwhile() -> None:
        with store.writing(TOWN) as unit:
            unit.clients.remove(ClientId("K-1"))
        with store.reading(TOWN) as unit:
            index.update(unit)

    with store.reading(TOWN) as old:
        slow: Any = Slow(old, meanwhile)
        index.update(slow)
    assert index.find("wiktoria") == ("K-2",)
    assert index.find("roza") == ()


def test_an_index_kept_up_to_date_is_the_one_built_anew() -> None:
    """After a day of changes some resident would be found by a former name, or not at all."""
    store, index, rng = MemoryStore(), NameIndex(), Random(4)
    for step in range(40):
        with store.writing(TOWN) as unit:
            if not step:
                unit.places.put(place("dom-1", "ul. Lwowska 7"))
            for _ in range(1 + rng.randrange(6) * (300 if step == 20 else 1)):
                key = f"K-{rng.randrange(30)}"
                if unit.clients.find(ClientId(key)) and rng.random() < 0.3:
                    unit.clients.remove(ClientId(key))
                else:
                    name = client_name(rng, draw_sex(rng))
                    unit.clients.put(client(key, name, phone=str(rng.randrange(10**8, 10**9))))
        with store.reading(TOWN) as unit:
            index.update(unit)
            for word in ("a", "ma", "ko", "no", "lw", "1234", "50"):
                assert index.find(word, 100) == index_of(store).find(word, 100)


def test_who_comes_next_is_asked_and_told_in_one_look(store: MemoryStore) -> None:
    """Somebody renamed by another thread in the middle of a page's making would take those around them off the list."""
    index = index_of(store)
    with store.reading(TOWN) as earlier:
        with store.writing(TOWN) as unit:
            unit.clients.put(client("K-3", "Paweł Nowak"))
            unit.clients.remove(ClientId("K-5"))
        with store.reading(TOWN) as later:
            index.update(later)

            assert index.following(ClientId("K-3"), 9, as_of=earlier.stamp) is None
            assert index.following(ClientId("K-3"), 9, as_of=later.stamp) == ("K-1", "K-2", "K-4")
            assert index.following(ClientId("K-5"), 9, as_of=later.stamp) is None
            assert index.following(ClientId("K-1"), 1, as_of=earlier.stamp) == ("K-2",)
