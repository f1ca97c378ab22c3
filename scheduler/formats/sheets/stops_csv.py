"""`stops.csv`: one row per task, as Polish Excel opens it: UTF-8 with a mark, semicolons, decimal commas."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from scheduler.domain.itinerary import DayView, Itinerary, StopCard, TaskCard
from scheduler.formats.sheets.labels import aboard
from scheduler.formats.sheets.looks import ShiftLook, looks
from scheduler.formats.sheets.plain import one_line
from scheduler.formats.sheets.times import DayTimes, times_of
from scheduler.formats.sheets.words import Lang, words_of

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - full-width twins start formulas too
COLUMNS = (
    "day", "shift", "shift_id", "staff", "vehicle", "provider", "stop", "arrival", "departure", "task", "start", "end",
    "window_start", "window_end", "promised", "service", "request", "clients", "party", "phone", "place", "entrance",
    "address", "district", "lat", "lon", "portions", "seats", "wheelchairs",
)  # fmt: skip


def stops_csv(view: DayView, *, lang: Lang = "pl") -> str:
    """Return the text of the file, with its byte order mark.

    Parameters
    ----------
    view : DayView
        The planned day.
    lang : {"pl", "en"}
        Language of the headers.
    """
    times = times_of(view, words_of(lang))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(times.words(f"csv.{column}") for column in COLUMNS)
    for look, itinerary in looks(view.itineraries):
        shift_cells = tuple(_shift_cells(view, itinerary))
        for stop in itinerary.stops:
            stop_cells = tuple(_stop_cells(look, stop, times))
            for task in stop.tasks:
                row = dict((*shift_cells, *stop_cells, *_task_cells(task, times)))
                writer.writerow(row[column] for column in COLUMNS)
    return BOM + out.getvalue()


def cell(text: str) -> str:
    """Return a text as one line that a spreadsheet will not take for a formula."""
    # Looked at before and after cleaning: either way a formula could come to stand first.
    line = one_line(text)
    return f"'{line}" if text.startswith(tuple(FORMULA_STARTS)) or line.startswith(tuple(FORMULA_STARTS)) else line


def _shift_cells(view: DayView, itinerary: Itinerary) -> Iterator[tuple[str, str]]:
    yield "day", view.day.isoformat()
    yield "shift", cell(itinerary.name)
    yield "shift_id", cell(itinerary.shift_id)
    yield "staff", cell(", ".join(itinerary.staff))
    yield "vehicle", cell(itinerary.vehicle)
    yield "provider", cell(itinerary.provider)


def _stop_cells(look: ShiftLook, stop: StopCard, times: DayTimes) -> Iterator[tuple[str, str]]:
    yield "stop", look.stop_code(stop.number)
    yield "arrival", _clock(stop.arrival, times)
    yield "departure", _clock(stop.departure, times)
    yield "place", cell(stop.place)
    yield "entrance", cell(stop.entrance)
    yield "address", cell(stop.address)
    yield "district", cell(stop.district)
    yield "lat", _decimal(stop.point.lat)
    yield "lon", _decimal(stop.point.lon)


def _task_cells(task: TaskCard, times: DayTimes) -> Iterator[tuple[str, str]]:
    seats, wheelchairs, portions = aboard(task)
    opens, closes = task.window or (None, None)
    yield "task", cell(times.words.named("task", task.kind))
    yield "start", _clock(task.start, times)
    yield "end", _clock(task.end, times)
    yield "window_start", _clock(opens, times)
    yield "window_end", _clock(closes, times)
    yield "promised", times.words("csv.yes" if task.promised else "csv.no")
    yield "service", cell(task.service)
    yield "request", cell(task.request_id)
    yield "clients", cell(", ".join(task.clients))
    yield "party", cell(times.words.said(task.party))
    yield "phone", cell(", ".join(task.phones))
    yield "portions", str(task.portions or portions)
    yield "seats", str(seats)
    yield "wheelchairs", str(wheelchairs)


def _clock(moment: datetime | None, times: DayTimes) -> str:
    return f"{times.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _decimal(degrees: float) -> str:
    return f"{degrees:.6f}".replace(".", ",")
