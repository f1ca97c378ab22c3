"""What a worker's phone keeps: the own shifts of these days as published, how far they are, and if they were seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.errors import NotFoundError
from scheduler.domain.ids import ShiftId, StaffId
from scheduler.domain.live import TaskProgress
from scheduler.domain.sightings import Sighting
from scheduler.domain.town import TownHead
from scheduler.services.access import Principal
from scheduler.services.facts import town_head
from scheduler.services.live.progress import progress_on
from scheduler.services.live.seeing import note_seen, seen_shifts
from scheduler.services.manifests import AFTERWARDS, Manifest, manifest, manifests
from scheduler.services.ports import Store, UnitOfWork
from scheduler.services.shown import shown_versions

_DAYS = tuple(timedelta(days=k) for k in (-1, 0, 1))
"""A night shift is one of the day before; tomorrow's is read in the evening, where there may be a signal."""


@dataclass(frozen=True, kw_only=True)
class OwnShift:
    """A shift of one's own.

    Attributes
    ----------
    progress : mapping of str to TaskProgress
        Of its tasks, as crews have reported.
    seen : bool
        Whether its reader has said that they have seen just these stops.
    """

    manifest: Manifest
    progress: Mapping[str, TaskProgress]
    seen: bool

    @property
    def read_until(self) -> datetime:
        """When the phone has to forget it."""
        return self.manifest.shift.end.astimezone(UTC) + AFTERWARDS


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """All that a phone keeps, the earliest shift first."""

    head: TownHead
    shifts: tuple[OwnShift, ...]


def own_day(unit: UnitOfWork, who: Principal, now: datetime) -> OwnDay:
    """Return what a worker's phone keeps at an instant.

    Raises
    ------
    NotFoundError
        If whoever asks is on no rota.
    """
    staff_id, head = _staff(who), town_head(unit)
    today = now.astimezone(head.zone).date()
    found = [one for ahead in _DAYS for one in _of_day(unit, today + ahead, who, staff_id, now)]
    return OwnDay(head=head, shifts=tuple(sorted(found, key=lambda one: one.manifest.shift.start.astimezone(UTC))))


def acknowledge(store: Store, who: Principal, *, day: date, shift_id: ShiftId, version: int, now: datetime) -> None:
    """Note that a worker has seen a version of an own shift; a later one with the same stops is seen by that, too.

    Raises
    ------
    NotFoundError
        If there is no such shift that they may read, or crews were never shown this version.
    """
    staff_id = _staff(who)
    with store.reading(who.town_id) as unit:
        manifest(unit, day, shift_id, who, now)
        if version not in shown_versions(unit, day):
            raise NotFoundError(f"version {version} of {day.isoformat()} was never published")
    note_seen(store, who.town_id, Sighting(day=day, shift_id=shift_id, version=version, staff_id=staff_id, at=now))


def _of_day(unit: UnitOfWork, day: date, who: Principal, staff_id: StaffId, now: datetime) -> Iterator[OwnShift]:
    found = manifests(unit, day, who, now)
    if not found:
        return
    plan = unit.plans.get(day, found[0].version)
    seen = seen_shifts(unit, plan, {one.shift.id: one.shift for one in found}, by=staff_id)
    progress = progress_on(unit, plan, now).tasks
    for one in found:
        tasks = (task.task_id for stop in one.itinerary.stops for task in stop.tasks)
        known = {key: progress[key] for key in tasks if key in progress}
        yield OwnShift(manifest=one, progress=known, seen=one.shift.id in seen)


def _staff(who: Principal) -> StaffId:
    if who.staff_id is None:
        raise NotFoundError("whoever asks is on no rota")
    return who.staff_id
