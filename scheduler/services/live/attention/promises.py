"""Promises: who is expected too late, to whom nobody has come, and who stands at a roadside."""

from collections.abc import Iterator
from datetime import UTC

from scheduler.domain.alerts import Alert, AlertKind, Remedy, Severity
from scheduler.domain.ids import RequestId
from scheduler.domain.live import Outcome, TaskStatus
from scheduler.domain.live_day import Breakdown, Disruption
from scheduler.services.disruptions.breakdowns import place_of
from scheduler.services.live.attention.watched import Subject, Watched, alert, minutes_between, promised
from scheduler.services.live.expecting import undone
from scheduler.services.live.no_show import FIRST

_NOT_THERE = frozenset({TaskStatus.PLANNED, TaskStatus.EN_ROUTE})


def late(watched: Watched) -> Iterator[Alert]:
    """Yield whose service is expected to start past what was promised; of a request the first task that is."""
    told = set()
    for task_id, expected in watched.tasks.items():
        known = watched.progress.tasks[task_id]
        booking = watched.bookings.get(known.request_id)
        if booking is None or not booking.held or known.status not in _NOT_THERE or known.request_id in told:
            continue
        window = promised(booking, known.kind)
        if window is None:
            continue
        bound = window.end.astimezone(UTC) + watched.policy.live.late_after
        if expected.start > bound:
            told.add(known.request_id)
            yield alert(
                watched,
                AlertKind.LATE,
                Severity.WARNING,
                Subject(name=known.request_id, request_id=known.request_id, shift_id=known.shift_id),
                bound,
                (Remedy.CALL_CLIENT, Remedy.REPLAN, Remedy.RENEGOTIATE),
                minutes=minutes_between(window.end, expected.start),
                values={"hour": watched.hour(window.end), "expected": watched.hour(expected.start)},
            )


def left_standing(watched: Watched) -> Iterator[Alert]:
    """Yield who stands by a broken vehicle and is fetched from there by nobody, as far as crews know."""
    for request_id, key in watched.progress.beside.items():
        told = watched.disruptions[key]
        if told.breakdown is not None and not _is_helped(watched, request_id, told, told.breakdown):
            yield alert(
                watched,
                AlertKind.NO_CREW,
                Severity.URGENT,
                Subject(name=request_id, request_id=request_id, shift_id=told.breakdown.shift_id),
                told.since,
                (Remedy.REPLAN, Remedy.CALL_CLIENT),
            )


def _is_helped(watched: Watched, request_id: RequestId, told: Disruption, broken: Breakdown) -> bool:
    """Return whether a crew is to fetch somebody from the roadside, or their vehicle is to go on with them."""
    by_kind = {one.kind: one for one in watched.of(request_id) if one.planned is not None}
    pickup, dropoff = by_kind.get("pickup"), by_kind.get("dropoff")
    if pickup is not None and pickup.location_id.partition("/")[0] == place_of(told.id):
        return True
    return told.until is not None and dropoff is not None and dropoff.shift_id == broken.shift_id


def no_crew(watched: Watched) -> Iterator[Alert]:
    """Yield whom the crew that has them in its plan will not come to."""
    told = {one.request_id for one in left_standing(watched)}
    for route in watched.plan.routes:
        off = watched.hindered.off_duty.get(route.shift_id)
        for task in (task for stop in route.stops for task in stop.tasks):
            known, booking = watched.progress.tasks[task.task_id], watched.bookings.get(task.request_id)
            if off is None or booking is None or not booking.held or task.request_id in told:
                continue
            if (
                known.status in _NOT_THERE
                and known.shift_id == route.shift_id
                and undone(watched.hindered, route, task, watched.progress)
            ):
                told.add(task.request_id)
                yield alert(
                    watched,
                    AlertKind.NO_CREW,
                    Severity.URGENT,
                    Subject(name=task.request_id, request_id=task.request_id, shift_id=route.shift_id),
                    off.since,
                    (Remedy.REPLAN, Remedy.CALL_CLIENT),
                )


def missed(watched: Watched) -> Iterator[Alert]:
    """Yield to whom nobody has come although the promised window is over, whether any plan has them or not."""
    for booking in watched.held():
        if watched.progress.outcomes.get(booking.id, Outcome.OPEN) is not Outcome.OPEN:
            continue
        tasks = [one for one in watched.of(booking.id) if one.kind in FIRST]
        windows = (promised(booking, kind) for kind in ("pickup", "visit"))
        window = next((one for one in windows if one is not None), None)
        if window is None or any(one.status not in _NOT_THERE for one in tasks):
            continue
        bound = window.end.astimezone(UTC) + watched.policy.live.missed_after
        if watched.now >= bound:
            yield alert(
                watched,
                AlertKind.MISSED,
                Severity.URGENT,
                Subject(name=booking.id, request_id=booking.id, shift_id=tasks[0].shift_id if tasks else None),
                bound,
                (Remedy.CALL_CREW, Remedy.CALL_CLIENT, Remedy.TYPE_IN),
                minutes=minutes_between(window.end, watched.now),
                values={"hour": watched.hour(window.end)},
            )
