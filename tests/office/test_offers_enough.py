"""What is read out is the best of all there is, however little of it is worked out."""

from dataclasses import replace
from datetime import date

import pytest

from fixtures.demo.index import build_town
from scheduler.domain.booking import Offer
from scheduler.domain.ids import RequestId
from scheduler.domain.request import Visit
from tests.office.office import Office


def city(most_offers: int) -> Office:
    """Return a demo town's office in which two dozen visits have not been asked for yet."""
    town = build_town("starachowice")
    day: date = min(request.day for request in town.requests.values())
    visits = [one for one in town.requests_on(day) if isinstance(one, Visit) and one.group is None][:24]
    booking = replace(town.policy.booking, most_offers=most_offers)
    apart = {one.id for one in visits}
    left = {key: one for key, one in town.requests.items() if key not in apart}
    policy = replace(town.policy, booking=booking)
    kept = replace(town, requests=left, promises={}, entitlements=(), policy=policy)
    return Office(town=kept, day=day, wishes={str(one.id): one for one in visits})


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
