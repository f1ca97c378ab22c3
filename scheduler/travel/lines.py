"""Ways as encoded polylines, Google's format with five digits: a metre, in a fifth of the characters."""

import polyline

from scheduler.services.ports import Line

DIGITS = 5


def encoded(line: Line) -> str:
    """Return a line as an encoded polyline."""
    return polyline.encode([(point.lat, point.lon) for point in line], DIGITS)
