"""The evening of people who went out together: each of them has to be at home, not one of them."""

import pytest

from scheduler.domain.closing import WayHome
from scheduler.domain.errors import InputError
from scheduler.domain.ids import ClientId
from tests.office.calendars import DayBuilder
from tests.office.closing_day import close, codes, published, reported, state, view
from tests.office.office import Office


@pytest.fixture
def sisters() -> tuple[Office, str, ClientId, ClientId]:
    """Two sisters were taken to the hospital in one ride, and nobody booked a way back."""
    builder = DayBuilder().add_place("baza").add_place("szpital", at=(2, 1)).add_bus("07:00-15:00")
    builder.add_client()
    one = builder.client_id
    builder.add_client(home=builder.clients[one].home)
    other = builder.client_id
    builder.add_ride("09:00-09:30", to="szpital", client=(one, other))
    here = published(builder)
    reported(here)
    return here, str(next(iter(here.town.requests))), one, other


@pytest.mark.parametrize("known", [[], [0], [1]])
def test_a_day_does_not_close_over_one_of_two(
    sisters: tuple[Office, str, ClientId, ClientId], known: list[int]
) -> None:
    """A taxi took Helena; Zofia sat in the hospital's hall all night, and the office thought of "the ride" as home."""
    here, key, *both = sisters
    left = [one for place, one in enumerate(both) if place not in known]
    with pytest.raises(InputError, match="nobody knows how they got home") as refused:
        state(here, key, WayHome.TAXI, of=[both[place] for place in known])

    assert all(one in str(refused.value) for one in left)
    assert {one.client_id for one in view(here).stranded} == set(both)
    assert codes(here) == ["no_way_home"]


def test_who_names_everybody_may_close(sisters: tuple[Office, str, ClientId, ClientId]) -> None:
    """Both are at home, and the evening would not end."""
    here, key, *both = sisters
    state(here, key, WayHome.TAXI, of=both)

    assert view(here).stranded == ()
    assert close(here).number == 1


def test_nobody_of_another_party_is_named(sisters: tuple[Office, str, ClientId, ClientId]) -> None:
    """A slip of the id would stand in the record as somebody's way home."""
    here, key, *both = sisters
    with pytest.raises(InputError, match="does not fit"):
        state(here, key, WayHome.TAXI, of=[*both, ClientId("somebody-else")])
