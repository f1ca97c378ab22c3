"""A client's card as a file: what is on it can be typed."""

import io
from datetime import UTC, datetime

from pypdf import PdfReader

from scheduler.formats.sheets.card_pdf import PaperCard, card_pdf

QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
WIDEST = "WWWW-WWWW-WWWW"


def test_a_code_of_the_widest_letters_stands_on_one_line() -> None:
    """Its hyphen would be printed twice where the line ends, and the code that is typed open no card."""
    card = PaperCard(
        title="Karta", town="Starachowice", card="Karta", day="poniedziałek, 23 listopada 2026", legs=(), ask="",
        phone="", qr=QR, qr_says="Kod QR", or_here="Można też wpisać adres", address="dojazd.example/k",
        code_label="i podać kod:", code=WIDEST,
    )  # fmt: skip
    pdf = card_pdf(card, datetime(2026, 11, 23, 9, tzinfo=UTC), lang="pl")

    assert WIDEST in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
