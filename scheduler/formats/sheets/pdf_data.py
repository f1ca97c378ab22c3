"""What a shift's sheet says, as plain values for the print template; one reader's notes only."""

from collections import Counter

from scheduler.domain.itinerary import BreakCard, DayHead, Itinerary, StopCard, TaskCard
from scheduler.domain.place import GeoPoint
from scheduler.formats.codec import Json
from scheduler.formats.sheets.labels import cash_text, counterpart_text, has_load
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.page_data import aboard_text, window_text
from scheduler.formats.sheets.plain import clean, one_line, with_breaks
from scheduler.formats.sheets.spans import breaks_before_work
from scheduler.formats.sheets.times import DayTimes
from scheduler.formats.sheets.words import NBSP

EARLY_S = 300
SIGNS = {"pickup": "↑ ", "dropoff": "↓ ", "load": "↑ ", "drop": "↓ "}
MOST_NUMBERS = 4
"""Phones of a party, and contacts, that a sheet has room for; the first ones are those to call first."""
LONG_TEXT = 1_500
"""Characters from which a stop may run over the end of a page."""


def sheet_data(view: DayHead, look: ShiftLook, itinerary: Itinerary, times: DayTimes) -> dict[str, Json]:
    """Return everything a shift's sheet shows.

    Parameters
    ----------
    view : DayHead
        Whose town, date, version and office the sheet names.
    look : ShiftLook
        The shift's letter.
    itinerary : Itinerary
        Its manifest; `reader` chooses the wording.
    times : DayTimes
        Clock and words.
    """
    return {
        **_labels(itinerary, times),
        **_heading(view, look, itinerary, times),
        "rows": _rows(itinerary, times),
        "empty": "" if itinerary.stops else times.words("sheet.empty"),
    }


def _labels(itinerary: Itinerary, times: DayTimes) -> dict[str, Json]:
    words = times.words
    reader = "driver" if itinerary.reader == "driver" else "worker"
    by_reader = {name: words(f"sheet.{name}_{reader}") for name in ("title", "signature")}
    return {
        "lang": words.lang,
        **by_reader,
        "page": words("sheet.page"),
        "confidential": words("sheet.confidential"),
        "odometer": words("sheet.odometer") if itinerary.vehicle else "",
        "remarks": words("sheet.remarks"),
        "signature-office": words("sheet.signature_office"),
        "signature-client": words("sheet.signature_client"),
        "office-label": words("sheet.office"),
        "rostered-label": words("sheet.rostered"),
        "staff-label": words("sheet.staff"),
        "vehicle-label": words("sheet.vehicle"),
        "phone-label": words("sheet.phone"),
        "contact-label": words("sheet.contact"),
        "access-label": words("sheet.access"),
        "note-label": words("sheet.note"),
        "arrived-label": words("sheet.actual_in"),
        "left-label": words("sheet.actual_out"),
        "aboard-label": words("sheet.aboard"),
    }


def _heading(view: DayHead, look: ShiftLook, itinerary: Itinerary, times: DayTimes) -> dict[str, Json]:
    words = times.words
    made = times.local(view.made_at)
    date = words.long_date(view.day)
    return {
        "code": look.code,
        "town": _line(view.town),
        "shift": _line(itinerary.name),
        "date": date,
        "subject": _line(words("sheet.subject", shift=itinerary.name, day=date)),
        "version": words("sheet.version", version=view.version, when=f"{words.short_date(made.date())}, {made:%H:%M}"),
        "office": _phone(view.office_phone) or "–",
        "staff": [_line(name) for name in itinerary.staff],
        "vehicle": _line(itinerary.vehicle) or words.named("mode", _line(itinerary.mode)),
        "provider": _line(itinerary.provider) if itinerary.contracted else "",
        "rostered": times.span(*itinerary.rostered),
    }


def _rows(itinerary: Itinerary, times: DayTimes) -> list[Json]:
    """Return start, stops and breaks in order of time, and the end."""
    with_aboard = itinerary.reader == "driver" and has_load(itinerary)
    timed = [
        (times.seconds(stop.arrival), _stop(stop, itinerary, times, with_aboard=with_aboard))
        for stop in itinerary.stops
    ]
    at_stops = [rest for stop in itinerary.stops for rest in breaks_before_work(stop, itinerary, times)]
    timed += [(times.seconds(rest.start), _break(rest, times)) for rest in itinerary.breaks if rest not in at_stops]
    start_place = _line(itinerary.start_place) or times.words("sheet.under_way")
    start = _plain(times.clock(itinerary.start), times.words("sheet.departure", place=start_place))
    end = _plain(times.clock(itinerary.end), times.words("sheet.return", place=_line(itinerary.end_place)))
    return [start, *(row for _, row in sorted(timed, key=lambda pair: pair[0])), end]


def _plain(time: str, text: str) -> dict[str, Json]:
    return {"kind": "plain", "time": time, "text": text}


def _break(rest: BreakCard, times: DayTimes) -> dict[str, Json]:
    return _plain(times.span(rest.start, rest.end), _break_text(rest, times))


def _break_text(rest: BreakCard, times: DayTimes) -> str:
    length = times.words.duration(times.seconds(rest.end) - times.seconds(rest.start))
    article = _line(rest.article)
    return f"{times.words('sheet.break')} {length}" + (f" ({article})" if article else "")


def _stop(stop: StopCard, itinerary: Itinerary, times: DayTimes, *, with_aboard: bool) -> dict[str, Json]:
    arrival, _, day = times.clock(stop.arrival).partition(" ")
    title, place = _line(stop.address), _line(stop.place)
    tasks = _tasks(stop, times)
    aboard = aboard_text(stop, times.words) or times.words("shifts.empty")
    return {
        "kind": "stop",
        "number": str(stop.number),
        "arrival": arrival,
        "day": day.strip("()"),
        "departure": times.clock(stop.departure),
        "title": title or place,
        "place": place if title and place != title else "",
        "entrance": _line(stop.entrance),
        "entrance-note": _line(stop.entrance_note),
        "phone": _phone(stop.phone),
        "map": f"{stop.point.lat:.5f}, {stop.point.lon:.5f}",
        "url": map_url(stop.point),
        "begin": _begin(stop, times),
        "breaks": [
            f"{times.span(rest.start, rest.end)} {_break_text(rest, times)}"
            for rest in breaks_before_work(stop, itinerary, times)
        ],
        "tasks": list(tasks),
        "aboard": aboard if with_aboard else "",
        "signature": itinerary.reader != "driver" and any(task.kind in {"visit", "drop"} for task in stop.tasks),
        "long": sum(len(text) for task in tasks for text in task.values() if isinstance(text, str)) > LONG_TEXT,
    }


def _begin(stop: StopCard, times: DayTimes) -> str:
    """Return when to begin, where the crew comes too early; a driver who reads only the arrival would ring at dawn."""
    if not stop.tasks or times.seconds(stop.tasks[0].start) - times.seconds(stop.arrival) < EARLY_S:
        return ""
    return times.words("sheet.begin", time=times.clock(stop.tasks[0].start).partition(" ")[0])


def map_url(point: GeoPoint) -> str:
    """Return where a browser shows a point on a map."""
    place = f"{point.lat:.5f}/{point.lon:.5f}"
    return f"https://www.openstreetmap.org/?mlat={point.lat:.5f}&mlon={point.lon:.5f}#map=18/{place}"


def _tasks(stop: StopCard, times: DayTimes) -> list[dict[str, Json]]:
    """Return the tasks of a stop; what is loaded there comes as one line per diet, not one per resident."""
    loaded = [task for task in stop.tasks if task.kind == "load"]
    if len(loaded) < 2:
        return [_task(task, times) for task in stop.tasks]
    parties = Counter(_line(times.words.said(task.party)) or _line(task.service) for task in loaded)
    total = times.words.count("noun.portion", sum(task.portions or 1 for task in loaded))
    each = "; ".join(f"{count} × {party}" if len(parties) > 1 else party for party, count in parties.items())
    whole = TaskCard(
        task_id="", request_id="", kind="load", service="", service_id="", clients=(total,),
        party={times.words.lang: each}, start=loaded[0].start, end=loaded[-1].end,
    )  # fmt: skip
    return [_task(task, times) for task in (whole, *(task for task in stop.tasks if task.kind != "load"))]


def _task(task: TaskCard, times: DayTimes) -> dict[str, Json]:
    words = times.words
    return {
        "sign": SIGNS.get(task.kind, ""),
        "what": words.named("task", _line(task.kind)),
        "clients": _line(", ".join(task.clients)),
        "party": _line(words.said(task.party)),
        "service": _line(task.service) if task.kind == "visit" else "",
        "counterpart": counterpart_text(task, words),
        "window": window_text(task, times, "sheet.window_promised", "sheet.window"),
        "promised": task.promised,
        "cash": cash_text(task, words),
        "phone": ", ".join(_phone(number) for number in task.phones[:MOST_NUMBERS]),
        "contact": "; ".join(_line(contact) for contact in task.contacts[:MOST_NUMBERS]),
        "access": _line(words.said(task.access)),
        "note": with_breaks(clean(task.note).strip()),
        "tags": [words.named("tag", _line(tag)) for tag in task.tags],
    }


def _phone(number: str) -> str:
    return _line(number).replace(" ", NBSP)


def _line(text: str) -> str:
    return with_breaks(one_line(text))
