"""The messenger: sends what is due, each message by one of all servers, and leaves to people what cannot be sent.

A message is put off before it is tried, so that it is one server's for a while. A server that dies between the
gateway's answer and its own note lets it be sent once more, under the same id, and never a third time: then somebody
phones. Pauses grow by a factor, with equal jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.client import Channel
from scheduler.domain.errors import StaleError
from scheduler.domain.ids import MessageId, TownId, UserId
from scheduler.domain.messages import Message, MessageKind, MessageState
from scheduler.domain.notices import Attempt, NoticeOutcome
from scheduler.domain.time import Clock
from scheduler.services.clients_away import hears
from scheduler.services.facts import town_head
from scheduler.services.messages.facts import about_hour, door_hours
from scheduler.services.messages.gathering import gather, open_notices, reworded, unwritten_days
from scheduler.services.messages.nearby import announced, has_come, is_off
from scheduler.services.messages.quiet import goes_at, tried_until
from scheduler.services.messages.reminding import day_to_remind, remind_in_writing
from scheduler.services.messages.writing import may_write, sender_of, wishes_of
from scheduler.services.ports import Carried, Carrier, CarryFailure, Parcel, Store, UnitOfWork
from scheduler.services.publishing import note_attempt
from scheduler.services.rounds import through_towns

HOLD = timedelta(minutes=2)
"""So long one server has a message to itself; longer than any attempt lasts."""
FIRST, GROWTH, LONGEST = timedelta(seconds=30), 2, timedelta(minutes=20)
AHEAD = timedelta(seconds=20)
"""So often it is looked whether somebody is to be reminded, or a crew is near."""
KEPT = timedelta(days=7)
"""So long a file lies in an outbox that nobody empties: it is not sealed, so no longer than it can be of use."""
MOST_UNSURE = 2
"""So many attempts may end nobody knows how."""
OF_MESSAGES = "M-"
"""So the ids of messages begin; trials have others, and are kept nowhere else."""
PROGRAM = UserId("")
_SLOW = (CarryFailure.UNKNOWN, CarryFailure.SILENT, CarryFailure.BROKEN)


@dataclass(frozen=True, kw_only=True)
class _Errand:
    message: Message
    sender: str


class Messenger:
    """Writes to the clients of the towns of a store.

    Parameters
    ----------
    carriers : mapping of Channel to Carrier
        Who takes messages of a channel.
    draw : callable
        Draws a number of [0, 1), for the jitter.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        carriers: Mapping[Channel, Carrier],
        new_id: Callable[[str], str],
        draw: Callable[[], float],
    ) -> None:
        self._store, self._clock, self._carriers = store, clock, carriers
        self._new_id, self._draw = new_id, draw
        self._looked: dict[TownId, tuple[int, datetime | None]] = {}
        self._ahead: dict[TownId, datetime] = {}

    def go_round(self) -> int:
        """Write and send what is due in all towns; return how many attempts were made.

        Raises
        ------
        Exception
            What went wrong with a town first, after all the others have had their turn.
        """
        return through_towns(self._store, self._visit)

    def tidy(self) -> int:
        """Remove what carriers keep themselves of messages that are old enough or, with their client, erased."""
        return sum(one.tidy(self._clock.now() - KEPT, self._gone) for one in self._carriers.values())

    def _gone(self, keys: Collection[str]) -> Collection[str]:
        left = {key for key in keys if key.startswith(OF_MESSAGES)}
        for town_id in self._store.towns():
            with self._store.reading(town_id) as unit:
                left -= {key for key in left if unit.messages.find(MessageId(key)) is not None}
        return left

    def _visit(self, town_id: TownId) -> int:
        now, wrong = self._clock.now(), list[Exception]()
        with _beside(wrong):
            self._look_ahead(town_id, now)
        stamp = self._store.stamp(town_id)
        known, due = self._looked.get(town_id, (-1, None))
        made = 0
        if stamp != known or (due is not None and due.timestamp() <= now.timestamp()):  # most seconds it is neither
            if stamp != known:
                self._write(town_id, now, wrong)
            made = self._send_due(town_id, wrong)
            if not wrong:
                self._looked[town_id] = (stamp, self._next_due(town_id))
        if wrong:
            raise wrong[0]
        return made

    def _look_ahead(self, town_id: TownId, now: datetime) -> None:
        """Remind, and announce crews that are near, as far as somebody carries that to clients."""
        last = self._ahead.get(town_id)
        if last is not None and timedelta(0) <= now - last < AHEAD:
            return
        self._ahead[town_id] = now
        channels = frozenset(key for key, one in self._carriers.items() if one.tells)
        with self._store.reading(town_id) as unit:
            day = day_to_remind(unit, now, channels, self._new_id) if channels else None
            near = announced(unit, now) if Channel.SMS in channels else ()
        if day is not None:
            with self._store.writing(town_id) as unit:
                remind_in_writing(unit, day, channels, self._new_id)
        for message in near:
            with suppress(StaleError), self._store.writing(town_id) as unit:  # another server was quicker
                unit.messages.put(message, seen=0)

    def _write(self, town_id: TownId, now: datetime, wrong: list[Exception]) -> None:
        days: tuple[date, ...] = ()
        with _beside(wrong), self._store.reading(town_id) as unit:
            days = unwritten_days(unit, now)
        for day in days:
            with _beside(wrong), self._store.writing(town_id) as unit:
                gather(unit, day, now, self._new_id)

    def _send_due(self, town_id: TownId, wrong: list[Exception]) -> int:
        now = self._clock.now()
        with self._store.reading(town_id) as unit:
            due = [one for one in unit.messages.waiting().values() if _is_due(one, now)]
        made, silent = 0, set[Channel]()
        for one in sorted(due, key=lambda one: (one.until.timestamp(), one.id)):
            with _beside(wrong):
                errand = self._take(town_id, one.id) if one.channel not in silent else None
                if errand is not None:
                    made += 1
                    carried = self._carry(errand)
                    if carried.failure in _SLOW:
                        silent.add(one.channel)  # each such attempt takes seconds of all others
                    self._end(town_id, errand.message, carried)
        return made

    def _next_due(self, town_id: TownId) -> datetime | None:
        with self._store.reading(town_id) as unit:
            return min((one.due_at for one in unit.messages.waiting().values()), key=datetime.timestamp, default=None)

    def _take(self, town_id: TownId, message_id: MessageId) -> _Errand | None:
        """Put a message off, so that it is this server's for a while; None: another one has it, or it is not to go."""
        now = self._clock.now()
        try:
            with self._store.writing(town_id) as unit:
                known = unit.messages.find(message_id)
                if known is None or not _is_due(known, now):
                    return None
                seen, judged = unit.messages.stamp_of(message_id), judge(unit, known, now)
                if judged.state is MessageState.WAITING and judged.due_at == known.due_at:
                    told = reworded(unit, judged, now)  # at each attempt: a number or a part of it may be another now
                    judged = replace(told, attempts=known.attempts + 1, unsure=known.unsure + 1, due_at=now + HOLD)
                unit.messages.put(judged, seen=seen)
                tell_notices(unit, judged, now)
                sender = sender_of(town_head(unit))
        except StaleError:
            return None
        return _Errand(message=judged, sender=sender) if judged.attempts > known.attempts else None

    def _carry(self, errand: _Errand) -> Carried:
        message = errand.message
        parcel = Parcel(
            id=message.id, to=message.to, subject=message.subject, text=message.text, sender=errand.sender,
            made_at=message.made_at,
        )  # fmt: skip
        return self._carriers[message.channel].carry(parcel)

    def _end(self, town_id: TownId, tried: Message, carried: Carried) -> None:
        now = self._clock.now()
        with self._store.writing(town_id) as unit:
            known = unit.messages.find(tried.id)
            if known is None or known.attempts != tried.attempts:  # its client was erased, or another one has it
                return
            after = self._after(known, carried, now)
            unit.messages.put(after)
            tell_notices(unit, after, now)

    def _after(self, tried: Message, carried: Carried, now: datetime) -> Message:
        failure = carried.failure
        unsure = tried.unsure if carried.unsure else 0
        told = replace(tried, unsure=unsure, status=carried.status, why=failure.value if failure else "")
        if failure is None:
            state = MessageState.SENT if self._carriers[tried.channel].tells else MessageState.FILED
            return replace(told, state=state, reference=carried.reference, ended_at=now)
        if failure.final:
            return replace(told, state=MessageState.REFUSED, ended_at=now)
        again = now + (1 + self._draw()) / 2 * pause_after(tried.attempts)
        if again.timestamp() > tried.until.timestamp():
            return replace(told, state=MessageState.FAILED, ended_at=now)
        return replace(told, due_at=again)


@contextmanager
def _beside(wrong: list[Exception]) -> Iterator[None]:
    """Note what goes wrong with one thing, and go on with the others: one that cannot be read holds up no message."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # whatever it is, the others are not to wait for it
        wrong.append(error)


def judge(unit: UnitOfWork, message: Message, now: datetime) -> Message:
    """Return a message that is due as it is to be gone on with: as it was, put off until the morning, or ended."""
    client = unit.clients.find(message.client_id)
    why = may_write(client, wishes_of(unit, message.client_id), message.channel, message.kind)
    if why or not hears(unit, message.client_id, message.day):
        return _ended(message, MessageState.DROPPED, why or "away", now)
    notices = open_notices(unit, message)
    if message.notice_ids and not notices:
        return _ended(message, MessageState.DROPPED, "needless", now)
    if message.unsure >= MOST_UNSURE:
        return _ended(message, MessageState.FAILED, "unsure", now)
    about = about_hour(notices, door_hours(unit, message.day)) if notices else None
    over = about is not None and about.timestamp() <= now.timestamp()
    if over or now.timestamp() > message.until.timestamp():
        return _ended(message, MessageState.FAILED, "too_late", now)
    if message.kind is MessageKind.NEARBY and is_off(unit, message):
        return _ended(message, MessageState.DROPPED, "needless", now)
    if message.kind is MessageKind.NEARBY:  # who waits for a crew is awake
        return _ended(message, MessageState.DROPPED, "arrived", now) if has_come(unit, message, now) else message
    head = town_head(unit)
    goes = goes_at(now, about, head.policy.messages, head.zone)
    if goes <= now:
        return message
    until = max(message.until, tried_until(goes, about), key=datetime.timestamp)  # in the morning there is time again
    return replace(message, due_at=goes, until=until)


def tell_notices(unit: UnitOfWork, message: Message, now: datetime) -> None:
    """Write down what became of what a message tells: as a call that reached somebody, or did not."""
    outcomes = {
        MessageState.SENT: NoticeOutcome.TOLD,
        MessageState.REFUSED: NoticeOutcome.NO_ANSWER,
        MessageState.FAILED: NoticeOutcome.NO_ANSWER,
    }
    outcome = outcomes.get(message.state)
    if outcome is None:
        return
    for notice in open_notices(unit, message):
        note_attempt(unit, notice.id, Attempt(at=now, by=PROGRAM, channel=message.channel, outcome=outcome))


def pause_after(attempts: int) -> timedelta:
    """Return the longest pause after so many attempts."""
    grown: timedelta = FIRST * GROWTH ** min(attempts - 1, 20)
    return min(LONGEST, grown)


def _ended(message: Message, state: MessageState, why: str, now: datetime) -> Message:
    return replace(message, state=state, why=why, ended_at=now)


def _is_due(message: Message, now: datetime) -> bool:
    return message.state is MessageState.WAITING and message.due_at.timestamp() <= now.timestamp()
