"""Absences are reported: they take shifts away or cut them."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.ids import ShiftId
from scheduler.domain.rota import Absence
from scheduler.services.rota import (
    report_absence,
    what_remains,
)
from tests.unit.services.absent_town import ABSENCES, TUESDAY, WHOLE, office, several, span, told
from tests.unit.services.rota_town import MONDAY, NOW, absence, all_day, at


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        ("00:00", "23:00", None),
        ("13:00", "23:00", ("06:00", "13:00")),
        ("00:00", "10:00", ("10:00", "14:00")),
        ("08:00", "10:00", ("10:00", "14:00")),
        ("10:00", "13:30", ("06:00", "10:00")),
        ("07:00", "13:30", ("06:00", "07:00")),
        ("06:59", "13:01", None),
        ("14:30", "23:00", ("06:00", "14:00")),
    ],
)
def test_an_absence_for_a_part_of_the_day_leaves_the_longer_rest(
    start: str, end: str, left: tuple[str, str] | None
) -> None:
    """Half a day of a bus would be thrown away for a dentist, or a driver called in for half an hour."""
    kept = office()
    told(kept, absence(at(MONDAY, start), at(MONDAY, end)))

    assert span(kept) == left


def test_overtime_ends_where_the_absence_begins() -> None:
    """A driver with a train to catch would be planned to come home half an hour later."""
    kept = office()
    told(kept, absence(at(MONDAY, "14:10"), at(MONDAY, "20:00")))

    assert kept.shifts()[ShiftId("S")].overtime == timedelta(minutes=10)


def test_a_crew_of_two_goes_on_as_one_but_not_without_its_bus() -> None:
    """A whole bus would stay at home because the attendant is ill, or a crew sit at the base without a bus."""
    kept = office(staff=("A", "N"))
    told(kept, all_day(MONDAY, staff="N"))
    assert kept.shifts()[ShiftId("S")].staff_ids == ("A",)

    told(kept, all_day(MONDAY, vehicle="bus-1", name="N-2"))
    assert kept.shifts() == {}


def test_each_changed_day_has_one_new_version() -> None:
    """A dispatcher would go on with a plan whose bus is in the workshop, and not be told."""
    kept = office()
    told(kept, all_day(MONDAY, days=3))

    assert [kept.version(day) for day in (MONDAY, TUESDAY)] == [2, 0]


def test_what_is_over_stays_as_it_was() -> None:
    """Yesterday's hours would vanish from the accounts when an illness is written down late."""
    kept = office()
    told(kept, all_day(MONDAY), now=at(MONDAY, "14:00"))

    assert span(kept) == ("06:00", "14:00")


def test_unknown_people_and_doubled_absences_are_refused() -> None:
    """An absence of nobody would be kept and take nothing, and the right one be thought written."""
    kept = office()
    with kept.unit() as unit, pytest.raises(NotFoundError):
        report_absence(unit, all_day(MONDAY, staff="Z"), NOW)
    told(kept, all_day(MONDAY))
    with kept.unit() as unit, pytest.raises(ConflictError, match="N-1 already"):
        report_absence(unit, all_day(TUESDAY), NOW)


def test_of_equal_halves_the_one_with_more_hands_is_kept() -> None:
    """The attendant would be sent home though both halves of the day are as long."""
    bus = absence(at(MONDAY, "09:30"), at(MONDAY, "10:30"), vehicle="bus-1")
    nurse = absence(at(MONDAY, "07:00"), at(MONDAY, "08:00"), staff="N", name="N-2")
    left = what_remains(WHOLE, [bus, nurse])

    assert left is not None
    assert (left.start, len(left.staff_ids)) == (at(MONDAY, "10:30"), 2)


@given(st.lists(ABSENCES, max_size=3).map(several))
def test_what_remains_has_nobody_who_is_away(drawn: list[Absence]) -> None:
    """A shift would be planned with a driver who is in hospital, or differ by who was written down first."""
    left = what_remains(WHOLE, drawn)

    assert all(what_remains(WHOLE, order) == left for order in permutations(drawn))
    if left is not None:
        assert WHOLE.start <= left.start < left.end <= WHOLE.end
        assert what_remains(left, drawn) == left
        for one in drawn:
            here = one.staff_id in left.staff_ids or one.vehicle_id is not None
            assert not (here and one.start < left.end + left.overtime and left.start < one.end)
