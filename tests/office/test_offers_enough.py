"""What is read out is the best of all there is, however little of it is worked out."""

from dataclasses import replace
from datetime import date

import pytest

from fixtures.metropolis import metropolis
from scheduler.domain.booking import Offer
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Visit
from scheduler.domain.time import TimeWindow
from tests.office.office import Office

pytestmark = pytest.mark.ordinary_day


def city(most_offers: int) -> Office:
    """Return the office of a made-up city in which two dozen visits have not been asked for yet."""
    town = metropolis(90, 14, seed=4)
    day: date = min(request.day for request in town.requests.values())
    alone = [one for one in town.requests_on(day) if isinstance(one, Visit) and one.group is None][:24]
    visits = [_at_any_hour(one) for one in alone]
    booking = replace(town.policy.booking, most_offers=most_offers)
    apart = {one.id for one in visits}
    left = {key: one for key, one in town.requests.items() if key not in apart}
    policy = replace(town.policy, booking=booking, prices=replace(town.policy.prices, deviation_per_min=300))
    kept = replace(town, requests=left, promises={}, entitlements=(), policy=policy)
    return Office(town=kept, day=day, wishes={str(one.id): one for one in visits})


def _at_any_hour(visit: Visit) -> Visit:
    """Return a visit that may be at any hour, and is wished for at noon."""
    noon = visit.windows[0].start.replace(hour=12, minute=0)
    hours = TimeWindow(start=noon.replace(hour=8), end=noon.replace(hour=15))
    return replace(visit, windows=(hours,), wish=noon)


def told(here: Office, key: RequestId) -> list[Offer]:
    """Return what is read out to a caller."""
    return [replace(one, day_version=0) for one in here.ask(str(key)).offers]


@pytest.mark.parametrize("most", [1, 3])
def test_a_few_offers_are_the_first_of_many(most: int) -> None:
    """The caller would not hear of the best hour, because somebody else's is worked out first."""
    few, many = city(most), city(500)
    compared = 0
    for key in map(RequestId, few.wishes):
        all_of_them = told(many, key)
        assert told(few, key) == all_of_them[:most]
        compared += len(all_of_them) > most
    assert compared > 5
