"""The service catalogue."""

from collections.abc import Iterator
from datetime import timedelta

from scheduler.domain.catalogue import HelpLevel, Pooling, Service, ServiceKind
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO, choice, matching
from scheduler.formats.town.column import Sheet, maybe, optional, required
from scheduler.formats.town.compound import pairs, set_of
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.numeric import minutes, zloty
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import NAME, SERVICE, SKILL, Line, line

_HELP = choice(HelpLevel)
_NONE = timedelta(0)

ID = required("id", SERVICE, "the service", "physio")
SERVICE_NAME = required("name", NAME, "name", "Fizjoterapeuta")
KIND = required("kind", choice(ServiceKind), "what the planner has to know of its shape", "visit")
SKILL_ID = maybe("skill", SKILL, "what the crew must be able to do", "physio")
TIME = required("service_min", minutes(), "at a door; for a ride, boarding and alighting each", "45")
SETUP = optional("setup_min", minutes(), _NONE, "once per halt: parking, ramp, kitchen counter", "2")
HELP = optional(
    "help_min", pairs(_HELP, minutes(), "level:minutes, door:2|flat:6"), {}, "added by help level", "door:2|flat:6"
)
ATTENDANT = optional(
    "attendant_levels", set_of(_HELP), frozenset(), "help levels that need a second crew member", "flat"
)
POOLING = optional("pooling", choice(Pooling), Pooling.FREE, "who may be aboard together", "common_destination")
LONGEST = maybe("longest_ride_min", minutes(), "aboard, or from load to door; empty: the town's limit", "45")
VALUE = optional("value_zl", zloty(), 0, "what one is worth in the contracted share", "120")
COLOUR = optional("colour", matching("#[0-9a-fA-F]{6}", "a colour, #1f77b4"), "", "on maps and sheets", "#1f77b4")
OFFERED = optional("offered", YES_NO, True, "no: nothing new is promised of it", "no")

SHEET = Sheet(
    name="services",
    says="a service of the catalogue",
    columns=(
        ID, SERVICE_NAME, KIND, SKILL_ID, TIME, SETUP, HELP, ATTENDANT, POOLING, LONGEST, VALUE, COLOUR, OFFERED,
    ),
    key=ID,
)  # fmt: skip


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for service in town.services.values():
        yield line(
            ID.of(service.id),
            SERVICE_NAME.of(service.name),
            KIND.of(service.kind),
            SKILL_ID.of(service.skill),
            TIME.of(service.service_time),
            SETUP.of(service.setup_time),
            HELP.of(service.help_times),
            ATTENDANT.of(service.attendant_levels),
            POOLING.of(service.pooling),
            LONGEST.of(service.longest_ride),
            VALUE.of(service.value_gr),
            COLOUR.of(service.colour),
            OFFERED.of(service.offered),
        )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the services into `draft`."""
    for row in rows:
        if row.whole:
            draft.services[row[ID]] = _service(row)


def _service(row: Row) -> Service:
    return Service(
        id=row[ID],
        name=row[SERVICE_NAME],
        kind=row[KIND],
        skill=row[SKILL_ID],
        service_time=row[TIME],
        setup_time=row[SETUP],
        help_times=row[HELP],
        attendant_levels=row[ATTENDANT],
        pooling=row[POOLING],
        longest_ride=row[LONGEST],
        value_gr=row[VALUE],
        colour=row[COLOUR],
        offered=row[OFFERED],
    )
