"""Two servers that look at the same moment what hooks are to be told: each thing is told once, by one of them."""

from collections.abc import Callable
from threading import Thread

from scheduler.bootstrap.new_ids import new_id
from scheduler.domain.audit import AuditEvent
from scheduler.domain.hooks import HookTopic
from scheduler.services.hooks import HookDesk
from scheduler.services.hooks.gathering import Gathering
from scheduler.services.ports import Posted
from scheduler.store.sql import Ring, open_store
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office


class Anywhere:
    """Lets hooks be made for any address, and sends nothing."""

    def check(self, url: str) -> None:
        """Let it be."""

    def post(self, url: str, body: bytes, headers: object) -> Posted:
        """Never be asked."""
        raise AssertionError(url, body, headers)


def published(here: Office, times: int = 3) -> HookDesk:
    """Let a hook have news; return the desk where hooks are made."""
    desk = HookDesk(here.store, here.clock, Anywhere(), here.new_id)
    desk.add(here.id, "portal", "https://portal.example.com/", [HookTopic.PLANS], by=ANNA)
    with here.store.writing(here.id) as unit:
        for _ in range(times):
            unit.audit.append(AuditEvent(at=here.clock.now(), by=ANNA, action="plan.published", subject="day:x"))
    return desk


def gathered_beside(here: Office, do: Callable[[], object]) -> int:
    """Gather what is to be told; before that is kept, somebody else does something, as far as they are let."""
    beside = Thread(target=do)

    def new_id_then(prefix: str) -> str:
        if not beside.ident:
            beside.start()
            beside.join(timeout=0.5)
        return new_id(prefix)

    told = Gathering(here.store, new_id_then).gather(here.id, here.clock.now())
    beside.join(timeout=30)
    assert not beside.is_alive()
    return told


def test_two_servers_make_each_message_once(database_url: str, ring: Ring) -> None:
    """The town's portal would show each published plan twice, and phone twice about it."""
    with open_store(database_url, ring) as one, open_store(database_url, ring) as other:
        here = office(DayBuilder().add_staff().add_shift("08:00-16:00"), (), one)
        published(here)
        told: list[int] = []
        second = Gathering(other, new_id)
        told.append(gathered_beside(here, lambda: told.append(second.gather(here.id, here.clock.now()))))
        with one.reading(here.id) as unit:
            numbers = sorted(message.number for message in unit.hook_messages.all().values())
    assert len(numbers) == len(set(numbers)) == 3
    assert sorted(told) == [0, 3]


def test_a_hook_that_is_removed_meanwhile_does_not_come_back(postgres_url: str, ring: Ring) -> None:
    """A contractor whose contract has ended would go on hearing of the town's plans."""
    with open_store(postgres_url, ring) as one, open_store(postgres_url, ring) as other:
        here = office(DayBuilder().add_staff().add_shift("08:00-16:00"), (), one)
        desk = published(here)
        (hook,) = desk.hooks(here.id)
        away = HookDesk(other, here.clock, Anywhere(), here.new_id)
        gathered_beside(here, lambda: away.remove(here.id, hook.id, by=ANNA))
        assert desk.hooks(here.id) == ()
