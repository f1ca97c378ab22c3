"""How messages are looked after: what clients want, what the town has decided, and whether they go out at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.domain.audit import AuditEvent
from scheduler.domain.client import Channel
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ClientId, TownId, UserId
from scheduler.domain.message_policy import MessagePolicy
from scheduler.domain.messages import Message, MessageState, MessageWishes, OptOut, Topic
from scheduler.domain.town import TownHead
from scheduler.services.auditing import client_subject
from scheduler.services.dispatching.moving import Hand
from scheduler.services.facts import town_head
from scheduler.services.messages.addresses import mail_address, sms_number
from scheduler.services.messages.gathering import days_to_tell
from scheduler.services.messages.letters import plain
from scheduler.services.messages.saying import one_line
from scheduler.services.messages.words import LANGUAGES, TRIAL
from scheduler.services.messages.writing import sender_of, wishes_of
from scheduler.services.ports import Carried, Carrier, Parcel, UnitOfWork

LOOKED_BACK = timedelta(days=7)
"""So far back it is told how messages went."""


@dataclass(frozen=True, kw_only=True)
class CarrierState:
    """How it goes with the messages of one channel.

    Attributes
    ----------
    label : str
        Who carries them: a server, or a folder.
    tells : bool
        Whether what it takes reaches clients, as far as anybody knows.
    waiting, failed : int
        To be sent; neither sent nor dropped in the last days.
    sent_at : datetime or None
        When one went out last, in these days.
    """

    channel: Channel
    label: str
    tells: bool
    waiting: int
    failed: int
    sent_at: datetime | None


def carrier_states(unit: UnitOfWork, carriers: Mapping[Channel, Carrier], now: datetime) -> tuple[CarrierState, ...]:
    """Return how it goes with the messages of each channel."""
    today, last = days_to_tell(town_head(unit), now)
    known = tuple(unit.messages.between(today - LOOKED_BACK, last).values())
    return tuple(_state(channel, carrier, known) for channel, carrier in carriers.items())


def _state(channel: Channel, carrier: Carrier, known: Collection[Message]) -> CarrierState:
    mine = [one for one in known if one.channel is channel]
    sent = [one.ended_at for one in mine if one.state is MessageState.SENT and one.ended_at is not None]
    return CarrierState(
        channel=channel,
        label=carrier.label,
        tells=carrier.tells,
        waiting=sum(one.state is MessageState.WAITING for one in mine),
        failed=sum(one.state in (MessageState.REFUSED, MessageState.FAILED) for one in mine),
        sent_at=max(sent, key=datetime.timestamp, default=None),
    )


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A message that says that it is a trial: by which channel, and to which number or address."""

    id: str
    channel: Channel
    to: str
    at: datetime


def try_out(head: TownHead, carrier: Carrier, one: Trial) -> Carried:
    """Send a message that says that it is a trial; it is not kept.

    Raises
    ------
    InputError
        If nothing can be sent to the number or the address.
    """
    by_sms = one.channel is Channel.SMS
    address = sms_number(one.to) if by_sms else mail_address(one.to)
    if not address:
        right = "give a mobile number" if by_sms else "give an address such as anna@example.org"
        raise InputError([InputProblem(file="trial", column="to", wrong="takes no message", right=right)])
    policy, sender = head.policy.messages, one_line(sender_of(head))
    text = TRIAL[policy.language if policy.language in TRIAL else LANGUAGES[0]].format(sender=sender)
    said = plain(text) if by_sms and policy.plain_letters else text
    return carrier.carry(Parcel(id=one.id, to=address, subject=text, text=said, sender=sender, made_at=one.at))


def note_trial(unit: UnitOfWork, channel: Channel, hand: Hand) -> None:
    """Note that somebody has tried whether messages go out."""
    subject = f"town:{unit.town_id}"
    event = AuditEvent(at=hand.at, by=hand.by, action="messages.tried", subject=subject, fields=(channel.value,))
    unit.audit.append(event)


def change_wishes(
    unit: UnitOfWork,
    client_id: ClientId,
    wished: Collection[tuple[Channel, Topic]],
    language: str,
    hand: Hand,
) -> MessageWishes:
    """Write down what a client does not want by which channel, and in which language they read.

    Parameters
    ----------
    wished : collection of (Channel, Topic)
        What they do not want; what they have not wanted before keeps since when, and who wrote it down.

    Raises
    ------
    NotFoundError
        If there is no such client.
    StaleError
        Here or at the end of the unit, if somebody else has written something down since it was seen.
    """
    unit.clients.get(client_id)
    before = wishes_of(unit, client_id)
    known = {(one.channel, one.topic): one for one in before.opt_outs}
    off = tuple(
        known.get(key) or OptOut(channel=key[0], topic=key[1], at=hand.at, by=UserId(hand.by))
        for key in sorted(set(wished))
    )
    after = MessageWishes(client_id=client_id, language=language, opt_outs=off)
    if after != before:
        unit.message_wishes.put(after, seen=hand.seen)
        action, subject = "client.messages_wished", client_subject(client_id)
        unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=subject))
    return after


def change_policy(unit: UnitOfWork, policy: MessagePolicy, hand: Hand) -> TownHead:
    """Keep another policy of messages; those that wait go out by it.

    Raises
    ------
    StaleError
        Here or at the end of the unit, if somebody else has changed the town since it was seen.
    """
    head = town_head(unit)
    told = tuple(name for name, value in vars(policy).items() if getattr(head.policy.messages, name) != value)
    after = replace(head, policy=replace(head.policy, messages=policy))
    unit.head.put(after, seen=hand.seen)
    if told:
        subject = f"town:{TownId(head.id)}"
        action = "policy.messages-changed"
        unit.audit.append(AuditEvent(at=hand.at, by=hand.by, action=action, subject=subject, fields=told))
    return after
