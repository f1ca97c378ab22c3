"""The sheet of a month's settlement with one provider, as both sides sign it."""

from collections.abc import Iterator, Mapping

from scheduler.domain.crew_parts import Rates
from scheduler.domain.months import Month, Settlement, SettlementLine, Sums
from scheduler.domain.report import Sheet, Texts, Value
from scheduler.services.reporting.columns import SETTLEMENT
from scheduler.services.reporting.months.definitions import SETTLED
from scheduler.services.reporting.words_of_reports import joined, lacks, same, word

_PER: Mapping[str, str] = {"hour_gr": "per_crew_hour", "request_gr": "per_request", "km_gr": "per_km"}
"""Word of what each rate is paid for."""


def settlement_sheet(one: Settlement, month: Month[Settlement]) -> Sheet:
    """Return a provider's sheet, with what its numbers say below them."""
    return Sheet(
        title=same(one.name) if one.name else word("town_itself"),
        subtitle=same(f"{month.first:%Y-%m}"),
        columns=SETTLEMENT,
        rows=tuple(_line(line) for line in one.lines),
        total=(word("total"), None, *_sums(one.total)),
        notes=(*lacks(month.open_days), *_ceiling(one), *_disputes(one), *_definitions()),
        signatures=(word("signs_office"),) if one.own else (word("signs_office"), word("signs_provider")),
    )


def _line(line: SettlementLine) -> tuple[Value, ...]:
    service = same(line.service) if line.service_id is not None else word("hours_of_nobody")
    return service, rates_text(line.rates), *_sums(line.sums)


def rates_text(rates: Rates) -> Texts:
    """Return the rates that are agreed, each with its unit; where there is none, just that."""
    agreed = [(word(_PER[name]), gr) for name, gr in vars(rates).items() if gr]
    if not agreed:
        return word("no_rate")
    said = [{lang: text.format(_amount(gr, lang)) for lang, text in per.items()} for per, gr in agreed]
    return joined(*said)


def _amount(gr: int, lang: str) -> str:
    return f"{gr / 100:.2f}".replace(".", "," if lang == "pl" else ".")


def _sums(one: Sums) -> tuple[Value, ...]:
    return (
        one.ordered, one.ordered_s, one.ordered_m, one.ordered_gr,
        one.delivered, one.delivered_s, one.delivered_m, one.delivered_gr,
        one.in_vain, one.disputed, one.disputed_gr,
    )  # fmt: skip


def _ceiling(one: Settlement) -> tuple[Texts, ...]:
    if one.left_gr is None or one.ceiling_gr is None or one.spent_gr is None:
        return ()
    pl, en = ([_amount(gr, lang) for gr in (one.ceiling_gr, one.spent_gr, one.left_gr)] for lang in ("pl", "en"))
    return ({
        "pl": f"Umowa: {pl[0]} zł, wykorzystano {pl[1]} zł, zostaje {pl[2]} zł.",
        "en": f"Contract: PLN {en[0]}, used PLN {en[1]}, left PLN {en[2]}.",
    },)  # fmt: skip


def _disputes(one: Settlement) -> Iterator[Texts]:
    """Yield what is disputed; without the office's words on the sheet that a contractor signs: they may name people."""
    for each in one.disputes:
        reason = f": {each.reason}" if each.reason and one.own else ""
        yield joined(word("disputed"), same(f"{each.day}, {each.request_id}{reason}"), by=": ")


def _definitions() -> Iterator[Texts]:
    for one in SETTLED:
        yield joined(one.name, one.formula, by=": ")
