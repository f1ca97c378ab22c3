"""Lists for a day on paper: who signs that a crew was there, and whom to phone when nothing else works."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.domain.itinerary import DayHead, Itinerary, StopCard, TaskCard
from scheduler.domain.report import Kind, Report, Sheet, Texts, Value
from scheduler.services.reporting.words_of_reports import column, joined, same, word

_SIGNED = frozenset({"pickup", "visit", "drop"})
"""Where somebody is met who can sign; who is set down has signed already."""
_CLOCK = Kind.CLOCK


def signature_lists(day: DayHead, shifts: Sequence[Itinerary]) -> Report:
    """Return a list to sign for each shift.

    It goes from door to door, so it says nothing of services, not even by the name of the shift: who signs sees it.
    """
    columns = (
        column("number", width=4), column("planned", _CLOCK, 7), column("client", width=26),
        column("from", Kind.BLANK, 9), column("until", Kind.BLANK, 9), column("signature", Kind.BLANK, 30),
    )  # fmt: skip
    notes = ({
        "pl": "Lista idzie od drzwi do drzwi: proszę zakryć wiersze innych osób, zanim ktoś podpisze.",
        "en": "This list goes from door to door: cover the lines of others before somebody signs.",
    },)  # fmt: skip
    sheets = tuple(
        Sheet(
            title=same(", ".join(one.staff) or one.vehicle or one.name),
            subtitle=day_text(day),
            columns=columns,
            rows=tuple((*line, None, None, None) for line in _to_sign(one)),
            notes=notes,
            signatures=(word("signs_worker"), word("signs_office")),
        )
        for one in shifts
    )
    return _report("signature_list", "signatures", day, sheets)


def phone_lists(day: DayHead, shifts: Sequence[Itinerary]) -> Report:
    """Return whom to phone: the crews, then for each shift its clients in the order of its stops."""
    columns = (
        column("number", width=4), column("planned", _CLOCK, 7), column("promised", width=12),
        column("client", width=22), column("phone", width=18), column("contact", width=32),
    )  # fmt: skip
    lists = [
        Sheet(title=same(one.name), subtitle=_under(day, one), columns=columns, rows=tuple(_to_phone(one, day.zone)))
        for one in shifts
    ]
    return _report("phone_list", "phones", day, (_crews(day, shifts), *lists))


def _report(key: str, file: str, day: DayHead, sheets: tuple[Sheet, ...]) -> Report:
    return Report(
        file=f"{file}-{day.day.isoformat()}",
        title=joined(word(key), day_text(day)),
        town=day.town,
        zone=day.zone,
        made_at=day.made_at,
        sheets=sheets,
        apart=True,
    )


def day_text(day: DayHead) -> Texts:
    """Return a day's date and version, as each language writes them."""
    when = day.day
    return {
        "pl": f"{when:%d.%m.%Y}, wersja {day.version}",
        "en": f"{when.day} {when:%B %Y}, version {day.version}",
    }


def _under(day: DayHead, shift: Itinerary) -> Texts:
    people = ", ".join(part for part in (*shift.staff, shift.vehicle) if part)
    return joined(day_text(day), same(people)) if people else day_text(day)


def _crews(day: DayHead, shifts: Sequence[Itinerary]) -> Sheet:
    columns = (
        column("shift", width=22), column("from", _CLOCK, 7), column("until", _CLOCK, 7),
        column("crew", width=26), column("phone", width=18), column("vehicle", width=22),
    )  # fmt: skip
    office = {"pl": f"Biuro: {day.office_phone or '–'}", "en": f"Office: {day.office_phone or '–'}"}
    return Sheet(
        title=word("crews"),
        subtitle=joined(day_text(day), office),
        columns=columns,
        rows=tuple(
            (one.name, *one.rostered, ", ".join(one.staff), ", ".join(filter(None, one.staff_phones)), one.vehicle)
            for one in shifts
        ),
    )


def _to_sign(shift: Itinerary) -> Iterator[tuple[Value, ...]]:
    for stop, task in _met(shift):
        for client in task.clients:
            yield str(stop.number), task.start, client


def _to_phone(shift: Itinerary, zone: str) -> Iterator[tuple[Value, ...]]:
    for stop, task in _met(shift):
        promised = _span(task.window, ZoneInfo(zone)) if task.window and task.promised else None
        who = ", ".join(task.clients)
        yield str(stop.number), task.start, promised, who, ", ".join(task.phones), "; ".join(task.contacts)


def _met(shift: Itinerary) -> Iterator[tuple[StopCard, TaskCard]]:
    yield from ((stop, task) for stop in shift.stops for task in stop.tasks if task.kind in _SIGNED)


def _span(window: tuple[datetime, datetime], zone: ZoneInfo) -> str:
    start, end = (moment.astimezone(zone) for moment in window)
    return f"{start:%H:%M}–{end:%H:%M}"
