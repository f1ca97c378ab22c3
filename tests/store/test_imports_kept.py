"""A workbook brought in on every store: all of it or nothing, and nothing twice."""

import pytest

from scheduler.domain.errors import RefusedError, StoreError
from scheduler.domain.ids import UserId
from scheduler.domain.imports import ImportKind, SheetText
from scheduler.domain.text import folded
from scheduler.services.importing import Asked, Imported, ImportWish, RowStatus, examine, keep
from scheduler.services.keeping import keep_town
from scheduler.services.ports import Store, TravelTimes, UnitOfWork
from tests.unit.services.rota_town import NOW, TOWN, staffed

HEADER = ("Nr klienta", "Imię i nazwisko", "Adres")
COLUMNS = {"number": 1, "name": 2, "address": 3}
GOOD = ("901", "Jan Kot", "Długa 5"), ("902", "Janina Kot", "ul. Długa 5"), ("903", "Ewa Zięba", "Krótka 1")


class NoTravel:
    """Nobody travels while clients are written down."""


def asked(*rows: tuple[str, ...]) -> Asked:
    sheet = SheetText(name="Wykaz", rows=tuple(enumerate([HEADER, *rows], start=1)))
    return Asked(kind=ImportKind.CLIENTS, sheet=sheet, header_row=1, columns=COLUMNS)


def numbered(prefix: str, made: list[str]) -> str:
    made.append(prefix)
    return f"{prefix}-{len(made)}"


def brought_in(store: Store, what: Asked, *, good_only: bool = False) -> Imported:
    made: list[str] = []
    with store.reading(TOWN) as unit:
        seen = examine(unit, None, what, NOW).digest
    wish = ImportWish(asked=what, seen=seen, good_only=good_only, by=UserId("anna"), at=NOW)
    travel: TravelTimes = NoTravel()  # type: ignore[assignment]
    with store.writing(TOWN) as unit:
        return keep(unit, None, wish, travel, lambda prefix: numbered(prefix, made))


def kept(unit: UnitOfWork) -> set[str]:
    return {one.name for one in unit.clients.all().values()}


@pytest.fixture
def town(store: Store) -> Store:
    with store.writing(TOWN) as unit:
        keep_town(unit, staffed().build(), NOW)
    return store


def test_a_list_is_kept_with_its_homes_and_its_words(town: Store) -> None:
    """Two who live together would have two homes, or next month's list be explained anew."""
    done = brought_in(town, asked(*GOOD))
    with town.reading(TOWN) as unit:
        homes = {one.id: one.home for one in unit.clients.all().values() if one.id in {"901", "902", "903"}}
        known = unit.imports.get(ImportKind.CLIENTS)

    assert (done.added, done.unplaced) == (3, 2)
    assert homes["901"] == homes["902"] != homes["903"]  # type: ignore[index]
    assert known.fields == {folded("nr klienta"): "number", "imie i nazwisko": "name", "adres": "address"}


def test_the_same_list_again_writes_nothing(town: Store) -> None:
    """A record read back from the database would differ by a trifle, and everybody be changed each month."""
    brought_in(town, asked(*GOOD))
    stamp = town.stamp(TOWN)
    done = brought_in(town, asked(*GOOD))

    assert (done.added, done.changed, done.same) == (0, 0, 3)
    assert town.stamp(TOWN) == stamp


def test_a_bad_row_keeps_all_out(town: Store) -> None:
    """Half of a list would be in, and nobody know which half."""
    before, stamp = _names(town), town.stamp(TOWN)
    with pytest.raises(RefusedError):
        brought_in(town, asked(*GOOD, ("904", "", "Długa 7")))
    assert (_names(town), town.stamp(TOWN)) == (before, stamp)

    assert brought_in(town, asked(*GOOD, ("904", "", "Długa 7")), good_only=True).bad == 1
    assert _names(town) - before == {"Jan Kot", "Janina Kot", "Ewa Zięba"}


def test_a_failure_on_the_way_keeps_all_out(town: Store) -> None:
    """A list of a thousand would end at the five hundredth, where the database gave up."""
    before = _names(town)
    with town.reading(TOWN) as unit:
        found = examine(unit, None, asked(*GOOD), NOW)
    assert [one.status for one in found.rows] == [RowStatus.NEW] * 3
    wish = ImportWish(asked=asked(*GOOD), seen=found.digest, good_only=False, by=UserId("anna"), at=NOW)

    def fails(prefix: str) -> str:
        fails_at.append(prefix)
        if len(fails_at) == 2:
            raise StoreError("the disk is full")
        return f"{prefix}-1"

    fails_at: list[str] = []
    travel: TravelTimes = NoTravel()  # type: ignore[assignment]
    with pytest.raises(StoreError), town.writing(TOWN) as unit:
        keep(unit, None, wish, travel, fails)
    assert _names(town) == before
    with town.reading(TOWN) as unit:
        assert unit.imports.all() == {}


def _names(store: Store) -> set[str]:
    with store.reading(TOWN) as unit:
        return kept(unit)
