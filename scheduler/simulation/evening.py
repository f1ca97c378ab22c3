"""The evening of a day that was played: the office says what no crew has told, and closes it."""

from collections.abc import Container, Sequence
from datetime import date, datetime

from scheduler.domain.actuals import FinalOutcome
from scheduler.domain.closing import About, Closing, WayHome
from scheduler.domain.ids import ClientId, RequestId, TownId, UserId
from scheduler.services.closing.closing import close_day, view_of
from scheduler.services.closing.stating import Said, state_of_request
from scheduler.services.dispatching import Hand
from scheduler.services.ports import Store, TravelTimes

OLA = UserId("U-simulated")


def close_evening(store: Store, town_id: TownId, travel: TravelTimes, day: date, now: datetime) -> Closing:
    """Close a day that is over, once all is said that has to be."""
    said: set[tuple[RequestId, About]] = set()
    while statements := _statements(store, town_id, day, said):
        for one in statements:
            said.add((one.request_id, one.about))
            with store.writing(town_id) as unit:
                state_of_request(unit, day, one, by=OLA, now=now)
    with store.writing(town_id) as unit:
        return close_day(unit, travel, day, Hand(by=OLA, at=now))


def _statements(store: Store, town_id: TownId, day: date, said: Container[tuple[RequestId, About]]) -> Sequence[Said]:
    """Return what somebody has to say before the day can be closed, and has not said; other things may follow from it.

    What became of requests comes first: of whoever was not taken anywhere nobody has to know how they got home.
    """
    with store.reading(town_id) as unit:
        view = view_of(unit, day)
    missing = dict.fromkeys((one.request_id, About.OUTCOME) for one in view.missing)
    stranded = dict.fromkeys((one.request_id, About.WAY_HOME) for one in view.stranded)
    for wanted in (missing, stranded):
        if left := [key for key in wanted if key not in said]:
            return [
                _said(*key, tuple(one.client_id for one in view.stranded if one.request_id == key[0])) for key in left
            ]
    return ()


def _said(request_id: RequestId, about: About, out: tuple[ClientId, ...]) -> Said:
    if about is About.OUTCOME:
        return Said(request_id=request_id, about=about, outcome=FinalOutcome.MISSED, reason="nobody came; phoned")
    return Said(
        request_id=request_id,
        about=about,
        client_ids=out,
        way_home=WayHome.TAXI,
        reason="a taxi for each, sent by the office",
    )
