"""A shift's sheet as a PDF, set by Typst with the fonts that are inside it."""

import json
from functools import cache
from pathlib import Path

import typst

from scheduler.domain.itinerary import DayView, Itinerary
from scheduler.formats.sheets.looks import ShiftLook
from scheduler.formats.sheets.pdf_data import sheet_data
from scheduler.formats.sheets.times import times_of
from scheduler.formats.sheets.words import Lang, words_of

TEMPLATE = Path(__file__).with_name("itinerary.typ")


@cache
def _compiler() -> typst.Compiler:
    """Return the compiler with the template; made once, since finding fonts takes longer than a sheet."""
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=typst.Fonts(include_system_fonts=False))


def itinerary_pdf(view: DayView, look: ShiftLook, itinerary: Itinerary, *, lang: Lang = "pl") -> bytes:
    """Return the sheet of one shift: A4, as few pages as stay readable.

    Parameters
    ----------
    view : DayView
        The day it belongs to.
    look : ShiftLook
        The shift's letter, as in the overview.
    itinerary : Itinerary
        The shift.
    lang : {"pl", "en"}
        Language of the form; notes and names stay as they are.
    """
    data = sheet_data(view, look, itinerary, times_of(view, words_of(lang)))
    # Values get in as one JSON text and are never part of the template: what looks like markup is printed as it is.
    inputs = {"data": json.dumps(data)}
    made_s = max(0, int(view.made_at.timestamp()))
    try:
        pdf = _compiler().compile(sys_inputs=inputs, format="pdf", timestamp=made_s, pdf_standards="ua-1")
    except typst.TypstError:
        # Accessible PDF refuses characters that no font has (an emoji in a note); a driver can do without those.
        pdf = _compiler().compile(sys_inputs=inputs, format="pdf", timestamp=made_s)
    if not isinstance(pdf, bytes):
        msg = f"Typst returned {type(pdf).__name__} for a PDF"
        raise TypeError(msg)
    return pdf
