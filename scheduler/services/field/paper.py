"""A returned sheet is typed in: its times become events, all of them or none.

What somebody types says how it was. Where something else was reported before, by a phone or by an earlier typing, that
is taken back; rows that nobody touched stay. So typing the same twice changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from scheduler.domain.errors import StaleError
from scheduler.domain.events import Event, EventKind, EventSource
from scheduler.domain.ids import ClientId, EventId, RequestId, ShiftId
from scheduler.domain.itinerary import StopCard, TaskCard
from scheduler.domain.plan import request_of
from scheduler.services.access import Principal
from scheduler.services.facts import town_head
from scheduler.services.field.checking import Checks
from scheduler.services.field.recording import note_kept
from scheduler.services.field.typed_clock import nearest, read_clock
from scheduler.services.live.ordering import happenings
from scheduler.services.manifests import Manifest, manifest
from scheduler.services.ports import Store, UnitOfWork


class PaperOutcome(StrEnum):
    """How a task ended, as a sheet says it."""

    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED_LATE = "cancelled_late"
    REFUSED = "refused"


_OUTCOMES: Mapping[EventKind, PaperOutcome] = {
    EventKind.DONE: PaperOutcome.DONE,
    EventKind.ABOARD: PaperOutcome.DONE,
    EventKind.NO_SHOW: PaperOutcome.NO_SHOW,
    EventKind.CANCELLED_LATE: PaperOutcome.CANCELLED_LATE,
    EventKind.REFUSED: PaperOutcome.REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class TypedRow:
    """What somebody has typed of one stop.

    Attributes
    ----------
    stop : int
        Its number on the sheet.
    arrived, left : str
        Times as they stand there; empty: none does.
    outcomes : mapping of str to PaperOutcome
        By task; one that is not named has no outcome on the sheet.
    """

    stop: int
    arrived: str = ""
    left: str = ""
    outcomes: Mapping[str, PaperOutcome] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """What is wrong with a row: in which field (arrived, left, outcome), and a sentence by language."""

    stop: int
    field: str
    said: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """A stop of the sheet, and what is known of it.

    Attributes
    ----------
    arrived, left : datetime or None
        As reported; of several tasks the first arrival and the last end.
    outcomes : mapping of str to PaperOutcome
        By task, of those whose end is known.
    """

    stop: StopCard
    arrived: datetime | None
    left: datetime | None
    outcomes: Mapping[str, PaperOutcome]


@dataclass(frozen=True, kw_only=True)
class PaperSheet:
    """A shift's sheet as it is known.

    Attributes
    ----------
    version : int
        Another one as soon as anything of it is reported, or another plan is published.
    """

    manifest: Manifest
    zone: ZoneInfo
    version: int
    rows: tuple[PaperRow, ...]

    @property
    def clients(self) -> tuple[ClientId, ...]:
        """Whom it names."""
        return self.manifest.clients


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What became of what was typed: with any problem nothing of it is kept."""

    sheet: PaperSheet
    kept: int = 0
    taken_back: int = 0
    problems: tuple[RowProblem, ...] = ()


_SAID: Mapping[str, Mapping[str, str]] = {
    "clock": {
        "pl": "To nie jest godzina. Napisz na przykład 9.30, 930 albo 9:30.",
        "en": "This is no time. Write it like 9.30, 930 or 9:30.",
    },
    "far": {"pl": "Tej godziny nie było tego dnia na zegarze.", "en": "No clock showed this time on that day."},
    "before": {"pl": "Odjazd jest wcześniejszy niż przyjazd.", "en": "They left before they came."},
    "no_outcome": {"pl": "Jest godzina odjazdu. Wybierz, jak się skończyło.", "en": "Choose how it ended."},
    "no_time": {"pl": "Wpisz godzinę odjazdu.", "en": "Type when they left."},
    "no_stop": {"pl": "Tego przystanku nie ma już na karcie.", "en": "This stop is no longer on the sheet."},
}


def paper_sheet(unit: UnitOfWork, day: date, shift_id: ShiftId, who: Principal, now: datetime) -> PaperSheet:
    """Return a shift's sheet with what is known of it.

    Raises
    ------
    NotFoundError
        If no such shift is published.
    """
    found, zone = manifest(unit, day, shift_id, who, now), town_head(unit).zone
    events = _events(unit, found)
    told = [one.event for one in happenings(events)]
    rows = tuple(_row(stop, told) for stop in found.itinerary.stops)
    said = f"{found.version} " + " ".join(sorted(one.id for one in events))
    version = int.from_bytes(sha256(said.encode()).digest()[:7])
    return PaperSheet(manifest=found, zone=zone, version=version, rows=rows)


def enter_sheet(  # a store, whose shift and hand, and what they have typed and seen
    store: Store, day: date, shift_id: ShiftId, who: Principal, now: datetime, *, rows: Sequence[TypedRow], seen: int
) -> Entered:
    """Keep what somebody has typed from a sheet, all of it or nothing.

    Raises
    ------
    NotFoundError
        If no such shift is published.
    StaleError
        If something of the sheet was reported since it was seen, and what is typed says something else.
    """
    with store.writing(who.town_id) as unit:
        sheet = paper_sheet(unit, day, shift_id, who, now)
        reading = _Reading(unit, sheet, who, now)
        events = [event for row in rows for event in reading.events(row)]
        if reading.problems or not events:
            return Entered(sheet=sheet, problems=tuple(reading.problems))
        if sheet.version != seen:
            raise StaleError(f"the sheet of {shift_id}", seen=seen, now=sheet.version)
        for event in events:
            unit.events.put(event)
        note_kept(unit, who, events, now)
        taken_back = sum(one.kind is EventKind.UNDONE for one in events)
        after = paper_sheet(unit, day, shift_id, who, now)
        return Entered(sheet=after, kept=len(events) - taken_back, taken_back=taken_back)


class _Reading:
    """Reads rows into events, and collects what is wrong with them."""

    def __init__(self, unit: UnitOfWork, sheet: PaperSheet, who: Principal, now: datetime) -> None:
        self.problems: list[RowProblem] = []
        self._unit, self._sheet, self._who, self._now = unit, sheet, who, now.astimezone(UTC)
        self._checks = Checks(unit, who, now=now)
        self._known = _events(unit, sheet.manifest)
        self._active = [one.event for one in happenings(self._known)]
        self._rows = {row.stop.number: row for row in sheet.rows}
        self._next = 1 + max((one.sequence for one in self._known if one.device_id == self._device), default=0)

    @property
    def _device(self) -> str:
        shift = self._sheet.manifest.shift
        return f"sheet-{sha256(f'{shift.day} {shift.id}'.encode()).hexdigest()[:16]}"

    def events(self, row: TypedRow) -> list[Event]:
        """Return what a row adds to what is known, and takes back of it; nothing if it has a problem."""
        known, before = self._rows.get(row.stop), len(self.problems)
        if known is None or not {one.task_id for one in known.stop.tasks} >= set(row.outcomes):
            self._wrong(row, "arrived", _SAID["no_stop"])
            return []
        arrived = self._time(row, "arrived", row.arrived, known.stop.arrival)
        left = self._time(row, "left", row.left, known.stop.departure)
        if arrived is not None and left is not None and left < arrived:
            self._wrong(row, "left", _SAID["before"])
        if row.left.strip() and any(one.task_id not in row.outcomes for one in known.stop.tasks):
            self._wrong(row, "outcome", _SAID["no_outcome"])
        if row.outcomes and not row.left.strip():
            self._wrong(row, "left", _SAID["no_time"])
        if len(self.problems) > before:
            return []
        made = [event for task in known.stop.tasks for event in self._of_task(task, row, arrived, left)]
        return made if self._allowed(row, made) else []

    def _of_task(
        self, task: TaskCard, row: TypedRow, arrived: datetime | None, left: datetime | None
    ) -> Iterator[Event]:
        """Yield what is to be taken back of one task, and what is new."""
        outcome = row.outcomes.get(task.task_id)
        done = EventKind.ABOARD if task.kind == "pickup" else EventKind.DONE
        ends = None if outcome is None else done if outcome is PaperOutcome.DONE else EventKind(outcome.value)
        yield from self._replaced(task, {EventKind.ARRIVED}, EventKind.ARRIVED if arrived else None, arrived)
        yield from self._replaced(task, set(_OUTCOMES), ends, left)

    def _replaced(
        self, task: TaskCard, kinds: set[EventKind], kind: EventKind | None, at: datetime | None
    ) -> Iterator[Event]:
        found = [one for one in self._active if one.task_id == task.task_id and one.kind in kinds]
        same = [one for one in found if kind is not None and _alike(one.kind, kind) and at == _minute(one.at)]
        yield from (self._taken_back(one) for one in found if one not in same[:1])
        if kind is not None and at is not None and not same:
            yield self._event(task.task_id, kind, at)

    def _event(self, task_id: str, kind: EventKind, at: datetime) -> Event:
        told = f"{self._who.town_id} {self._sheet.manifest.shift.id} {task_id} {kind} {at.isoformat()}"
        # What was typed, taken back and typed again is a new event.
        times = sum(one.task_id == task_id and one.kind is kind and one.at.astimezone(UTC) == at for one in self._known)
        return self._made(task_id, kind, at, f"{told} {times}")

    def _taken_back(self, event: Event) -> Event:
        made = self._made(event.task_id, EventKind.UNDONE, self._now, f"undone {event.id}", undoes=event.id)
        return replace(made, shift_id=event.shift_id)

    def _made(self, task_id: str, kind: EventKind, at: datetime, name: str, *, undoes: EventId | None = None) -> Event:
        shift = self._sheet.manifest.shift
        self._next += 1
        return Event(
            id=EventId(str(uuid5(NAMESPACE_URL, name))), day=shift.day, shift_id=shift.id, task_id=task_id,
            request_id=request_of(task_id), kind=kind, device_id=self._device, sequence=self._next, at=at,
            received_at=self._now, skew_s=0, by=self._who.user_id, source=EventSource.PAPER, undoes=undoes,
        )  # fmt: skip

    def _time(self, row: TypedRow, name: str, typed: str, planned: datetime) -> datetime | None:
        if not typed.strip():
            return None
        clock = read_clock(typed)
        if clock is None:
            self._wrong(row, name, _SAID["clock"])
            return None
        at = nearest(clock, planned, self._sheet.zone)
        if at is None:
            self._wrong(row, name, _SAID["far"])
        return at

    def _allowed(self, row: TypedRow, events: Iterable[Event]) -> bool:
        for event in events:
            why = self._checks.refusal(event)
            if why is not None:
                self._wrong(row, "arrived" if event.kind is EventKind.ARRIVED else "left", why.said)
                return False
        return True

    def _wrong(self, row: TypedRow, name: str, said: Mapping[str, str]) -> None:
        self.problems.append(RowProblem(stop=row.stop, field=name, said=said))


def _events(unit: UnitOfWork, found: Manifest) -> list[Event]:
    """Return all that was ever reported of a sheet's tasks by its shift, taken back or not, as it came in."""
    tasks = {task.task_id: task.request_id for stop in found.itinerary.stops for task in stop.tasks}
    events = [one for key in dict.fromkeys(tasks.values()) for one in _of_request(unit, key)]
    mine = [one for one in events if one.task_id in tasks and one.shift_id == found.shift.id]
    return [one for one in mine if one.day == found.shift.day]


def _of_request(unit: UnitOfWork, key: str) -> Iterable[Event]:
    return unit.events.of_request(RequestId(key)).values()


def _row(stop: StopCard, told: Sequence[Event]) -> PaperRow:
    mine = {task.task_id for task in stop.tasks}
    here = [one for one in told if one.task_id in mine]
    arrivals = [one.at for one in here if one.kind is EventKind.ARRIVED]
    ends = {one.task_id: one for one in here if one.kind in _OUTCOMES}
    return PaperRow(
        stop=stop,
        arrived=min(arrivals, default=None),
        left=max((one.at for one in ends.values()), default=None),
        outcomes={key: _OUTCOMES[one.kind] for key, one in ends.items()},
    )


def _alike(known: EventKind, kind: EventKind) -> bool:
    """Return whether two events say the same of a task: a phone may call a party that got in done, too."""
    return _OUTCOMES.get(known, known) == _OUTCOMES.get(kind, kind)


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
