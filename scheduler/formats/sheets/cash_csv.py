"""`cash.csv`: who pays what to which crew, and what each crew brings back; as `stops.csv` for Polish Excel."""

import csv
import io
from collections.abc import Iterator

from scheduler.domain.cash import CashEntry, CashList, CrewCash
from scheduler.formats.sheets.stops_csv import BOM, cell
from scheduler.formats.sheets.times import DayTimes, times_on
from scheduler.formats.sheets.words import Lang, words_of

COLUMNS = ("day", "shift", "staff", "time", "clients", "service", "request", "amount")


def cash_csv(cash: CashList, *, lang: Lang = "pl") -> str:
    """Return the text of the file, with its byte order mark: a row for each party, and a sum for each crew.

    Parameters
    ----------
    lang : {"pl", "en"}
        Language of the headers.
    """
    times = times_on(cash.day, cash.zone, words_of(lang))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(times.words(f"cash.{column}") for column in COLUMNS)
    for crew in cash.crews:
        writer.writerows(_rows(cash, crew, times))
    return BOM + out.getvalue()


def _rows(cash: CashList, crew: CrewCash, times: DayTimes) -> Iterator[tuple[str, ...]]:
    who = (cash.day.isoformat(), cell(crew.shift), cell(", ".join(crew.staff)))
    for entry in crew.entries:
        yield (*who, *_entry(entry, times))
    yield (*who, "", times.words("cash.sum"), "", "", _amount(crew.sum_gr))


def _entry(entry: CashEntry, times: DayTimes) -> tuple[str, ...]:
    return (
        f"{times.local(entry.start):%H:%M}",
        cell(", ".join(entry.clients)),
        cell(entry.service),
        cell(entry.request_id),
        _amount(entry.amount_gr),
    )


def _amount(grosze: int) -> str:
    return f"{grosze // 100},{grosze % 100:02d}"
