"""Days that are open on a desk are read anew when what they follow from has changed, and only then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.roster import Shift
from tests.office.office import Office
from tests.office.test_working import small


def _moved(shift: Shift, days: int) -> Shift:
    by = timedelta(days=days)
    return replace(shift, day=shift.day + by, start=shift.start + by, end=shift.end + by)


def _seen_anew(here: Office, days: int) -> bool:
    """Return whether a day is opened anew after its first shift has moved by so many days from where it is."""
    with here.store.reading(here.id) as unit:
        before = here.days.get(unit, here.day)
    with here.store.writing(here.id) as unit:
        shift = next(iter(unit.shifts.all().values()))
        unit.shifts.put(_moved(shift, days))
    with here.store.reading(here.id) as unit:
        return here.days.get(unit, here.day) is not before


@pytest.mark.parametrize("days", [1, 30])
def test_a_shift_that_leaves_the_day_takes_its_offers_with_it(days: int) -> None:
    """A caller would be promised a crew that works in another month by now."""
    assert _seen_anew(small(), days)


def test_a_shift_that_comes_near_is_seen() -> None:
    """A crew that came home at midnight would be sent out at six, because its rest was not looked at."""
    here = small()
    _seen_anew(here, 30)
    assert _seen_anew(here, -28)


def test_a_shift_of_another_month_is_nothing_to_the_day() -> None:
    """A desk would read its days anew for every rota of the next quarter."""
    here = small()
    _seen_anew(here, 30)
    assert not _seen_anew(here, 30)
