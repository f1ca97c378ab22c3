"""Whether a no-show was declared before it might be, as far as is known when it comes in."""

from datetime import datetime

from scheduler.domain.events import Event
from scheduler.services.facts import town_head
from scheduler.services.live.no_show import declared_too_early
from scheduler.services.live.progress import progress_on
from scheduler.services.ports import UnitOfWork
from scheduler.services.shown import shown_plan


def too_early(unit: UnitOfWork, event: Event) -> datetime | None:
    """Return from when on a kept no-show might have been declared; None: it was late enough, or holds no more."""
    booking, plan = unit.bookings.find(event.request_id), shown_plan(unit, event.day)
    if booking is None or plan is None:
        return None
    progress = progress_on(unit, plan, event.received_at, of=event.request_id)
    return declared_too_early(town_head(unit).policy, {booking.id: booking}, progress).get(event.task_id)
