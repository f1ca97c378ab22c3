"""A call that leads to a door which is not there any more, because who lived there was erased."""

from dataclasses import replace

import pytest

from scheduler.domain.errors import ConflictError
from scheduler.domain.ids import PlaceId
from scheduler.domain.place import Door
from scheduler.domain.request import Visit
from tests.office.office import office
from tests.office.visits import physio

pytestmark = pytest.mark.ordinary_day


def test_it_is_refused_in_words() -> None:
    """Whoever goes on with an old call would see that something is broken, and not what."""
    builder, ids = physio("09:00-15:00")
    here = office(builder, ids)
    wish = here.wishes[ids[0]]
    assert isinstance(wish, Visit)
    with here.store.writing(here.id) as unit:
        unit.places.put(replace(unit.places.get(wish.door.place_id), id=PlaceId("u Ali")))
    here.wishes[ids[0]] = replace(wish, door=Door(place_id=PlaceId("u Ali")))
    answer = here.ask(*ids)
    with here.store.writing(here.id) as unit:
        unit.places.remove(PlaceId("u Ali"))

    with pytest.raises(ConflictError, match="no place u Ali"):
        here.desk.again(here.call, answer.enquiry.id)
    with pytest.raises(ConflictError, match="no place u Ali"):
        here.desk.accept(here.call, answer.enquiry.id, answer.offers[0])
