"""A client's card as a PDF of one page, set by Typst."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from scheduler.formats.sheets.press import Press
from scheduler.formats.sheets.words import Lang

_PRESS = Press(Path(__file__).with_name("card.typ"))


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


def card_pdf(card: PaperCard, made_at: datetime, *, lang: Lang) -> bytes:
    """Return a card as PDF: A4, one page, the largest print that fits."""
    told = {name.replace("_", "-"): value for name, value in asdict(card).items()}
    return _PRESS.pdf(told | {"lang": lang}, made_at)
