"""What a month costs, provider by provider: every grosz stands in one entry, so all ways to add up agree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.actuals import Actual
from scheduler.domain.closing import About
from scheduler.domain.crew_parts import CrewPart, Effort, Rates
from scheduler.domain.ids import ProviderId, ServiceId
from scheduler.domain.months import Dispute, Entry, Month, Settlement, SettlementLine, Sums
from scheduler.domain.roster import Provider
from scheduler.services.ports import UnitOfWork
from scheduler.services.reporting.figures import month_span
from scheduler.services.reporting.months.reading import actuals_between, month_of, shifts_between

_ADDED = (
    "ordered", "ordered_s", "ordered_m", "ordered_gr",
    "delivered", "delivered_s", "delivered_m", "delivered_gr", "in_vain",
)  # fmt: skip
_LONG_AGO = date(2000, 1, 1)
"""Before any record; a contract without a first day counts from here."""


def entries_of(unit: UnitOfWork, first: date, last: date) -> tuple[Entry, ...]:
    """Return everything that the closed days from `first` to `last` cost, in the smallest parts."""
    return (*_of_requests(unit, first, last), *_of_nobody(unit, first, last))


def _of_requests(unit: UnitOfWork, first: date, last: date) -> Iterator[Entry]:
    disputes = {
        one.request_id: one.reason
        for one in unit.statements.between(first, last).values()
        if one.about is About.DISPUTE and one.counts
    }
    for one in actuals_between(unit, first, last):
        for part in one.by_crew:
            yield _of_part(one, part, disputes.get(one.request_id))


def _of_part(one: Actual, part: CrewPart, disputed: str | None) -> Entry:
    """Return what one crew is paid of a request, and whether it was given it and did its part."""
    return Entry(
        day=one.day,
        provider_id=part.provider_id,
        service_id=one.service_id,
        request_id=one.request_id,
        rates=part.rates,
        ordered=int(part.ordered),
        ordered_s=part.planned.time_s,
        ordered_m=part.planned.way_m,
        ordered_gr=part.planned.cost_gr,
        delivered=int(part.delivered),
        delivered_s=part.took.time_s,
        delivered_m=part.took.way_m,
        delivered_gr=part.took.cost_gr,
        in_vain=int(part.in_vain),
        disputed=disputed if part.ordered or part.delivered else None,
    )


def _of_nobody(unit: UnitOfWork, first: date, last: date) -> Iterator[Entry]:
    for day, shift in shifts_between(unit, first, last):
        planned, was = shift.unshared_planned, shift.unshared
        if planned != Effort() or was != Effort():
            yield Entry(
                day=day,
                provider_id=shift.provider_id,
                service_id=None,
                rates=replace(shift.rates, request_gr=0),  # there was none
                ordered_s=planned.time_s,
                ordered_m=planned.way_m,
                ordered_gr=planned.cost_gr,
                delivered_s=was.time_s,
                delivered_m=was.way_m,
                delivered_gr=was.cost_gr,
            )


def summed(entries: Iterable[Entry]) -> Sums:
    """Return the sum of entries."""
    each = tuple(entries)
    disputed = [one for one in each if one.disputed is not None]
    return Sums(
        **{name: sum(getattr(one, name) for one in each) for name in _ADDED},
        disputed=len(disputed),
        disputed_gr=sum(one.delivered_gr for one in disputed),
    )


def settlements(unit: UnitOfWork, month: date, only: ProviderId | None = None) -> Month[Settlement]:
    """Return a month's settlements, one for each provider.

    Parameters
    ----------
    only : ProviderId, optional
        Whose, as the provider itself reads it: that something is disputed, and not the office's words about it. All
        of them, with the words, if left out.
    """
    by_provider: dict[ProviderId | None, list[Entry]] = defaultdict(list)
    for entry in entries_of(unit, *month_span(month)):
        by_provider[entry.provider_id].append(entry)
    if only is not None:
        by_provider = defaultdict(list, {only: [_without_words(one) for one in by_provider.get(only, [])]})
    order = sorted(by_provider, key=lambda one: (one is None, str(one)))
    providers = {key: unit.providers.find(key) for key in order if key is not None}
    spent = _spent_gr(unit, month, [one for one in providers.values() if one is not None])
    return month_of(
        unit,
        month,
        (_settlement(unit, key, providers.get(key) if key else None, by_provider[key], spent) for key in order),
    )


def _without_words(entry: Entry) -> Entry:
    return entry if entry.disputed is None else replace(entry, disputed="")


def _settlement(
    unit: UnitOfWork,
    provider_id: ProviderId | None,
    provider: Provider | None,
    entries: Sequence[Entry],
    spent: Mapping[ProviderId, int],
) -> Settlement:
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    return Settlement(
        provider_id=provider_id,
        name=provider.name if provider else str(provider_id or ""),
        own=provider is None or provider.own,
        lines=tuple(_lines(unit, entries)),
        total=summed(entries),
        days={day: summed(by_day[day]) for day in sorted(by_day)},
        disputes=tuple(_disputes(entries)),
        ceiling_gr=provider.contract_gr if provider else None,
        spent_gr=spent.get(provider.id) if provider else None,
    )


def _lines(unit: UnitOfWork, entries: Iterable[Entry]) -> Iterator[SettlementLine]:
    groups: dict[tuple[ServiceId | None, Rates], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.service_id, entry.rates].append(entry)
    for service_id, rates in sorted(groups, key=lambda one: (one[0] is None, str(one[0]), one[1])):
        service = None if service_id is None else unit.services.find(service_id)
        yield SettlementLine(
            service_id=service_id,
            service=service.name if service else str(service_id or ""),
            rates=rates,
            sums=summed(groups[service_id, rates]),
        )


def _disputes(entries: Iterable[Entry]) -> Iterator[Dispute]:
    for one in entries:
        if one.disputed is not None and one.request_id is not None:
            yield Dispute(day=one.day, request_id=one.request_id, amount_gr=one.delivered_gr, reason=one.disputed)


def _spent_gr(unit: UnitOfWork, month: date, providers: Sequence[Provider]) -> Mapping[ProviderId, int]:
    """Return what each contract with a ceiling has cost up to the end of a month; of its own days alone.

    The records are read once for all contracts, for they go back as far as the longest of them.
    """
    _, last = month_span(month)
    begins = {one.id: one.contract_from or _LONG_AGO for one in providers if one.contract_gr is not None}
    ends = {one.id: min(last, one.contract_until or last) for one in providers if one.id in begins}
    spent = dict.fromkeys(begins, 0)
    first, last = min(begins.values(), default=last), max(ends.values(), default=last)
    for one in entries_of(unit, first, last) if begins and first <= last else ():
        key = one.provider_id
        if key is not None and key in begins and begins[key] <= one.day <= ends[key]:
            spent[key] += one.delivered_gr
    return spent
