"""Two dispatchers at one list of calls: no try is lost, nobody is listed twice."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.booking import EnquiryOutcome
from scheduler.domain.client import Channel
from scheduler.domain.errors import ConflictError, StaleError
from scheduler.domain.ids import NoticeId
from scheduler.domain.notices import Attempt, Notice, NoticeKind, NoticeOutcome
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import note_attempt, publish, remind
from scheduler.services.waiting import called, put_on_list, take_off
from scheduler.store.sql import Ring, SqlStore, open_store
from tests.office.office import ANNA, Office, office


@contextmanager
def published(url: str, ring: Ring) -> Iterator[tuple[Office, SqlStore]]:
    """Give an office whose day is published, with one notice to do, and the store of another server."""
    builder = TownBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=30)
    with open_store(url, ring) as one, open_store(url, ring) as other:
        here = office(builder, (), one)
        with one.writing(here.id) as unit:
            publish(unit, here.travel, here.day, here.hand, here.new_id)
        yield here, other


def notices(here: Office) -> list[Notice]:
    """Return all notices of the day."""
    with here.store.reading(here.id) as unit:
        return list(unit.notices.between(here.day, here.day).values())


@contextmanager
def beside(here: Office, do: Thread) -> Iterator[UnitOfWork]:
    """Give a unit; before it ends, somebody else begins with something, and may get as far as they are let."""
    with here.store.writing(here.id) as unit:
        yield unit
        do.start()
        do.join(timeout=0.5)
    do.join(timeout=30)
    assert not do.is_alive()


@pytest.mark.parametrize("first", [NoticeOutcome.NO_ANSWER, NoticeOutcome.TOLD])
def test_of_two_tries_at_once_none_is_lost(first: NoticeOutcome, database_url: str, ring: Ring) -> None:
    """A client would be phoned again about what a colleague has just told them."""
    with published(database_url, ring) as (here, other):
        (notice,) = notices(here)
        mine = Attempt(at=here.clock.now(), by=ANNA, channel=Channel.PHONE, outcome=first)
        theirs = Attempt(at=here.clock.now(), by=ANNA, channel=Channel.SMS, outcome=NoticeOutcome.NO_ANSWER)
        refused: list[Exception] = []

        def try_too() -> None:
            try:
                with other.writing(here.id) as unit:
                    note_attempt(unit, NoticeId(notice.id), theirs)
            except ConflictError as error:
                refused.append(error)

        with beside(here, Thread(target=try_too)) as unit:
            note_attempt(unit, NoticeId(notice.id), mine)
        (after,) = notices(here)
        told = first is NoticeOutcome.TOLD
        assert after.attempts == ((mine,) if told else (mine, theirs))
        assert bool(refused) == told


def test_two_who_open_the_list_of_reminders_at_once_make_one(database_url: str, ring: Ring) -> None:
    """Everybody in town would be reminded twice."""
    with published(database_url, ring) as (here, other):

        def remind_too() -> None:
            with other.writing(here.id) as unit:
                remind(unit, here.day, here.new_id)

        with beside(here, Thread(target=remind_too)) as unit:
            remind(unit, here.day, here.new_id)
        assert [one.kind for one in notices(here)].count(NoticeKind.REMINDER) == 1


def test_who_was_taken_off_the_waiting_list_stays_off(database_url: str, ring: Ring) -> None:
    """A resident who has just given up would wait for ever, and be phoned each time that a place is free."""
    builder = TownBuilder().add_staff().add_shift("08:00-16:00")
    builder.add_visit(window="09:00-12:00", length_min=30)
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = office(builder, list(builder.requests), one)
        (key,) = [here.ask(wish).enquiry.id for wish in here.wishes]
        with one.writing(here.id) as unit:
            put_on_list(unit, key, here.clock.now(), until=here.day)
        ended: list[object] = []

        def give_up() -> None:
            with other.writing(here.id) as unit:
                ended.append(take_off(unit, key, here.clock.now(), outcome=EnquiryOutcome.GONE))

        with suppress(StaleError), beside(here, Thread(target=give_up)) as unit:
            called(unit, key, here.clock.now())
        if not ended:  # it came too late to be the first one
            give_up()
        with one.reading(here.id) as unit:
            assert unit.waiting.find(key) is None
            assert unit.enquiries.get(key).outcome is EnquiryOutcome.GONE
