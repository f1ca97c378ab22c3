"""What crews have reported, as it still holds after a breakdown: who got in is not in there any more."""

from collections.abc import Iterable

from scheduler.domain.events import Event
from scheduler.domain.live_day import LiveDay


def still_aboard(events: Iterable[Event], live: LiveDay) -> tuple[Event, ...]:
    """Return events without those that say who got into a vehicle that has broken down since.

    So they are to be picked up again, and whoever does it reports that; what was done for them otherwise still counts,
    and when the vehicle is repaired with them in it, so does this.

    Parameters
    ----------
    live : LiveDay
        Of the same day.
    """
    gone = {
        (one.breakdown.shift_id, key) for one in live.in_force if one.breakdown is not None for key in one.request_ids
    }
    return tuple(one for one in events if (one.shift_id, one.request_id) not in gone or not _boarding(one))


def _boarding(event: Event) -> bool:
    return event.task_id.endswith(":pickup")
