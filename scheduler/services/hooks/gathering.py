"""From what has happened to what is to be told.

The audit is written in the same transaction as what it tells of, so nothing that is kept can be left out here, and
nothing is told that was not kept.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.domain.audit import AuditEntry
from scheduler.domain.errors import StaleError
from scheduler.domain.hooks import Hook, HookMessage
from scheduler.domain.ids import HookId, HookMessageId, TownId
from scheduler.services.ports import Store, UnitOfWork

_PAGE = 500
_VERSION = re.compile(r"plan=(\d{1,9})")


class Gathering:
    """Makes messages of what has happened since the hooks of a store's towns were last told.

    Most of what the audit notes is for no hook. How far it was read for nothing is remembered here and not written, so
    that a look at a client wakes nobody.
    """

    def __init__(self, store: Store, new_id: Callable[[str], str]) -> None:
        self._store, self._new_id = store, new_id
        self._read: dict[HookId, int] = {}

    def gather(self, town_id: TownId, now: datetime) -> int:
        """Make the messages of a town, of a page of its audit for each hook; return how many."""
        with self._store.reading(town_id) as unit:
            wanted = [hook.id for hook in unit.hooks.all().values() if self._has_news(unit, hook)]
        if not wanted:
            return 0
        try:
            with self._store.writing(town_id) as unit:
                return sum(self._told(unit, hook_id, now) for hook_id in wanted)
        except StaleError:
            return 0  # another server has told it at the same moment, or somebody has just removed the hook

    def _has_news(self, unit: UnitOfWork, hook: Hook) -> bool:
        """Return whether a hook is to be told something, or a whole page was read for nothing."""
        entries = self._entries(unit, hook)
        if any(hook.tells(one.event.action) for one in entries) or len(entries) == _PAGE:
            return True
        if entries:
            self._read[hook.id] = entries[-1].number
        return False

    def _entries(self, unit: UnitOfWork, hook: Hook) -> Sequence[AuditEntry]:
        return unit.audit.entries(max(hook.since, self._read.get(hook.id, 0)), _PAGE)

    def _told(self, unit: UnitOfWork, hook_id: HookId, now: datetime) -> int:
        seen = unit.hooks.stamp_of(hook_id)
        hook = unit.hooks.find(hook_id)  # as it is by now: another server may have told it already
        entries = self._entries(unit, hook) if hook is not None else ()
        if hook is None or not entries:
            return 0
        told = [entry for entry in entries if hook.tells(entry.event.action)]
        for entry in told:
            unit.hook_messages.put(_message(hook, entry, HookMessageId(self._new_id("HM")), now), seen=0)
        unit.hooks.put(replace(hook, since=entries[-1].number), seen=seen)
        return len(told)


def _message(hook: Hook, entry: AuditEntry, key: HookMessageId, now: datetime) -> HookMessage:
    event = entry.event
    versions = [int(found[1]) for field in event.fields if (found := _VERSION.fullmatch(field))]
    return HookMessage(
        id=key,
        hook_id=hook.id,
        number=entry.number,
        action=event.action,
        subject=event.subject,
        version=versions[0] if versions else None,
        happened_at=event.at,
        due_at=now,
    )
