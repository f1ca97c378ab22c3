"""A message is written: to which address, and what it says, as everything is now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.domain.client import Channel, Client
from scheduler.domain.ids import ClientId
from scheduler.domain.message_policy import MessagePolicy
from scheduler.domain.messages import Message, MessageKind, MessageWishes
from scheduler.domain.town import TownHead
from scheduler.services.facts import town_head
from scheduler.services.messages.addresses import address_of
from scheduler.services.messages.saying import Item, Told, mail_subject, mail_text, sms_text
from scheduler.services.messages.words import LANGUAGES
from scheduler.services.ports import UnitOfWork


def wishes_of(unit: UnitOfWork, client_id: ClientId) -> MessageWishes:
    """Return how a client wants to be written to."""
    return unit.message_wishes.find(client_id) or MessageWishes(client_id=client_id)


def sender_of(head: TownHead) -> str:
    """Return what a town's centre calls itself."""
    return head.policy.messages.sender or head.name


def written(unit: UnitOfWork, message: Message, client: Client, items: Sequence[Item], now: datetime) -> Message:
    """Return a message with its address and its words."""
    head, wishes = town_head(unit), wishes_of(unit, client.id)
    policy = head.policy.messages
    told = Told(
        kind=message.kind,
        language=_language(wishes, policy),
        sender=sender_of(head),
        name=client.name,
        phone=head.office_phone,
        day=message.day,
        now=now.astimezone(head.zone),
        items=items,
    )
    to = address_of(client, message.channel)
    if message.channel is Channel.SMS:
        return replace(message, to=to, subject="", text=sms_text(told, plain_letters=policy.plain_letters))
    return replace(message, to=to, subject=mail_subject(told), text=mail_text(told))


def may_write(client: Client | None, wishes: MessageWishes, channel: Channel, kind: MessageKind) -> str:
    """Return why nobody may be written to: the name of a reason; empty: they may."""
    if client is None:
        return "gone"
    if client.channel is not channel:
        return "other_channel"
    if not wishes.wants(channel, kind.topic):
        return "opted_out"
    return "" if address_of(client, channel) else "no_address"


def _language(wishes: MessageWishes, policy: MessagePolicy) -> str:
    return next((one for one in (wishes.language, policy.language) if one in LANGUAGES), LANGUAGES[0])
