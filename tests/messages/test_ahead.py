"""What is told ahead: the day before, and minutes before a crew comes."""

from dataclasses import replace
from datetime import datetime, timedelta

from fixtures.moments import moment
from scheduler.domain.booking import BookingStatus
from scheduler.domain.client import Channel
from scheduler.domain.ids import UserId
from scheduler.domain.messages import Message, MessageKind, MessageState, MessageWishes, OptOut, Topic
from scheduler.domain.notices import NoticeKind, NoticeOutcome
from scheduler.services.messages import Messenger
from scheduler.services.ports import Carried, Carrier, CarryFailure
from tests.messages.told_town import JANINA, Moody, Told
from tests.office.office import Office
from tests.office.running_day import OUT, SECOND, deliver, running_day, told
from tests.office.running_day import moment as at

EVE = timedelta(days=-1)


def eve(town: Told, clock: str) -> datetime:
    return moment(town.day + EVE, clock)


def test_on_the_eve_each_is_reminded_once_by_the_way_they_want() -> None:
    """Residents would forget, or be reminded every second from five o'clock on."""
    town = Told(Moody())
    assert isinstance(town.carrier, Moody)
    assert town.at(eve(town, "16:59")) == 0
    for clock in ("17:00", "17:01", "19:59"):
        town.at(eve(town, clock))
    found = sorted((one.to, one.text.partition(". ")[0]) for one in town.carrier.got)
    assert [to for to, _ in found] == ["+48600700800", "piotr.los@example.org"]
    assert found[0][1].endswith(": przypomnienie")
    assert "9:00-9:30" in town.carrier.got[0].text
    assert {(one.kind, one.outcome) for one in town.notices()} == {(NoticeKind.REMINDER, NoticeOutcome.TOLD)}


def test_nobody_is_reminded_at_night_without_a_plan_or_against_their_wish() -> None:
    """Who has said no would be written to every evening, or who sleeps be woken by a plan that came late."""
    town = Told(Moody(), published=False)
    town.at(eve(town, "18:00"))
    town.publish()
    off = OptOut(channel=Channel.SMS, topic=Topic.REMINDERS, at=town.office.clock.now(), by=UserId("anna"))
    with town.office.store.writing(town.office.id) as unit:
        unit.message_wishes.put(MessageWishes(client_id=JANINA, opt_outs=(off,)))
    assert town.at(eve(town, "20:30")) == 0
    assert town.at(eve(town, "18:30")) == 1
    assert isinstance(town.carrier, Moody)
    assert [one.to for one in town.carrier.got] == ["piotr.los@example.org"]


def waited_for(carrier: Carrier | None = None) -> tuple[Office, Messenger, Moody]:
    """Return a running day whose first client wants SMS, in English, and a messenger."""
    here, moody = running_day(), Moody()
    with here.store.writing(here.id) as unit:
        for key in (OUT, SECOND):
            client_id = unit.bookings.get(key).request.party.client_ids[0]
            unit.clients.put(replace(unit.clients.get(client_id), channel=Channel.SMS))
            unit.message_wishes.put(MessageWishes(client_id=client_id, language="en"))
    carriers: dict[Channel, Carrier] = {Channel.SMS: carrier or moody, Channel.EMAIL: moody}
    return here, Messenger(here.store, here.clock, carriers, here.new_id, lambda: 0.5), moody


def written(here: Office) -> list[Message]:
    with here.store.reading(here.id) as unit:
        found = unit.messages.between(here.day, here.day).values()
    return [one for one in found if one.kind is MessageKind.NEARBY]


def test_a_crew_that_is_near_is_announced_once_and_only_if_it_has_reported() -> None:
    """A resident would stand in the rain for half an hour, or be told of a bus that nobody has heard of today."""
    here, messenger, moody = waited_for()
    here.clock.moment = at(here, "08:50")
    messenger.go_round()
    assert not written(here)
    deliver(here, told(here, f"{OUT}:pickup", "en_route", "08:52"), at="08:52")
    for clock in ("08:52", "08:53", "08:55"):
        here.clock.moment = at(here, clock)
        messenger.go_round()
    (message,) = written(here)
    assert message.state is MessageState.SENT
    assert "your driver will be there in about" in moody.got[0].text
    assert len(moody.got) == 1
    deliver(here, told(here, f"{OUT}:pickup", "arrived", "08:59"), at="08:59")
    for clock in ("09:01", "13:52"):  # the worker who is due at two has reported nothing all day
        here.clock.moment = at(here, clock)
        messenger.go_round()
    assert SECOND not in {key for one in written(here) for key in one.request_ids}
    deliver(here, told(here, f"{SECOND}:visit", "en_route", "13:50"), at="13:53")
    messenger.go_round()
    assert {key for one in written(here) for key in one.request_ids} == {OUT, SECOND}


def test_nobody_is_told_that_a_crew_is_near_which_is_there() -> None:
    """A gateway that was down for a minute would announce a bus to somebody who sits in it."""
    here, messenger, moody = waited_for()
    deliver(here, told(here, f"{OUT}:pickup", "en_route", "08:52"), at="08:52")
    here.clock.moment = at(here, "08:52")
    moody.meanwhile = _power_cut
    try:
        messenger.go_round()
    except _PowerCutError:
        deliver(here, told(here, f"{OUT}:pickup", "arrived", "08:53"), at="08:53")
    here.clock.moment = at(here, "08:55")
    messenger.go_round()
    (message,) = written(here)
    assert (message.state, message.why, len(moody.got)) == (MessageState.DROPPED, "arrived", 1)


def test_nobody_is_told_that_a_crew_is_near_which_was_called_off() -> None:
    """A second attempt would send somebody to the kerb for a bus that the office has just cancelled."""
    here, messenger, moody = waited_for()
    deliver(here, told(here, f"{OUT}:pickup", "en_route", "08:52"), at="08:52")
    here.clock.moment = at(here, "08:52")
    moody.answers = [Carried(failure=CarryFailure.BUSY, status=503)]
    messenger.go_round()
    with here.store.writing(here.id) as unit:
        unit.bookings.put(replace(unit.bookings.get(OUT), status=BookingStatus.WITHDRAWN))
    here.clock.moment = at(here, "08:55")
    messenger.go_round()
    (message,) = written(here)
    assert (message.state, message.why, len(moody.got)) == (MessageState.DROPPED, "needless", 1)


class _PowerCutError(BaseException):
    """Nothing catches it."""


def _power_cut() -> None:
    raise _PowerCutError
