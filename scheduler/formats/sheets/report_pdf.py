"""Reports as PDF, set by Typst: A4, each table with its notes and lines to sign."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.domain.report import Kind, Report, Sheet, Value
from scheduler.formats.sheets.press import Press
from scheduler.formats.sheets.report_cells import shown, text_of
from scheduler.formats.sheets.words import Lang, words_of

_PRESS = Press(Path(__file__).with_name("report.typ"))
_NUMBERS = frozenset({Kind.COUNT, Kind.MONEY, Kind.SECONDS, Kind.METRES, Kind.NUMBER})
_WIDE = 95
"""From so much width on a table lies across the page."""


def report_pdf(report: Report, *, lang: Lang = "pl") -> bytes:
    """Return the pages of a report.

    Parameters
    ----------
    lang : {"pl", "en"}
        Language of headers and texts; names stay as they are.
    """
    return _PRESS.pdf(report_data(report, lang), report.made_at)


def report_data(report: Report, lang: Lang) -> dict[str, object]:
    """Return what the template prints."""
    words, zone = words_of(lang), ZoneInfo(report.zone)
    return {
        "lang": lang,
        "title": report.title[lang],
        "town": report.town,
        "made": words("report.made", at=_at(report.made_at, zone)),
        "page": words("sheet.page"),
        "empty": words("report.empty"),
        "apart": report.apart,
        "wide": any(sum(column.width for column in sheet.columns) > _WIDE for sheet in report.sheets),
        "sheets": [_sheet(sheet, lang, zone) for sheet in report.sheets],
    }


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _sheet(sheet: Sheet, lang: Lang, zone: ZoneInfo) -> dict[str, object]:
    words = words_of(lang)

    def row(values: tuple[Value, ...]) -> list[str]:
        return [shown(value, column, words, zone) for value, column in zip(values, sheet.columns, strict=True)]

    return {
        "title": text_of(sheet.title, lang),
        "subtitle": text_of(sheet.subtitle, lang),
        "columns": [
            {"name": column.name[lang], "width": column.width, "number": column.kind in _NUMBERS}
            for column in sheet.columns
        ],
        "blank": any(column.kind is Kind.BLANK for column in sheet.columns),
        "rows": [row(values) for values in sheet.rows],
        "total": [] if sheet.total is None else row(sheet.total),
        "notes": [note[lang] for note in sheet.notes],
        "signatures": [one[lang] for one in sheet.signatures],
    }
