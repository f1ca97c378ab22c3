"""Messages to clients: what was written about a day, what clients want, and whether messages go out."""

from typing import Annotated

from fastapi import Path, Request, Response

from api.asking import office_of, who
from api.conditional import IfMatch, seen, tag
from api.routing import needs, office_router
from api.schemas.messages import (
    CarrierList,
    CarrierShown,
    MessageList,
    MessagePolicyDoc,
    MessageShown,
    TrialTold,
    TrialWish,
    WishesChange,
    WishesShown,
)
from api.schemas.moments import DayKey
from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId
from scheduler.services.access import Permission
from scheduler.services.dispatching import Hand
from scheduler.services.facts import town_head
from scheduler.services.messages.desk import (
    Trial,
    carrier_states,
    change_policy,
    change_wishes,
    note_trial,
    try_out,
)
from scheduler.services.messages.writing import wishes_of

router = office_router("/api/v1", "messages")
_POLICY, _WISHES = "/api/v1/policy/messages", "/api/v1/clients/{client_id}/message-wishes"
_carriers = [needs(Permission.CARRIERS)]
ClientKey = Annotated[str, Path(max_length=100, description="Id of a client.")]


@router.get("/days/{day}/messages", dependencies=[needs(Permission.NOTICES_READ)])
def list_messages(request: Request, day: DayKey) -> MessageList:
    """Return what was and is to be written to clients about a day."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = list(unit.messages.between(day, day).values())
        keys = dict.fromkeys(one.client_id for one in found) if Permission.CLIENTS_READ in me.permissions else {}
        whom = {key: client for key in keys if (client := unit.clients.find(key)) is not None}
    office.looks.note(me, list(whom), office.clock.now())
    return MessageList(items=[MessageShown.of(one, whom.get(one.client_id)) for one in found])


@router.get("/clients/{client_id}/message-wishes", dependencies=[needs(Permission.CLIENTS_READ)])
def get_wishes(request: Request, response: Response, client_id: ClientKey) -> WishesShown:
    """Return what a client does not want to be written, and in which language they read."""
    office, key = office_of(request), ClientId(client_id)
    with office.store.reading(who(request).town_id) as unit:
        unit.clients.get(key)
        found, stamp = wishes_of(unit, key), unit.message_wishes.stamp_of(key)
    office.looks.note(who(request), [key], office.clock.now())
    response.headers["ETag"] = tag(stamp)
    return WishesShown.of(found)


@router.put("/clients/{client_id}/message-wishes", dependencies=[needs(Permission.CLIENTS_WRITE)])
def put_wishes(
    request: Request, response: Response, client_id: ClientKey, body: WishesChange, if_match: IfMatch = None
) -> WishesShown:
    """Write down what a client does not want to be written; who did so, and when, is kept."""
    office, me, key = office_of(request), who(request), ClientId(client_id)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _WISHES))
    unwanted = [(Channel(one.channel), one.topic) for one in body.unwanted]
    with office.store.writing(me.town_id) as unit:
        after = change_wishes(unit, key, unwanted, body.language, hand)
        stamp = unit.message_wishes.stamp_of(key)
    response.headers["ETag"] = tag(unit.written_stamp or stamp)
    return WishesShown.of(after)


@router.get("/policy/messages", dependencies=[needs(Permission.POLICY_READ)])
def get_policy(request: Request, response: Response) -> MessagePolicyDoc:
    """Return when and how clients are written to."""
    me = who(request)
    with office_of(request).store.reading(me.town_id) as unit:
        head, stamp = town_head(unit), unit.head.stamp_of(me.town_id)
    response.headers["ETag"] = tag(stamp)
    return MessagePolicyDoc.of(head.policy.messages)


@router.put("/policy/messages", dependencies=[needs(Permission.POLICY_WRITE)])
def put_policy(
    request: Request, response: Response, body: MessagePolicyDoc, if_match: IfMatch = None
) -> MessagePolicyDoc:
    """Change when and how clients are written to; messages that wait go out by it."""
    office, me = office_of(request), who(request)
    hand = Hand(by=me.user_id, at=office.clock.now(), seen=seen(if_match, _POLICY))
    with office.store.writing(me.town_id) as unit:
        head = change_policy(unit, body.policy(), hand)
    response.headers["ETag"] = tag(unit.written_stamp)
    return MessagePolicyDoc.of(head.policy.messages)


@router.get("/carriers", dependencies=_carriers)
def list_carriers(request: Request) -> CarrierList:
    """Return who carries messages of each channel, and how it goes."""
    office, me = office_of(request), who(request)
    with office.store.reading(me.town_id) as unit:
        found = carrier_states(unit, office.carriers, office.clock.now())
    return CarrierList(items=[CarrierShown.of(one) for one in found])


@router.post("/carriers/trials", dependencies=_carriers)
def post_trial(request: Request, body: TrialWish) -> TrialTold:
    """Send a trial message to oneself now, and say what became of it; it is not kept."""
    office, me, channel = office_of(request), who(request), Channel(body.channel)
    wish = Trial(id=office.new_id("T"), channel=channel, to=body.to, at=office.clock.now())
    with office.store.writing(me.town_id) as unit:
        head = town_head(unit)
        note_trial(unit, channel, Hand(by=me.user_id, at=wish.at))
    carrier = office.carriers[channel]
    return TrialTold.of(try_out(head, carrier, wish), filed=not carrier.tells)
