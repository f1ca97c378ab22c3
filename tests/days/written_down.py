"""Whatever somebody has changed stands in the audit: looked for with what was kept before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.live_day import live_key
from scheduler.services.auditing import day_subject
from scheduler.services.ports import UnitOfWork

_ERASABLE = "|said"
"""Goes with its client, and the entry speaks of them then."""


@dataclass
class WrittenDown:
    """What one office's audit has told so far."""

    entries: int = 0
    facts: dict[str, object] = field(default_factory=dict)

    def all_is_there(self, unit: UnitOfWork, days: Sequence[date]) -> None:
        """Find an entry about everything that has changed since this was asked last."""
        entries = unit.audit.entries(limit=100_000)
        facts = dict(_facts(unit, days))
        changed = {key.partition("|")[0] for key, one in facts.items() if self.facts.get(key) != one}
        gone = (key for key in self.facts.keys() - facts.keys() if not key.endswith(_ERASABLE))
        changed |= {key.partition("|")[0] for key in gone}
        told = {entry.event.subject for entry in entries[self.entries :]}
        assert not self.facts or changed <= told, f"nobody wrote down who changed {changed - told}"
        self.entries, self.facts = len(entries), facts


def _facts(unit: UnitOfWork, days: Sequence[date]) -> Iterator[tuple[str, object]]:
    """Yield what nobody changes without an entry: its subject, what of it, and how it is."""
    for day in days:
        state, live = unit.days.get(day), unit.live.find(live_key(day))
        yield f"{day_subject(day)}|state", (state.published is not None, state.closed)
        yield f"{day_subject(day)}|troubles", live.disruptions if live else ()
        for key, one in unit.bookings.between(day, day).items():
            yield f"request:{key}", (one.status, one.promise, one.day)
        for statement, said in unit.statements.between(day, day).items():
            yield f"request:{said.request_id}|{statement}{_ERASABLE}", (said.at, said.withdrawn_at)
    for absence in unit.absences.all().values():
        yield f"absence:{absence.id}", (absence.staff_id, absence.vehicle_id, absence.start, absence.end)
    yield from ((f"client:{key}", "kept") for key in unit.clients.all())
