"""Hooks as an administrator looks after them: made, tried, removed; what came of each message, and once more."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ConflictError, InputError, InputProblem
from scheduler.domain.hooks import Hook, HookMessage, HookMessageState, HookTopic
from scheduler.domain.ids import HookId, HookMessageId, TownId, UserId
from scheduler.domain.time import Clock
from scheduler.services.hooks.message import PREFIX, new_hook_secret
from scheduler.services.ports import Poster, Store, UnitOfWork

MOST = 20
"""So many hooks a town may have."""
TRIED = "hook.tried"
"""What a message says that only tries whether a hook is reached."""


@dataclass(frozen=True, kw_only=True)
class MadeHook:
    """A new hook; the secret that it is signed with is shown this once."""

    hook: Hook

    @property
    def secret(self) -> str:
        """The secret as receivers' libraries take it."""
        return PREFIX + self.hook.secret


class HookDesk:
    """The hooks of the towns of a store."""

    def __init__(self, store: Store, clock: Clock, poster: Poster, new_id: Callable[[str], str]) -> None:
        self._store, self._clock, self._poster, self._new_id = store, clock, poster, new_id

    def add(self, town_id: TownId, name: str, url: str, topics: Collection[HookTopic], *, by: UserId) -> MadeHook:
        """Make a hook; it is told of what happens from now on.

        Raises
        ------
        InputError
            If nothing may be sent to the address, or there is no topic.
        ConflictError
            If the town has too many.
        """
        if not topics:
            raise InputError([InputProblem(file="hook", column="topics", wrong="is empty", right="choose one or more")])
        self._poster.check(url)
        now = self._clock.now()
        with self._store.writing(town_id) as unit:
            if len(unit.hooks.all()) >= MOST:
                raise ConflictError(f"the town has {MOST} hooks already; remove one that is not used")
            last = unit.audit.last()
            hook = Hook(
                id=HookId(self._new_id("H")), name=name, url=url, secret=new_hook_secret(), topics=frozenset(topics),
                made_at=now, made_by=by, since=last.number if last else 0,
            )  # fmt: skip
            unit.hooks.put(hook, seen=0)
            _note(unit, "hook.made", hook.id, by, now)
        return MadeHook(hook=hook)

    def hooks(self, town_id: TownId) -> Sequence[Hook]:
        """Return a town's hooks, the oldest first."""
        with self._store.reading(town_id) as unit:
            return tuple(unit.hooks.all().values())

    def remove(self, town_id: TownId, hook_id: HookId, *, by: UserId) -> None:
        """Take a hook out, and what it was still to be told.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        with self._store.writing(town_id) as unit:
            unit.hooks.remove(hook_id)
            for message in [one for one in unit.hook_messages.all().values() if one.hook_id == hook_id]:
                unit.hook_messages.remove(message.id)
            _note(unit, "hook.removed", hook_id, by, self._clock.now())

    def messages(self, town_id: TownId, hook_id: HookId) -> Sequence[HookMessage]:
        """Return what a hook was and is to be told, the newest first.

        Raises
        ------
        NotFoundError
            If there is no such hook.
        """
        with self._store.reading(town_id) as unit:
            unit.hooks.get(hook_id)
            found = [one for one in unit.hook_messages.all().values() if one.hook_id == hook_id]
        return sorted(found, key=lambda one: (one.number, one.id), reverse=True)

    def try_out(self, town_id: TownId, hook_id: HookId, *, by: UserId) -> HookMessage:
        """Tell a hook that somebody tries it.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        now = self._clock.now()
        with self._store.writing(town_id) as unit:
            hook = unit.hooks.get(hook_id)
            message = HookMessage(
                id=HookMessageId(self._new_id("D")), hook_id=hook_id, number=hook.since, action=TRIED,
                subject=f"hook:{hook_id}", happened_at=now, due_at=now,
            )  # fmt: skip
            unit.hook_messages.put(message, seen=0)
            _note(unit, TRIED, hook_id, by, now)
        return message

    def send_again(self, town_id: TownId, message_id: HookMessageId, *, by: UserId) -> HookMessage:
        """Let a message be sent once more, with all its attempts, whatever became of it.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        now = self._clock.now()
        with self._store.writing(town_id) as unit:
            known = unit.hook_messages.get(message_id)
            again = replace(known, state=HookMessageState.WAITING, attempts=0, due_at=now, ended_at=None, why="")
            unit.hook_messages.put(again)
            _note(unit, "hook.sent_again", known.hook_id, by, now)
        return again


def _note(unit: UnitOfWork, action: str, hook_id: HookId, by: UserId, at: datetime) -> None:
    unit.audit.append(AuditEvent(at=at, by=by, action=action, subject=f"hook:{hook_id}"))
