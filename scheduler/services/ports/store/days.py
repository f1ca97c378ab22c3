"""Service days of a town, their plans, and the chain of who did what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from scheduler.domain.audit import AuditEntry, AuditEvent, AuditSearch
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead


class Days(Protocol):
    """Service days: their state, and the lock under which it is changed."""

    def get(self, day: date) -> DayState:
        """Return a day's state; one of which nothing is kept is as a new `DayState`."""
        ...

    def lock(self, day: date) -> DayState:
        """Hold other units off a day until this one has ended, and return its state as it is now.

        Several days are locked in their order in the calendar.
        """
        ...

    def put(self, state: DayState) -> None:
        """Keep a day's next state; the unit must have locked the day, and the version is one more than before.

        Raises
        ------
        StaleError
            If the version is another one.
        """
        ...

    def between(self, first: date, last: date) -> Mapping[date, DayState]:
        """Return the states of all days of which something is kept, from `first` to `last`."""
        ...


class Plans(Protocol):
    """Versions of the days' plans; what was added stays as it is, until a client of it is erased."""

    def add(self, plan: Plan, head: PlanHead) -> None:
        """Keep a new version.

        Raises
        ------
        ConflictError
            If the day has a plan of that version.
        """
        ...

    def get(self, day: date, version: int) -> Plan:
        """Return one version.

        Raises
        ------
        NotFoundError
            If the day has none of that version, or it is forgotten.
        """
        ...

    def orders(self, day: date, version: int) -> Mapping[ShiftId, Sequence[str]]:
        """Return the ids of the tasks that one version gives each shift, in order; quicker than the whole plan.

        Raises
        ------
        NotFoundError
            If the day has none of that version, or it is forgotten.
        """
        ...

    def heads(self, day: date) -> Sequence[PlanHead]:
        """Return what is known of a day's plans, the oldest first."""
        ...

    def naming(
        self,
        requests: Collection[RequestId],
        words: Collection[str],
        *,
        but: Collection[tuple[date, int]] = frozenset(),
    ) -> Mapping[tuple[date, int], frozenset[str]]:
        """Return, of each version that is not forgotten, what of some requests and words is in it.

        Quicker than to read them all, but a town's plans of years take a while: nobody should wait for it.

        Parameters
        ----------
        words : collection of str
            Looked for in all texts, in any case of letters, also inside longer words.
        but : collection of (date, int)
            Versions that are not looked at.
        """
        ...

    def forget(self, day: date, version: int) -> None:
        """Take a version's content away that was never published; its head stays."""
        ...

    def redact(self, plan: Plan) -> None:
        """Put a version in its own place again, with nothing but what would tell of an erased client taken out.

        Raises
        ------
        NotFoundError
            If the day has none of that version, or it is forgotten.
        """
        ...

    def keep_problem(self, day: date, version: int, text: str) -> None:
        """Keep the problem that a plan was the answer to, as JSON, so that a complaint can be replayed."""
        ...

    def problem(self, day: date, version: int) -> str | None:
        """Return the problem of a version, if it was kept."""
        ...


class AuditLog(Protocol):
    """The town's chain of who did what; only ever appended to."""

    def append(self, event: AuditEvent) -> None:
        """Add an event at the end of the chain, in the order of the units' ends."""
        ...

    def entries(self, after: int = 0, limit: int = 1000) -> Sequence[AuditEntry]:
        """Return entries with higher numbers than `after`, in their order."""
        ...

    def about(self, subject: str) -> Sequence[AuditEntry]:
        """Return all entries about one subject, in their order."""
        ...

    def search(
        self, wanted: AuditSearch, *, beyond: int | None = None, newest: bool = True, limit: int = 50
    ) -> Sequence[AuditEntry]:
        """Return written entries that fit, the newest first or the oldest.

        Parameters
        ----------
        beyond : int, optional
            Only entries with lower numbers, where the newest come first; else with higher ones.
        """
        ...

    def last(self) -> AuditEntry | None:
        """Return the end of the chain as it is written; None: it is empty.

        A store that can be changed from outside keeps it apart from the entries, so that a cut end shows.
        """
        ...
