"""Workbooks as offices have them, made with a spreadsheet's own means."""

import base64
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl

type Rows = Sequence[Sequence[Any]]

CLIENTS: Rows = (
    ("Wykaz podopiecznych, stan na 20.11.2026",),
    (),
    ("Lp.", "Nazwisko i imię", "Adres zamieszkania", "Dzielnica", "Telefon", "Data urodzenia", "Sposób poruszania się",
     "Piętro", "Osoba kontaktowa", "Tel. opiekuna", "Uwagi"),
    (1, "Nowak-Wójcik Stanisława", "ul. Majówka 21a/7", "", 600700800, datetime(1941, 5, 3), "wózek", "parter",  # noqa: DTZ001
     "Anna Nowak", "600 111 222", "dzwonić domofonem"),
    (2, "Kot Jan", "Zapomniana 9 m. 2", "Łazy", None, 1939, "balkonik", 2, "", "", ""),
    (3, "Kot Janina", "ul. Zapomniana 9/2", "Łazy", "41 274 11 22", 15000, "", None, "", "", ""),
    (4, "Zięba Ewa", "Kwiatowa", "Księżyc", "12", "kiedyś", "lata", "x", "", "", "=A1"),
)  # fmt: skip
"""Row 4 is at a house that the demo's office has a place in; rows 5 and 6 live together where no register helps."""
BOOKINGS: Rows = (
    ("Podopieczny", "Usługa", "Data", "Godz.", "Dokąd", "Uwagi"),
    ("Wiktoria O'Łódź-Świętochowska", "fizjoterapia", "26.11.2026", "9.30", "", "pies"),
    ("Źródlański Eugeniusz", "Bus seniora", 46352, 0.5, "Przychodnia Rejonowa", ""),
    ("Eugeniusz Źródlański", "fizjoterapia", date(2026, 11, 27), time(11, 0), "", ""),
    ("Nikt Taki", "masaż", "32.11.2026", "25.00", "", ""),
)
"""46352 is 26 November 2026 as spreadsheets count."""


def book(*sheets: tuple[str, Rows]) -> bytes:
    """Return an .xlsx file."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def sent(content: bytes, name: str = "wykaz.xlsx") -> dict[str, Any]:
    """Return a file as the API takes it."""
    return {"name": name, "content": base64.b64encode(content).decode()}
