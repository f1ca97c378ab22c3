"""Steps at the desk: calls, promises, other times, endings, clients that want to be forgotten."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, rule

from scheduler.domain.booking import Offer
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.request import Request
from scheduler.domain.time import TimeWindow
from scheduler.services.booking import Answer, Ending, end_bookings
from scheduler.services.erasing import erase_client
from scheduler.services.keeping import keep_town
from scheduler.services.ports import UnitOfWork
from scheduler.services.renegotiating import NewTime, other_times
from scheduler.services.wishing import check_requests
from tests.days.machine import OfficesMachine
from tests.days.model import Model
from tests.office.office import ANNA, Office

WHICH, DAYS = st.integers(0, 30), st.integers(0, 1)


class DeskSteps(OfficesMachine):
    """What happens on the telephone."""

    answers = Bundle("answers")

    def call(self, here: Office, group: Sequence[RequestId], days: Sequence[date]) -> Answer:
        """Ask for a group: for the first time as it is wished, afterwards as it is booked, for another time."""
        requests: list[Request] = [self.model.request(key) or self.wishes[key] for key in group]
        with here.store.reading(here.id) as unit:
            check_requests(unit, requests)
        return here.desk.ask(here.call, requests, days)

    @rule(which=WHICH, offer=WHICH, day=DAYS)
    def book(self, which: int, offer: int, day: int) -> None:
        """Somebody calls and takes an offer, if there is one; whoever has a booking gets another time."""
        group, wanted = self.group(which), [self.day(day), self.day(day + 1)]

        def booked(here: Office) -> Offer | None:
            answer = self.call(here, group, wanted if which % 2 else wanted[:1])
            return _accepted(here, answer, offer)

        self._promise(self.do(booked))

    @rule(target=answers, which=WHICH, day=DAYS)
    def ask(self, which: int, day: int) -> Any:
        """Somebody calls."""
        return self.do_all(lambda here: self.call(here, self.group(which), [self.day(day)]))

    @rule(answer=consumes(answers), which=WHICH)
    def accept(self, answer: list[Answer | None], which: int) -> None:
        """One of the offers is taken after others have called."""
        mine = dict(zip(map(id, self.offices), answer, strict=True))
        self._promise(self.do(lambda here: _accepted(here, mine[id(here)], which)))

    @rule(which=WHICH, offer=WHICH, day=DAYS, later=st.sampled_from([-120, -45, 0, 30, 90]))
    def renegotiate(self, which: int, offer: int, day: int, later: int) -> None:
        """Somebody wants another time, or the other day, for what is promised."""
        wanted = self.day(day)

        def moved(here: Office) -> Offer | None:
            with here.store.reading(here.id) as unit:
                bookings = [unit.bookings.get(key) for key in self.group(which)]
                shift = wanted - bookings[0].day + timedelta(minutes=later)
                times = {one.id: NewTime(windows=_shifted(one.request.windows, shift)) for one in bookings}
                requests = other_times(unit, times, wanted)
                check_requests(unit, requests)
            return _accepted(here, here.desk.ask(here.call, requests, [wanted]), offer)

        self._promise(self.do(moved))

    @rule(which=WHICH, by_office=st.booleans(), one_leg=st.booleans())
    def end(self, which: int, by_office: bool, one_leg: bool) -> None:
        """A booking, or one leg of it, is cancelled or withdrawn."""
        keys = self.group(which)[: 1 if one_leg else None]
        known = all(self.may_end(key) for key in keys)

        def ended(here: Office, unit: UnitOfWork) -> Any:
            ending = Ending(by=ANNA, at=here.clock.now(), by_office=by_office)
            return end_bookings(unit, here.travel, keys, ending, alone=one_leg)

        done = self.write(ended)
        assert (done is not None) == known
        if done is not None:
            now = self.offices[0].clock.now()
            told = [self.model.status_of(key, now, by_office=by_office) for key in keys]
            assert [one.status for one in done] == told
            self.model.end(keys, now, by_office=by_office)

    @rule(which=WHICH)
    def erase(self, which: int) -> None:
        """A client wants to be forgotten: not while something is promised, or has to be accounted for."""
        clients = sorted(self.model.town.clients)
        client = clients[which % len(clients)]
        may = self.model.may_be_erased(client, self.offices[0].clock.now()) and client not in self._unclear()
        done = self.write(lambda here, unit: erase_client(unit, client, by=ANNA, now=here.clock.now()))
        assert (done is not None) == may
        if may:
            self.model.erased.add(client)

    def _unclear(self) -> set[ClientId]:
        """Return the clients of whom nobody has found out yet why they did not answer."""
        here = self.offices[0]
        with here.store.reading(here.id) as unit:
            return {one.client_id for one in unit.checks.all().values() if one.open}

    def import_again(self) -> None:
        """Somebody imports the same town once more: nothing of what has come since may go."""
        assert self.write(lambda here, unit: _imported(here, unit, self.model)) is None

    def _promise(self, offer: Offer | None) -> None:
        if offer is not None:
            self.model.accepted(offer)


def _accepted(here: Office, answer: Answer | None, which: int) -> Offer | None:
    if answer is None or not answer.offers:
        return None
    offer = answer.offers[which % len(answer.offers)]
    here.desk.accept(here.call, answer.enquiry.id, offer)
    return offer


def _shifted(windows: Sequence[TimeWindow], by: timedelta) -> tuple[TimeWindow, ...]:
    return tuple(TimeWindow(start=one.start + by, end=one.end + by) for one in windows)


def _imported(here: Office, unit: UnitOfWork, model: Model) -> bool:
    keep_town(unit, model.town, here.clock.now())
    return True
