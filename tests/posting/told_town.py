"""A town whose hooks are told by a postman, and receivers of whom nobody has heard."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_network
from itertools import count

from scheduler.domain.audit import AuditEvent
from scheduler.domain.hooks import HookMessage, HookTopic
from scheduler.domain.ids import TownId, UserId
from scheduler.posting import HttpPoster
from scheduler.services.hooks import HookDesk, MadeHook, Postman
from scheduler.services.ports import Posted, Poster, PostFailure
from scheduler.store.memory import MemoryStore
from tests.unit.services.kept_office import Office

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
ANNA = UserId("u-anna")


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


class Silent:
    """A poster of whose receiver nobody has heard for days; `meanwhile` happens while it sends, once."""

    def __init__(self) -> None:
        self.sent: list[Mapping[str, str]] = []
        self.answer = Posted(failure=PostFailure.BROKEN)
        self.meanwhile: Callable[[], object] | None = None

    def check(self, url: str) -> None:
        """Take all addresses."""

    def post(self, _url: str, _body: bytes, headers: Mapping[str, str]) -> Posted:
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        self.sent.append(headers)
        return self.answer


class Town:
    """An office whose hooks are told by a postman."""

    def __init__(self, poster: Poster | None = None) -> None:
        self.office, self.clock, numbers = Office(), Clock(), count(1)
        self.store: MemoryStore = self.office.store
        self.id: TownId = self.office.town_id
        self.poster = poster or HttpPoster(allowed=[ip_network("127.0.0.0/8")], timeout_s=0.3)
        self.new_id = lambda prefix: f"{prefix}-{next(numbers)}"
        self.desk = HookDesk(self.store, self.clock, self.poster, self.new_id)
        self.postman = self.another_server()

    def another_server(self) -> Postman:
        return Postman(self.store, self.clock, self.poster, self.new_id, lambda: 0.5)

    def hook(self, url: str = "http://127.0.0.1:9/", *topics: HookTopic) -> MadeHook:
        return self.desk.add(self.id, "Portal", url, topics or tuple(HookTopic), by=ANNA)

    def happens(self, *actions: str, subject: str = "day:2026-11-23", fields: tuple[str, ...] = ("plan=3",)) -> None:
        with self.store.writing(self.id) as unit:
            for action in actions:
                unit.audit.append(AuditEvent(at=self.clock.at, by=ANNA, action=action, subject=subject, fields=fields))

    def messages(self) -> list[HookMessage]:
        with self.store.reading(self.id) as unit:
            return list(unit.hook_messages.all().values())

    def audited(self) -> list[str]:
        with self.store.reading(self.id) as unit:
            return [one.event.action for one in unit.audit.entries(0, 1000)]
