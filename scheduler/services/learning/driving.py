"""What crews' reports tell about the way between two doors, and what that says of the speed at each hour."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from itertools import pairwise

from scheduler.domain.actuals import Drive
from scheduler.domain.ids import PlaceId
from scheduler.domain.learning import LearnedSpeed
from scheduler.domain.live import ShiftProgress, TaskProgress
from scheduler.domain.place import Door
from scheduler.domain.plan import PlannedRoute
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.calibrating import Calibration, calibrate
from scheduler.services.closing.daybook import DayBook
from scheduler.services.learning.shrinking import shrunk, weight_of
from scheduler.services.ports import TravelTimes

HALF_BELIEVED = 20
"""So many drives in a band count as much as its present speed."""


def drives_of(book: DayBook) -> Iterator[Drive]:
    """Yield the drives of a closed day between two doors of which the crew reported when it left and when it came.

    It left when it said so, else when it was done at the door before, unless a break was planned between the two, for
    nobody reports breaks. Reports of a clock that was off are left out.
    """
    for mine in book.progress.shifts.values():
        shift = book.shifts.get(mine.shift_id)
        if shift is not None:
            yield from _of_shift(book, shift, mine)


def learned_speeds(town: Town, travel: TravelTimes, drives: Sequence[Drive]) -> tuple[LearnedSpeed, ...]:
    """Return what drives say of the speed in each band of the town's policy; nothing where there are too few.

    The speed that explains them best is shrunk towards the present one by their number.

    Raises
    ------
    InputError, TravelError
        As the travel engine's.
    """
    bands = town.policy.speed_bands
    if not bands or not drives:
        return ()
    return tuple(_proposals(calibrate(town, travel, drives, bands)))


def _proposals(found: Calibration) -> Iterator[LearnedSpeed]:
    for one in found.bands:
        if one.fitted:
            weight = weight_of(one.drives, HALF_BELIEVED)
            proposed = shrunk(one.band.permille, weight, one.before_permille)
            yield LearnedSpeed(
                start_h=one.band.start_h,
                end_h=one.band.end_h,
                present_permille=one.before_permille,
                drives=one.drives,
                fitted_permille=one.band.permille,
                proposed_permille=round(proposed),
            )


def _of_shift(book: DayBook, shift: Shift, mine: ShiftProgress) -> Iterator[Drive]:
    tasks = [book.progress.tasks[key] for key in mine.tasks if book.progress.tasks[key].shift_id == mine.shift_id]
    paused = _before_breaks(book.routes.get(mine.shift_id))
    for before, after in pairwise(tasks):
        origin, destination = _door(book.town, before), _door(book.town, after)
        if origin is None or destination is None or origin == destination or before.clock_off or after.clock_off:
            continue
        left = after.en_route_at or (None if before.task_id in paused else before.ended_at)
        come = after.arrived_at
        if left is not None and come is not None and left.astimezone(UTC) < come.astimezone(UTC):
            yield Drive(origin=origin, destination=destination, left=left, arrived=come, mode=shift.mode)


def _before_breaks(route: PlannedRoute | None) -> frozenset[str]:
    if route is None:
        return frozenset()
    stops = [route.stops[one.after_stop] for one in route.breaks if one.after_stop >= 0]
    return frozenset(task.task_id for stop in stops for task in stop.tasks)


def _door(town: Town, task: TaskProgress) -> Door | None:
    """Return where a task is done; None: nobody knows, or the place is not kept any more."""
    place_id, found, entrance = task.location_id.partition("/")
    place = town.places.get(PlaceId(place_id))
    known = found and place is not None and any(one.name == entrance for one in place.entrances)
    return Door(place_id=PlaceId(place_id), entrance=entrance or None) if known else None
