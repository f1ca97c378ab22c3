"""What every store does with closed days: who is erased goes out of the words, and stays in the numbers."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.actuals import Person
from scheduler.domain.closing import About, WayHome
from scheduler.domain.ids import DistrictId, RequestId
from scheduler.services.erasing import erase_client
from scheduler.services.exporting import export_client
from scheduler.services.ports import Store
from tests.store.filled import OLA, fill
from tests.store.sample_days import TWICE
from tests.store.samples import DAY, KEY, NAME, NEXT_DAY, SISTER, TOWN, actual, booking, closing, ride, statement

pytestmark = pytest.mark.ordinary_day
NORTH = DistrictId("północ")
AFTER = datetime(2040, 1, 2, 12, tzinfo=ZoneInfo("Europe/Warsaw"))


def put_all(store: Store) -> None:
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(ride("R-02", clients=(KEY, SISTER)), promise=None, published=None))
        unit.statements.put(statement("R-02"))
        unit.statements.put(statement("R-02", about=About.DISPUTE, way_home=None, reason="nikogo nie było"))
        unit.statements.put(statement("R-09", day=NEXT_DAY, clients=("K-99",), reason="ktoś inny"))
        unit.actuals.put(actual("R-02", district_id=NORTH))
        unit.actuals.put(actual("R-09", day=NEXT_DAY))
        unit.closings.put(closing(1))
        unit.closings.put(closing(2, opened_at=None))
        unit.closings.put(closing(1, day=NEXT_DAY))


def test_closed_days_are_found_by_their_day(store: Store) -> None:
    """March's settlement would have the first of April in it."""
    fill(store)
    put_all(store)
    with store.reading(TOWN) as unit:
        assert unit.closings.between(DAY, DAY) == {
            "2026-10-25.1": closing(1), "2026-10-25.2": closing(2, opened_at=None),
        }  # fmt: skip
        assert unit.actuals.between(NEXT_DAY, NEXT_DAY) == {"R-09": actual("R-09", day=NEXT_DAY)}
        assert set(unit.statements.between(DAY, DAY)) == {"R-02:way_home", "R-02:dispute"}


def test_an_erased_client_goes_out_of_the_words_and_stays_in_the_numbers(store: Store) -> None:
    """Last year's statistics would change with whoever is erased, or tell who took the old woman home."""
    fill(store)
    put_all(store)
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        said = {key: one.reason for key, one in unit.statements.all().items()}
        assert said == {"R-02:way_home": "", "R-02:dispute": "", "R-09:way_home": "ktoś inny"}
        assert unit.statements.get("R-02:way_home") == replace(statement("R-02"), reason="", way_home=WayHome.OTHER)
        assert unit.actuals.get(RequestId("R-02")) == actual("R-02", district_id=NORTH)
        assert unit.closings.get("2026-10-25.1") == closing(1)


def test_what_was_withdrawn_is_kept_until_its_client_is_erased(store: Store) -> None:
    """Why the office was wrong about somebody would be lost, or be read after they are erased."""
    fill(store)
    withdrawn = replace(
        statement("R-02"), withdrawn_at=TWICE, withdrawn_by=OLA, withdrawn_because="to nie ona, to siostra"
    )
    with store.writing(TOWN) as unit:
        unit.bookings.put(booking(ride("R-02", clients=(KEY, SISTER)), promise=None, published=None))
        unit.statements.put(withdrawn)
    with store.reading(TOWN) as unit:
        assert unit.statements.get(withdrawn.id) == withdrawn
    with store.writing(TOWN) as unit:
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        left = unit.statements.get(withdrawn.id)
    assert left == replace(withdrawn, reason="", way_home=WayHome.OTHER, withdrawn_because="")


@pytest.mark.parametrize("day", [DAY, NEXT_DAY])
def test_why_a_day_was_opened_again_names_nobody_who_was_erased(store: Store, day: date) -> None:
    """A resident's name would stand in the reason for ever, also of a day on which nothing was booked for them."""
    fill(store)
    with store.writing(TOWN) as unit:
        unit.closings.put(closing(day=day, opened_because=f"{NAME.upper()} dzwoniła, kierowca jej nie odwiózł"))
        erase_client(unit, KEY, by=OLA, now=AFTER)
    with store.reading(TOWN) as unit:
        (kept,) = unit.closings.all().values()
    assert kept == closing(day=day, opened_because=f"{KEY} dzwoniła, kierowca jej nie odwiózł")


def test_an_export_tells_no_more_of_others_than_who_they_were(store: Store) -> None:
    """Whoever shared a ride would read how old the other one is, and in which part of the town she lives."""
    fill(store)
    put_all(store)
    with store.reading(TOWN) as unit:
        told = {one: export_client(unit, one, AFTER).actuals for one in (KEY, SISTER)}
    (mine,), (hers,) = ([one for one in found if one.id == "R-02"] for found in told.values())
    assert mine.people == (actual().people[0], Person(client_id=SISTER))
    assert mine.district_id == NORTH
    assert hers.people == (Person(client_id=KEY), actual().people[1])
    assert hers.district_id is None, "it is the first one's"


def test_an_export_has_what_was_said_and_written_down(store: Store) -> None:
    """A resident would not be told what the office wrote about how they got home."""
    fill(store)
    put_all(store)
    with store.reading(TOWN) as unit:
        record = export_client(unit, KEY, AFTER)
    assert [one.id for one in record.statements] == ["R-02:way_home", "R-02:dispute"]
    assert [one.id for one in record.actuals] == ["R-02"]
