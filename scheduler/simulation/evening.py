"""The evening of a day that was played: the office says what no crew has told, and closes it."""

from collections.abc import Iterator
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
    for said in _statements(store, town_id, day):
        with store.writing(town_id) as unit:
            state_of_request(unit, day, said, by=OLA, now=now)
    with store.writing(town_id) as unit:
        return close_day(unit, travel, day, Hand(by=OLA, at=now))


def _statements(store: Store, town_id: TownId, day: date) -> Iterator[Said]:
    """Yield what somebody has to say before the day can be closed, one after the other."""
    said: set[tuple[RequestId, About]] = set()
    while True:
        with store.reading(town_id) as unit:
            view = view_of(unit, day)
        wanted = [(one.request_id, About.OUTCOME) for one in view.missing]
        wanted += [(one.request_id, About.WAY_HOME) for one in view.stranded]
        left = [one for one in dict.fromkeys(wanted) if one not in said]
        if not left:
            return
        said.add(left[0])
        yield _said(*left[0], tuple(one.client_id for one in view.stranded if one.request_id == left[0][0]))


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
