"""The postman: sends what is due, each by one of all servers, and again until it is taken or given up.

HookMessage is at least once: a server that dies between the receiver's answer and its own note sends again, under the
same id. Pauses grow by a factor, with equal jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015), so
that a receiver that comes back is not run over by everything at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.domain.errors import StaleError
from scheduler.domain.hooks import Hook, HookMessage, HookMessageState
from scheduler.domain.ids import HookId, HookMessageId, TownId
from scheduler.domain.time import Clock
from scheduler.services.facts import town_head
from scheduler.services.hooks.gathering import Gathering
from scheduler.services.hooks.message import body_of, headers_of
from scheduler.services.ports import Posted, Poster, PostFailure, Store, UnitOfWork
from scheduler.services.rounds import through_towns

HOLD = timedelta(minutes=2)
"""So long one server has a message to itself; longer than any attempt lasts."""
REST = timedelta(minutes=1)
"""So long a hook rests whose receiver has let us wait in vain: each such attempt takes seconds of all others."""
LOOK = timedelta(minutes=1)
"""So often a town is looked at although nothing was written in it: what is old is forgotten."""
_SLOW = (PostFailure.SILENT, PostFailure.UNKNOWN)
FIRST, GROWTH, LONGEST = timedelta(seconds=10), 3, timedelta(hours=6)
MOST_ATTEMPTS = 18
"""Some two days: a receiver that went down on Saturday may be back on Monday."""
REMEMBERED = timedelta(days=7)
"""So long what was taken can be looked at."""
DEAD_FOR = timedelta(days=60)
"""So long what was given up can be sent again."""


@dataclass(frozen=True, kw_only=True)
class _Quiet:
    """As long as a town has this stamp nothing is due in it before an instant."""

    stamp: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class _Errand:
    town_id: TownId
    hook: Hook
    message: HookMessage
    body: bytes


class Postman:
    """Tells the hooks of the towns of a store.

    Parameters
    ----------
    draw : callable
        Draws a number of [0, 1), for the jitter.
    """

    def __init__(
        self, store: Store, clock: Clock, poster: Poster, new_id: Callable[[str], str], draw: Callable[[], float]
    ) -> None:
        self._store, self._clock, self._poster = store, clock, poster
        self._gathering, self._draw = Gathering(store, new_id), draw
        self._resting: dict[HookId, datetime] = {}
        self._quiet: dict[TownId, _Quiet] = {}

    def go_round(self) -> int:
        """Send everything that is due in all towns, once; return how many attempts were made.

        Raises
        ------
        Exception
            What went wrong with a town first, after all the others have had their turn.
        """
        return through_towns(self._store, self._visit)

    def _visit(self, town_id: TownId) -> int:
        """Send what is due in a town; nothing is read as long as nothing was written and nothing becomes due."""
        stamp, now, quiet = self._store.stamp(town_id), self._clock.now(), self._quiet.get(town_id)
        if quiet is not None and quiet.stamp == stamp and now < quiet.until:
            return 0
        with self._store.reading(town_id) as unit:
            told = bool(unit.hooks.all())
        made = 0
        if told:
            self._gathering.gather(town_id, now)
            made = self._round_of(town_id)
            self._forget(town_id)
        self._quiet[town_id] = _Quiet(stamp=stamp, until=self._next_due(town_id, now) if told else now + LOOK)
        return made

    def _next_due(self, town_id: TownId, now: datetime) -> datetime:
        """Return when something becomes due in a town, or, if that is earlier, when to look all the same."""
        with self._store.reading(town_id) as unit:
            waiting = [one for one in unit.hook_messages.all().values() if one.state is HookMessageState.WAITING]
        due = [max(_second(one.due_at), _second(self._resting.get(one.hook_id, one.due_at))) for one in waiting]
        soonest = min([_second(now + LOOK), *due])
        return now + timedelta(seconds=soonest - now.timestamp())

    def _round_of(self, town_id: TownId) -> int:
        """Send what is due in a town; a hook that does not take one thing is not asked to take others now."""
        made, silent = 0, set[HookId]()
        for due in self._due(town_id):
            errand = self._take(town_id, due.id) if due.hook_id not in silent else None
            if errand is None:
                continue
            made += 1
            failure = self._send(errand)
            if failure is not None:
                silent.add(due.hook_id)
            if failure in _SLOW:
                self._resting[due.hook_id] = self._clock.now() + REST
        return made

    def _due(self, town_id: TownId) -> list[HookMessage]:
        now = self._clock.now()
        with self._store.reading(town_id) as unit:
            waiting = [
                one for one in unit.hook_messages.all().values() if _is_due(one, now) and not self._rests(one, now)
            ]
        return sorted(waiting, key=lambda one: (one.due_at.timestamp(), one.number))

    def _rests(self, message: HookMessage, now: datetime) -> bool:
        until = self._resting.get(message.hook_id)
        return until is not None and now.timestamp() < until.timestamp()

    def _take(self, town_id: TownId, message_id: HookMessageId) -> _Errand | None:
        """Put a message off, so that it is this server's for a while; None: another one has it."""
        now = self._clock.now()
        try:
            with self._store.writing(town_id) as unit:
                known = unit.hook_messages.find(message_id)
                hook = unit.hooks.find(known.hook_id) if known is not None else None
                if known is None or hook is None or not _is_due(known, now):
                    return None
                seen = unit.hook_messages.stamp_of(known.id)
                taken = replace(known, attempts=known.attempts + 1, due_at=now + HOLD)
                unit.hook_messages.put(taken, seen=seen)
                body = body_of(taken, town_id, town_head(unit).zone)
        except StaleError:
            return None
        return _Errand(town_id=town_id, hook=hook, message=taken, body=body)

    def _send(self, errand: _Errand) -> PostFailure | None:
        headers = headers_of(errand.message, errand.body, errand.hook.secret, self._clock.now())
        posted = self._poster.post(errand.hook.url, errand.body, headers)
        with self._store.writing(errand.town_id) as unit:
            known = unit.hook_messages.find(errand.message.id)
            # Somebody has removed the hook, or taken it up again since.
            if known is not None and known.attempts == errand.message.attempts:
                unit.hook_messages.put(self._after(known, posted))
        return posted.failure

    def _after(self, tried: HookMessage, posted: Posted) -> HookMessage:
        now = self._clock.now()
        told = replace(tried, status=posted.status, why=posted.failure.value if posted.failure else "")
        if posted.failure is None:
            return replace(told, state=HookMessageState.DELIVERED, ended_at=now)
        if tried.attempts >= MOST_ATTEMPTS:
            return replace(told, state=HookMessageState.DEAD, ended_at=now)
        return replace(told, due_at=now + (1 + self._draw()) / 2 * pause_before(tried.attempts))

    def _forget(self, town_id: TownId) -> None:
        now = self._clock.now()
        with self._store.reading(town_id) as unit:
            if not _over(unit, now):
                return
        with self._store.writing(town_id) as unit:
            for key in _over(unit, now):
                unit.hook_messages.remove(key)


def pause_before(attempts: int) -> timedelta:
    """Return the longest pause after so many attempts."""
    grown: timedelta = FIRST * GROWTH ** min(attempts - 1, 20)
    return min(LONGEST, grown)


def _second(at: datetime) -> float:
    """Return an instant as a number: instants of several zones are compared."""
    return at.timestamp()


def _is_due(message: HookMessage, now: datetime) -> bool:
    return message.state is HookMessageState.WAITING and message.due_at.timestamp() <= now.timestamp()


def _over(unit: UnitOfWork, now: datetime) -> list[HookMessageId]:
    kept = {HookMessageState.DELIVERED: REMEMBERED, HookMessageState.DEAD: DEAD_FOR}
    return [
        one.id
        for one in unit.hook_messages.all().values()
        if one.ended_at is not None and one.ended_at.timestamp() + kept[one.state].total_seconds() < now.timestamp()
    ]
