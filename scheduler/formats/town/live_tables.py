"""How the town watches its running days, in town.toml: when somebody is called to look, and open returns."""

from datetime import time

from scheduler.domain.live_policy import LivePolicy, OpenReturnPolicy
from scheduler.formats.town.cell import Cell, CellError
from scheduler.formats.town.column import Sheet, maybe, optional
from scheduler.formats.town.moments import read_moment
from scheduler.formats.town.numeric import minutes, whole

_LIVE, _OPEN = LivePolicy(), OpenReturnPolicy()


def _read_hour(cell: str) -> time:
    moment = read_moment(cell)
    if moment.plus_days or moment.date is not None or moment.clock.second:
        raise CellError("is not an hour of the clock", "write it as 14:30")
    return moment.clock


HOUR: Cell[time] = Cell(says="hour of the clock, 14:30", read=_read_hour, write=lambda hour: f"{hour:%H:%M}")

LATE = optional("late_after_min", minutes(), _LIVE.late_after,
                "expected later than this after the promised window", "5")  # fmt: skip
MISSED = optional("missed_after_min", minutes(), _LIVE.missed_after,
                  "after the promised window nobody has arrived", "20")  # fmt: skip
UNSEEN = optional("unseen_before_min", minutes(), _LIVE.unseen_before,
                  "before the shift nobody of the crew has read the itinerary", "30")  # fmt: skip
SILENT = optional("silent_after_min", minutes(), _LIVE.silent_after,
                  "after something was due nothing has been reported", "45")  # fmt: skip
LIVE = Sheet(name="policy.live", says="when somebody has to look at a running day",
             columns=(LATE, MISSED, UNSEEN, SILENT))  # fmt: skip

KEPT_FREE = optional("kept_free_min", minutes(), _OPEN.kept_free,
                     "of vehicles' time in each hour for open returns; 0: none are booked", "20")  # fmt: skip
EACH = optional("each_min", minutes(240, 1), _OPEN.each, "what one open return is taken to need", "30")
FIRST_H = optional(
    "first_h", whole(0, 47), _OPEN.first_h, "kept free from this hour; 24 is midnight, 26 two in the night", "8"
)
LAST_H = optional("last_h", whole(1, 48), _OPEN.last_h, "kept free to this hour", "16")
CALL_BY = maybe("call_by", HOUR, "who has not called by then is asked after", "14:30")
OPEN_RETURNS = Sheet(name="policy.live.open_returns", says="rides home at no fixed hour: the client calls",
                     columns=(KEPT_FREE, EACH, FIRST_H, LAST_H, CALL_BY))  # fmt: skip
