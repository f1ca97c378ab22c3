"""Which window an order asks for: of its pickup, or of its drop-off, as far as it tells one."""

from datetime import datetime, timedelta

from scheduler.domain.time import TimeWindow
from scheduler.domain.trips import TripOrder, TripTime
from scheduler.services.importing.sentences import CellWrong


def window_of(order: TripOrder, usual: timedelta) -> TimeWindow:
    """Return the window of an order.

    Parameters
    ----------
    usual : timedelta
        How wide it is where the order tells one of its ends alone.

    Raises
    ------
    CellWrong
        If it tells none, or one that ends before it starts.
    """
    start, end = _arriving(order, usual) if order.must_arrive else _leaving(order, usual)
    if end < start:
        raise CellWrong("span")
    return TimeWindow(start=start, end=end)


def _arriving(order: TripOrder, usual: timedelta) -> tuple[datetime, datetime]:
    latest = order.appointment or order.arrive
    if latest is None:
        raise CellWrong("no_time")
    return latest.at - _wide(latest, usual), latest.at


def _leaving(order: TripOrder, usual: timedelta) -> tuple[datetime, datetime]:
    first, last = order.window_start or (None if order.window_end else order.leave), order.window_end
    if first is not None:
        return first.at, last.at if last else first.at + _wide(first, usual)
    if last is not None:
        return last.at - _wide(last, usual), last.at
    raise CellWrong("no_time")


def _wide(told: TripTime, usual: timedelta) -> timedelta:
    return usual if told.within is None else told.within
