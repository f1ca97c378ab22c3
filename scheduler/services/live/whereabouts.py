"""Who is in which vehicle, and who stands by one that has broken down: the one place that decides it.

Whoever got into a vehicle is in it until it is reported that they were set down, or that another crew has them. What
other crews tell meanwhile of fetching them says nothing: they look for somebody who sits elsewhere. While the vehicle
is broken they stand beside it, and wait to be fetched; what was told of their ride before is over. When the breakdown
is taken back, or the vehicle repaired, and nobody has fetched them, they sit in it as before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.domain.events import Event, EventKind
from scheduler.domain.ids import DisruptionId, RequestId, ShiftId
from scheduler.domain.live_day import Disruption, LiveDay
from scheduler.services.live.ordering import Happening

_IN_VAIN = frozenset({EventKind.NO_SHOW, EventKind.CANCELLED_LATE, EventKind.REFUSED})


@dataclass(frozen=True, kw_only=True)
class Boarding:
    """That somebody got into a vehicle.

    Attributes
    ----------
    at : datetime
        When, in UTC; of what only a dispatcher has told: when the vehicle broke down with them in it.
    """

    shift_id: ShiftId
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where people are, by all that was told.

    Attributes
    ----------
    happened : sequence of Happening
        What still says something.
    told : mapping of RequestId to Boarding
        Who is in a vehicle by a dispatcher's word alone.
    beside : mapping of RequestId to DisruptionId
        Who got into a vehicle that is broken now, and was not set down.
    taken_out : set of RequestId
        Whose parties were in any vehicle today.
    """

    happened: Sequence[Happening]
    told: Mapping[RequestId, Boarding]
    beside: Mapping[RequestId, DisruptionId]
    taken_out: frozenset[RequestId]


def whereabouts(
    happened: Sequence[Happening], live: LiveDay | None, taken_back: Sequence[tuple[Event, Event]] = ()
) -> Whereabouts:
    """Return where people are.

    Parameters
    ----------
    happened : sequence of Happening
        In order.
    live : LiveDay or None
        What came in the day's way, as of the instant that is asked about.
    taken_back : sequence of (Event, Event)
        What was reported by mistake, and what took it back.
    """
    reported = {key: found for key, found in boardings(happened).items() if found}
    boarded = {one.event.request_id for one in happened if _boards(one.event)}
    named = {key: one for key, one in _named(live, taken_back) if key not in boarded}
    last = {key: found[-1] for key, found in reported.items()} | named
    broken = live.broken if live else {}
    down = {one.event.request_id for one in happened if _sets_down(one.event)}
    beside = {key: broken[one.shift_id] for key, one in last.items() if one.shift_id in broken and key not in down}
    return Whereabouts(
        happened=[one for one in happened if _counts(one, last.get(one.event.request_id), beside)],
        told={key: one for key, one in named.items() if key not in beside},
        beside=beside,
        taken_out=frozenset(last) | {key for one in _breakdowns(live) for key in _aboard(one, taken_back)},
    )


def boardings(happened: Sequence[Happening]) -> Mapping[RequestId, list[Boarding]]:
    """Return into which vehicles each party got, in order; without those of which the same crew then said otherwise."""
    found: dict[RequestId, list[Boarding]] = defaultdict(list)
    for one in happened:
        event = one.event
        if _boards(event):
            found[event.request_id].append(Boarding(shift_id=event.shift_id, at=one.at))
        elif event.kind in _IN_VAIN and _is_pickup(event):
            mine = found[event.request_id]
            mine[:] = [known for known in mine if known.shift_id != event.shift_id]
    return found


def _named(live: LiveDay | None, taken_back: Sequence[tuple[Event, Event]]) -> Iterator[tuple[RequestId, Boarding]]:
    """Yield who was in a vehicle when it broke down, by a dispatcher's word that was not taken back."""
    for one in _breakdowns(live):
        broken = one.breakdown
        if broken is not None and live is not None and one.taken_back_at is None and _has_begun(one, live):
            for key in _aboard(one, taken_back):
                yield key, Boarding(shift_id=broken.shift_id, at=one.since.astimezone(UTC))


def _aboard(one: Disruption, taken_back: Sequence[tuple[Event, Event]]) -> Iterator[RequestId]:
    """Yield who is said to have been in a vehicle, but for whom the word of its phone was all, which was a slip."""
    broken, told_at = one.breakdown, one.reported_at.astimezone(UTC)
    slips = {
        event.request_id
        for event, by in taken_back
        if _boards(event)
        and broken is not None
        and event.shift_id == broken.shift_id
        and event.received_at.astimezone(UTC) <= told_at < by.received_at.astimezone(UTC)
    }
    yield from (key for key in (broken.aboard if broken else ()) if key not in slips)


def _breakdowns(live: LiveDay | None) -> Sequence[Disruption]:
    return [one for one in (live.disruptions if live else ()) if one.breakdown is not None]


def _has_begun(one: Disruption, live: LiveDay) -> bool:
    return one.since.astimezone(UTC) <= live.as_of.astimezone(UTC)


def _counts(one: Happening, boarding: Boarding | None, beside: Mapping[RequestId, DisruptionId]) -> bool:
    """Return whether something that was reported still says anything of a ride, or is no ride's."""
    event = one.event
    if boarding is None or not (_is_pickup(event) or event.task_id.endswith(":dropoff")):
        return True
    mine = event.shift_id == boarding.shift_id
    if event.request_id in beside:
        return not mine and one.at > boarding.at
    return mine or (not _is_pickup(event) and (one.at >= boarding.at or event.kind is EventKind.DONE))


def _boards(event: Event) -> bool:
    return event.kind in {EventKind.ABOARD, EventKind.DONE} and _is_pickup(event)


def _sets_down(event: Event) -> bool:
    return event.kind is EventKind.DONE and event.task_id.endswith(":dropoff")


def _is_pickup(event: Event) -> bool:
    return event.task_id.endswith(":pickup")
