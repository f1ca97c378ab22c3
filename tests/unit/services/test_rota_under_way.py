"""Somebody falls ill in the middle of a shift: what is done stays, and the shift ends there."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.ids import AbsenceId, ShiftId
from scheduler.domain.rota import Absence
from scheduler.services.rota import cancel_absence, change_absence, what_remains
from tests.unit.services.absent_town import ABSENCES, WHOLE, office, several, span, told
from tests.unit.services.rota_town import MONDAY, Office, absence, all_day, at


def away(start: str, end: str = "23:00") -> Absence:
    """Return an absence of A for the rest of the day, or less."""
    return absence(at(MONDAY, start), at(MONDAY, end))


@pytest.mark.parametrize(
    ("start", "end", "now", "left"),
    [
        ("08:00", "23:00", "08:00", ("06:00", "08:00")),
        ("06:20", "23:00", "06:20", ("06:00", "06:20")),  # shorter than anybody would come for
        ("08:00", "09:00", "08:05", ("06:00", "08:00")),  # the longer rest is later, but the past is the past
        ("08:00", "09:00", "05:59", ("09:00", "14:00")),  # reported before: it is planned around
        ("12:00", "23:00", "08:00", ("06:00", "12:00")),
        ("05:00", "23:00", "08:00", ("06:00", "06:00")),  # nobody came: it has no time, and does not vanish
        ("14:10", "23:00", "14:05", ("06:00", "14:00")),  # in overtime
    ],
)
def test_a_shift_under_way_keeps_its_beginning(start: str, end: str, now: str, left: tuple[str, str]) -> None:
    """A driver who falls ill at eight would never have been there, with two people in the bus."""
    kept = office()
    told(kept, away(start, end), now=at(MONDAY, now))

    assert span(kept) == left


def test_the_other_one_goes_on() -> None:
    """The whole bus would stop because the attendant is ill."""
    kept = office(staff=("A", "N"))
    told(kept, absence(at(MONDAY, "08:00"), at(MONDAY, "23:00"), staff="N"), now=at(MONDAY, "08:00"))

    assert span(kept) == ("06:00", "14:00")
    assert kept.shifts()[ShiftId("S")].staff_ids == ("A",)


def test_a_vehicle_that_breaks_ends_the_shift_of_all_its_crew() -> None:
    """A crew would go on without the bus that is in the workshop."""
    kept = office(staff=("A", "N"))
    told(kept, absence(at(MONDAY, "09:00"), at(MONDAY, "23:00"), staff="", vehicle="bus-1"), now=at(MONDAY, "09:00"))

    assert span(kept) == ("06:00", "09:00")
    assert kept.shifts()[ShiftId("S")].staff_ids == ("A", "N")


def changed(kept: Office, after: Absence, now: str) -> None:
    """Change the absence that was reported."""
    with kept.unit() as unit:
        change_absence(unit, after, at(MONDAY, now))


def test_taken_back_the_shift_is_as_it_was() -> None:
    """After a false alarm the driver would sit at the base for the rest of the day."""
    kept = office()
    told(kept, away("08:00"), now=at(MONDAY, "08:00"))
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), at(MONDAY, "08:30"))

    assert span(kept) == ("06:00", "14:00")


def test_a_correction_of_its_end_says_nothing_of_its_beginning() -> None:
    """An absence that was planned for last week would cut off the afternoon, because somebody corrects it today."""
    kept = office()
    told(kept, away("05:00", "08:00"))
    assert span(kept) == ("08:00", "14:00")
    changed(kept, away("05:00", "08:30"), "09:00")
    assert span(kept) == ("08:30", "14:00")


def test_a_correction_of_its_beginning_counts_from_then() -> None:
    """Who stays an hour longer after all would be planned as if they had never come."""
    kept = office()
    told(kept, away("08:00"), now=at(MONDAY, "08:00"))
    changed(kept, away("09:00"), "08:10")
    assert span(kept) == ("06:00", "09:00")
    kept = office()
    told(kept, away("12:00"))
    changed(kept, away("06:40", "09:00"), "06:40")
    assert span(kept) == ("06:00", "06:40"), "told in time for noon, and suddenly for now"


def test_a_shift_that_began_late_keeps_its_own_beginning() -> None:
    """Whoever came at ten, after the dentist, and falls ill at noon would be taken to have left at nine."""
    kept = office()
    told(kept, away("06:30", "10:00"))
    assert span(kept) == ("10:00", "14:00")
    told(kept, replace(away("12:00"), id=AbsenceId("N-2")), now=at(MONDAY, "12:00"))
    assert span(kept) == ("10:00", "12:00")


def test_what_is_told_before_a_late_beginning_is_planned_around() -> None:
    """Who is to come at ten and calls at eight to come at eleven would be taken to have come and gone."""
    kept = office()
    told(kept, away("06:30", "10:00"))
    told(kept, replace(away("10:00", "11:00"), id=AbsenceId("N-2")), now=at(MONDAY, "08:00"))
    assert span(kept) == ("11:00", "14:00")


@given(drawn=st.lists(ABSENCES, min_size=1, max_size=4), minute=st.integers(1, 480))
def test_the_past_stays_whatever_comes_together(drawn: list[Absence], minute: int) -> None:
    """Two illnesses and a flat tyre on one day would make a shift vanish that has people aboard."""
    now = WHOLE.start + timedelta(minutes=minute)
    absences = [replace(one, reported_at=now) for one in several(drawn)]
    left = what_remains(WHOLE, absences)
    assert left is not None
    assert left.start == WHOLE.start
    assert left.end <= WHOLE.end
    for one in absences:
        if one.staff_id in left.staff_ids or one.vehicle_id is not None:
            assert one.start >= left.end or one.end <= left.start or left.end == left.start
    for other in permutations(absences):
        assert what_remains(WHOLE, other) == left


def test_a_new_absence_of_another_does_not_bring_the_past_into_it() -> None:
    """A shift that was cut yesterday would be made whole by somebody else's illness."""
    kept = office(staff=("A", "N"))
    told(kept, all_day(MONDAY, staff="N"))
    told(kept, replace(away("08:00"), id=AbsenceId("N-2")), now=at(MONDAY, "08:00"))
    assert span(kept) == ("06:00", "08:00")
    assert kept.shifts()[ShiftId("S")].staff_ids == ("A",)
