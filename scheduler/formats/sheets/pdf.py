"""Shifts' sheets as a PDF, set by Typst with the fonts that are inside it."""

from collections.abc import Sequence
from pathlib import Path

from scheduler.domain.itinerary import DayHead, Itinerary
from scheduler.formats.codec import Json
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.pdf_data import sheet_data
from scheduler.formats.sheets.press import Press
from scheduler.formats.sheets.times import times_of
from scheduler.formats.sheets.words import Lang, words_of

_PRESS = Press(Path(__file__).with_name("itinerary.typ"))


def itinerary_pdf(view: DayHead, look: ShiftLook, itinerary: Itinerary, *, lang: Lang = "pl") -> bytes:
    """Return the sheet of one shift: A4, as few pages as stay readable.

    Parameters
    ----------
    view : DayHead
        The day it belongs to.
    look : ShiftLook
        The shift's letter, as in the overview.
    itinerary : Itinerary
        The shift.
    lang : {"pl", "en"}
        Language of the form; notes and names stay as they are.
    """
    return itineraries_pdf(view, [(look, itinerary)], lang=lang)


def itineraries_pdf(view: DayHead, shifts: Sequence[tuple[ShiftLook, Itinerary]], *, lang: Lang = "pl") -> bytes:
    """Return the sheets of several shifts one behind the other, each with pages of its own.

    Raises
    ------
    ValueError
        If there is no shift: paper without anything on it is a mistake.
    """
    if not shifts:
        raise ValueError("there is no shift to print")
    times = times_of(view, words_of(lang))
    sheets = [sheet_data(view, look, itinerary, times) for look, itinerary in shifts]
    subject = sheets[0]["subject"] if len(sheets) == 1 else f"{view.town}, {times.words.long_date(view.day)}"
    data: dict[str, Json] = {"lang": lang, "subject": subject, "sheets": [*sheets]}
    return _PRESS.pdf(data, view.made_at)
