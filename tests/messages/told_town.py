"""A town whose clients are written to by a messenger, on the eve of a day with two visits."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, NoticeId, RequestId
from scheduler.domain.messages import Message
from scheduler.domain.notices import Notice, NoticeKind
from scheduler.posting import Outbox
from scheduler.services.dispatching import Move, move
from scheduler.services.messages import Messenger
from scheduler.services.ports import Carried, Carrier, Gone, Parcel, Store
from scheduler.services.publishing import publish
from tests.office.calendars import DayBuilder
from tests.office.office import Office, office

R1, R2 = RequestId("R-001"), RequestId("R-002")
JANINA, PIOTR = ClientId("K-JANINA"), ClientId("K-PIOTR")
PHONE, MAIL = "+48 600 700 800", "piotr.los@example.org"


class Moody:
    """A carrier that answers as it is told to, the last answer for ever; `meanwhile` happens while it carries, once."""

    tells, label = True, "moody"

    def __init__(self, *answers: Carried) -> None:
        self.answers, self.got = list(answers) or [Carried(reference="7")], list[Parcel]()
        self.meanwhile: Callable[[], object] | None = None

    def carry(self, parcel: Parcel) -> Carried:
        self.got.append(parcel)
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def tidy(self, before: datetime, gone: Gone) -> int:
        del before, gone
        return 0


class Told:
    """An office with a messenger: Janina wants SMS, Piotr e-mail; both have a visit that is published."""

    def __init__(self, carrier: Carrier, *, store: Store | None = None, published: bool = True) -> None:
        builder = DayBuilder()
        for _ in range(3):
            builder.add_staff().add_shift("08:00-16:00")
        builder.add_client(JANINA, name="Janina Łoś-Wróbel", phone=PHONE, channel=Channel.SMS)
        builder.add_visit(window="09:00-12:00", length_min=50, client=JANINA).promise("09:00-09:30")
        builder.add_client(PIOTR, name="Piotr Łoś", email=MAIL, channel=Channel.EMAIL)
        builder.add_visit(window="09:00-12:00", length_min=50, client=PIOTR).promise("09:00-09:30")
        self.office: Office = office(builder, store=store) if store else office(builder)
        self.carrier, self.messenger = carrier, self.another_server(carrier)
        if published:
            self.publish()

    def another_server(self, carrier: Carrier | None = None) -> Messenger:
        carriers = dict.fromkeys((Channel.SMS, Channel.EMAIL), carrier or self.carrier)
        here = self.office
        return Messenger(here.store, here.clock, carriers, here.new_id, lambda: 0.5)

    @property
    def day(self) -> date:
        return self.office.day

    def at(self, moment: datetime) -> int:
        """Set the clock, and let the messenger go round."""
        self.office.clock.moment = moment
        return self.messenger.go_round()

    def publish(self) -> None:
        here = self.office
        with here.store.writing(here.id) as unit:
            publish(unit, here.travel, here.day, here.hand, here.new_id)

    def other_worker(self, request_id: RequestId) -> None:
        """Move a visit to the other worker, and publish that."""
        here = self.office
        mine = next(one.shift_id for one in here.plan.routes for stop in one.stops for task in stop.tasks
                    if task.request_id == request_id)  # fmt: skip
        busy = {one.shift_id for one in here.plan.routes if one.stops} | {mine}
        goal = next(shift.id for shift in here.town.shifts if shift.id not in busy)
        with here.store.writing(here.id) as unit:
            move(unit, here.travel, here.day, Move(request_id=request_id, shift_id=goal), here.hand)
        self.publish()

    def moved(self, before: datetime, after: datetime, *, client: ClientId = JANINA, key: str = "N-x") -> NoticeId:
        """Put onto the list that somebody has to be told of another hour."""
        request = R1 if client == JANINA else R2
        channel = Channel.SMS if client == JANINA else Channel.EMAIL
        notice = Notice(
            id=NoticeId(key), day=self.day, request_id=request, client_id=client, kind=NoticeKind.MOVED,
            channel=channel, before=before, after=after,
        )  # fmt: skip
        with self.office.store.writing(self.office.id) as unit:
            unit.notices.put(notice)
        return notice.id

    def notices(self) -> list[Notice]:
        with self.office.store.reading(self.office.id) as unit:
            return list(unit.notices.between(self.day, self.day).values())

    def messages(self) -> list[Message]:
        with self.office.store.reading(self.office.id) as unit:
            return list(unit.messages.between(self.day, self.day).values())


def outbox(folder: Path, *, tells: bool = True) -> Outbox:
    return Outbox(folder / "out", tells=tells)
