"""Two servers that are sent the same events at once: each event is kept once, and every phone is told so."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Thread

from scheduler.domain.accounts import Role
from scheduler.domain.events import EventKind
from scheduler.domain.ids import EventId, TownId, UserId
from scheduler.services.access import Principal
from scheduler.services.field import Batch, Outcome, Recorded, Reported, record
from scheduler.services.ports import Store, UnitOfWork
from scheduler.store.sql import Ring
from tests.office.office import Office
from tests.store.samples import event
from tests.store.test_notice_races import published

PATIENCE_S = 30


@dataclass
class Interrupted:
    """A store at whose first unit somebody else does something, after it has read and before it is written."""

    store: Store
    meanwhile: Callable[[], None]
    units: int = 0
    thread: Thread = field(init=False)

    @contextmanager
    def writing(self, town_id: TownId) -> Iterator[UnitOfWork]:
        with self.store.writing(town_id) as unit:
            yield unit
            self.units += 1
            if self.units == 1:
                self.thread = Thread(target=self.meanwhile)
                self.thread.start()
                self.thread.join(timeout=0.5)  # on SQLite it waits for the end of this unit

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


def send(here: Office, store: Store, numbers: Sequence[int]) -> Recorded:
    """Send events of the only task to a server."""
    with store.reading(here.id) as unit:
        shift_id, (task, *_) = next(iter(unit.plans.orders(here.day, unit.days.get(here.day).published or 0).items()))
    events = [
        Reported(id=event(number).id, day=here.day, shift_id=shift_id, task_id=task, kind=EventKind.ARRIVED,
                 sequence=number, at=here.clock.now())
        for number in numbers
    ]  # fmt: skip
    who = Principal(user_id=UserId("U"), town_id=here.id, role=Role.DISPATCHER)
    return record(store, who, Batch(device_id="phone", sent_at=here.clock.now(), events=events), here.clock.now())


def outcomes(told: Recorded) -> dict[EventId, Outcome]:
    return {one.id: one.outcome for one in told.events}


def kept(here: Office) -> list[int]:
    with here.store.reading(here.id) as unit:
        return sorted(one.sequence for one in unit.events.all().values())


def test_a_batch_that_comes_to_two_servers_at_once_is_kept_once(database_url: str, ring: Ring) -> None:
    """The slower server would send an error, and the phone drop or repeat what it has queued."""
    with published(database_url, ring) as (here, other):
        theirs: list[Recorded] = []
        slow = Interrupted(here.store, lambda: theirs.append(send(here, other, [4, 3, 2])))
        mine = outcomes(send(here, slow, [1, 2, 3]))  # type: ignore[arg-type]  # it is one but for its name
        slow.thread.join(timeout=PATIENCE_S)
        others = outcomes(theirs[0])

        assert kept(here) == [1, 2, 3, 4]
        assert (mine[event(1).id], others[event(4).id]) == (Outcome.KEPT, Outcome.KEPT)
        for both in (event(2).id, event(3).id):
            assert {mine[both], others[both]} == {Outcome.KEPT, Outcome.KNOWN}


def test_phones_that_send_again_and_again_make_nothing_twice(database_url: str, ring: Ring) -> None:
    """After an hour without signal everybody sends everything at once, and an event would be there twice, or not."""
    with published(database_url, ring) as (here, other):

        def deliver(seed: int) -> list[Recorded]:
            numbers, rng = list(range(1, 13)), Random(seed)
            rng.shuffle(numbers)
            return [send(here, (here.store, other)[seed % 2], numbers[k : k + 5]) for k in range(0, 12, 4)]

        with ThreadPoolExecutor(4) as pool:
            told = [one for batches in pool.map(deliver, range(4)) for one in batches]
        said = [one for recorded in told for one in recorded.events]

        assert kept(here) == list(range(1, 13))
        assert sorted(one.id for one in said if one.outcome is Outcome.KEPT) == [event(n).id for n in range(1, 13)]
        assert {one.outcome for one in said} == {Outcome.KEPT, Outcome.KNOWN}
