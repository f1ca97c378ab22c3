"""A town with one physiotherapist, and wishes for visits."""

from fixtures.builder import TownBuilder
from tests.office.calendars import DayBuilder


def physio(*windows: str) -> tuple[TownBuilder, list[str]]:
    """Return a town with one physiotherapist from 8 to 16 and a wish for a visit in each window."""
    builder = DayBuilder().add_staff().add_shift("08:00-16:00")
    ids = []
    for window in windows:
        builder.add_visit(window=window, length_min=50)
        ids.append(str(builder.request_id))
    return builder, ids
