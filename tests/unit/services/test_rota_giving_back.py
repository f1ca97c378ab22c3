"""Absences are changed and taken back: what they took is there again."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.ids import AbsenceId, ShiftId, StaffId
from scheduler.domain.rota import Absence
from scheduler.services.rota import (
    cancel_absence,
    change_absence,
    keep_pattern,
    roll_rota,
    what_remains,
)
from tests.unit.services.absent_town import ABSENCES, TUESDAY, office, several, span, told
from tests.unit.services.rota_town import MONDAY, NOW, WARSAW, Office, absence, all_day, at, pattern, staffed


def test_a_cancelled_absence_brings_back_what_was_edited_by_hand() -> None:
    """Shifts of an imported town, which no pattern makes, would be lost when somebody gets well."""
    kept = office()
    before = kept.shifts()
    told(kept, absence(at(MONDAY, "13:00"), at(MONDAY, "23:00")))
    with kept.unit() as unit:
        change = cancel_absence(unit, AbsenceId("N-1"), NOW)

    assert kept.shifts() == before
    assert (change.changed, change.days) == (("S",), (MONDAY,))


def test_a_shift_edited_during_an_absence_is_not_brought_back() -> None:
    """The dispatcher's own arrangement would be overwritten when the absence is taken out."""
    kept = office()
    told(kept, all_day(MONDAY))
    with kept.unit() as unit:
        unit.shifts.put(replace(office().shifts()[ShiftId("S")], staff_ids=(StaffId("B"),)))
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)

    assert kept.shifts()[ShiftId("S")].staff_ids == ("B",)


def test_a_changed_absence_takes_only_what_it_takes_now() -> None:
    """Two days of leave made one would keep the bus at home for two."""
    kept = office(TUESDAY)
    told(kept, all_day(MONDAY, days=2))
    assert kept.shifts() == {}
    with kept.unit() as unit:
        effect = change_absence(unit, all_day(MONDAY - timedelta(days=1), days=2), NOW)

    assert span(kept) == ("06:00", "14:00")
    assert effect.days == (TUESDAY,)
    assert kept.version(TUESDAY) == 3


def test_a_changed_absence_says_what_is_lost_and_what_is_back() -> None:
    """The dispatcher would phone people whose worker is there again, and not those whose worker leaves earlier."""
    kept = office()
    told(kept, absence(at(MONDAY, "12:00"), at(MONDAY, "20:00")))
    for end, lost, back in (("10:00", True, False), ("10:00", False, False), ("13:00", False, True)):
        with kept.unit() as unit:
            effect = change_absence(unit, absence(at(MONDAY, end), at(MONDAY, "20:00")), NOW)
        assert span(kept) == ("06:00", end)
        assert (bool(effect.shifts), bool(effect.given_back)) == (lost, back)
        assert bool(effect.days) == (lost or back)


def test_absences_take_from_shifts_that_are_made_later() -> None:
    """A driver on leave next month would be on the rota as soon as the month is rolled."""
    kept = Office(staffed().build())
    told(kept, all_day(TUESDAY))
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    assert TUESDAY not in {one.day for one in kept.shifts().values()}

    with kept.unit() as unit:
        roll_rota(unit, MONDAY, TUESDAY, now=NOW)
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)
    assert TUESDAY in {one.day for one in kept.shifts().values()}


def test_a_pattern_changed_during_an_absence_comes_back_as_it_is_now() -> None:
    """The driver would come back from leave to last month's hours."""
    kept = Office(staffed().build())
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    told(kept, all_day(TUESDAY))
    with kept.unit() as unit:
        keep_pattern(unit, pattern(end=at(MONDAY, "12:00").time()), now=NOW)
    with kept.unit() as unit:
        cancel_absence(unit, AbsenceId("N-1"), NOW)

    assert {f"{one.end:%H:%M}" for one in kept.shifts().values()} == {"12:00"}
    assert TUESDAY in {one.day for one in kept.shifts().values()}


def test_an_absence_may_be_changed_to_begin_earlier() -> None:
    """A flu that began on Monday could not be written down once Tuesday was."""
    kept = Office(staffed().build())
    with kept.unit() as unit:
        keep_pattern(unit, pattern(), now=NOW)
    told(kept, all_day(TUESDAY))
    with kept.unit() as unit:
        change_absence(unit, all_day(MONDAY), NOW)
    days = {one.day for one in kept.shifts().values()}
    assert TUESDAY in days
    assert MONDAY not in days


@settings(max_examples=25, deadline=None)
@given(st.lists(ABSENCES, min_size=1, max_size=3).map(several), st.data())
def test_all_absences_cancelled_in_any_order_leave_the_rota_as_it_was(
    drawn: list[Absence], data: st.DataObject
) -> None:
    """Each illness would leave a scar on the rota."""
    kept = office(staff=("A", "N"))
    before = kept.shifts()
    now = datetime(2026, 11, 20, 8, 0, tzinfo=WARSAW)
    told(kept, *drawn, now=now)
    assert kept.shifts().get(ShiftId("S")) == what_remains(before[ShiftId("S")], drawn)
    for one in data.draw(st.permutations(drawn)):
        with kept.unit() as unit:
            cancel_absence(unit, one.id, now)

    assert kept.shifts() == before
