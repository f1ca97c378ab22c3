"""A client's card as a PDF of one page, set by Typst."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from scheduler.formats.sheets.words import Lang

TEMPLATE = Path(__file__).with_name("card.typ")


@dataclass(frozen=True, kw_only=True)
class PaperLeg:
    """One leg on paper: what comes, when, and what is to be known of it."""

    what: str
    when: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PaperCard:
    """Everything that a paper card says, in its reader's language.

    Attributes
    ----------
    ask, phone : str
        What the office is phoned for, and its number; "": none is known.
    qr : str
        SVG of the QR picture; "": no link was made. `qr_says` is what stands in its place for whoever cannot see it.
    or_here, address, code_label, code : str
        Where the code is typed that leads to the same page, and the code.
    """

    title: str
    town: str
    card: str
    day: str
    legs: Sequence[PaperLeg]
    ask: str
    phone: str
    qr: str
    qr_says: str
    or_here: str
    address: str
    code_label: str
    code: str


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=typst.Fonts(include_system_fonts=False))


def card_pdf(card: PaperCard, made_at: datetime, *, lang: Lang) -> bytes:
    """Return a card as PDF: A4, one page, the largest print that fits."""
    # Values get in as one JSON text and are never part of the template: what looks like markup is printed as it is.
    told = {name.replace("_", "-"): value for name, value in asdict(card).items()}
    inputs = {"data": json.dumps(told | {"lang": lang})}
    made_s = max(0, int(made_at.timestamp()))
    try:
        pdf = _compiler().compile(sys_inputs=inputs, format="pdf", timestamp=made_s, pdf_standards="ua-1")
    except typst.TypstError:
        # Accessible PDF refuses characters that no font has; a card can do without those.
        pdf = _compiler().compile(sys_inputs=inputs, format="pdf", timestamp=made_s)
    if not isinstance(pdf, bytes):
        msg = f"Typst returned {type(pdf).__name__} for a PDF"
        raise TypeError(msg)
    return pdf
