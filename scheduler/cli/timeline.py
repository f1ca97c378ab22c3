"""A shift's day in a row of characters."""

from datetime import UTC, datetime

from scheduler.domain.itinerary import Itinerary

WIDTH = 30
SERVICE, DRIVING, PAUSE, IDLE, OFF = "█", "─", "▒", "·", " "


def timeline(itinerary: Itinerary, first: datetime, last: datetime) -> str:
    """Return `WIDTH` characters from `first` to `last`: at work (█), on the way or waiting (─), in a break (▒)."""
    step = (last.astimezone(UTC) - first.astimezone(UTC)) / WIDTH
    middles = [first.astimezone(UTC) + step * (k + 0.5) for k in range(WIDTH)]
    return "".join(_mark(itinerary, moment) for moment in middles)


def _mark(itinerary: Itinerary, moment: datetime) -> str:
    if any(pause.start <= moment < pause.end for pause in itinerary.breaks):
        return PAUSE
    if any(task.start <= moment < task.end for stop in itinerary.stops for task in stop.tasks):
        return SERVICE
    if itinerary.start <= moment < itinerary.end:
        return DRIVING
    rostered = itinerary.rostered[0] <= moment < itinerary.rostered[1]
    return IDLE if rostered else OFF
