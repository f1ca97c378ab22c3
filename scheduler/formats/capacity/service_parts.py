"""Parts of one service's demand, each read from its table."""

from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances
from scheduler.domain.capacity.parts import Destination, Doors, Endings, Repeating, WayBack
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.ids import PlaceId, PurposeId
from scheduler.formats.capacity.table import Table, whole_of, word_of

MINUTES = whole_of(0, 1440, "minutes")
_LONGEST_MIN = 1440


def doors(service: Table) -> Doors:
    """Return how long a service takes at the door."""
    usual = Doors()
    return Doors(
        planned_min=service.chances("planned_min", MINUTES, usual.planned_min),
        ratio=service.lognormal("ratio", usual.ratio),
        help_levels=service.chances("help", word_of(HelpLevel), usual.help_levels),
    )


def back(table: Table) -> WayBack:
    """Return the way home of a ride."""
    usual = WayBack()
    found = WayBack(
        kinds=table.chances("kinds", word_of(Back), usual.kinds),
        stay_min=table.lognormal("stay_min", usual.stay_min),
        width_min=table.whole("width_min", usual.width_min, high=_LONGEST_MIN),
    )
    table.known()
    return found


def repeating(table: Table) -> Repeating:
    """Return which calls ask for a series."""
    usual = Repeating()
    found = Repeating(
        share=table.number("share", usual.share, high=1.0),
        per_week=table.chances("per_week", whole_of(1, 7, "days of a week"), usual.per_week),
        weeks=table.chances("weeks", whole_of(1, 104, "a number of weeks"), usual.weeks),
    )
    table.known()
    return found


def endings(table: Table) -> Endings:
    """Return how bookings end."""
    cancelled = table.number("cancelled", 0.0, high=1.0)
    late, no_show = table.number("late", 0.0, high=1.0), table.number("no_show", 0.0, high=1.0)
    table.known()
    if cancelled + no_show > 1:
        table.wrong("no_show", "is, with those called off, more than all", "write shares that add up to 1 at most")
        return Endings()
    return Endings(cancelled=cancelled, late=late, no_show=no_show)


def places(service: Table) -> Chances[Destination] | None:
    """Return where rides go, or where deliveries are loaded; None: nothing is said of it."""
    found: dict[Destination, float] = {}
    for table in service.tables("places"):
        place, purpose = table.text("place", None), table.text("purpose")
        weight = table.number("weight", 1.0)
        table.known()
        one = Destination(place_id=PlaceId(place), purpose_id=PurposeId(purpose) if purpose else None)
        if one in found:
            table.wrong("place", "stands here twice for one purpose", "write it once")
        found[one] = weight
    if found and not sum(found.values()) > 0:
        service.wrong("places", "has no weight", "write a weight above zero for one of them at least")
        return None
    return Chances(options=tuple(found.items())) if found else None
