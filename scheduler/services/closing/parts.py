"""Which crews did which part of a request, and for which of them it counts."""

from collections.abc import Iterator, Mapping, Sequence

from scheduler.domain.actuals import IN_VAIN, FinalOutcome
from scheduler.domain.crew_parts import CrewPart, Effort
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.live import TaskProgress, TaskStatus
from scheduler.services.closing.crews import CrewDay
from scheduler.services.closing.daybook import DayBook
from scheduler.services.reporting.kpis import counts_for_share

_BEGINS = frozenset({"pickup", "load"})
_IN_VAIN = frozenset({TaskStatus.NO_SHOW, TaskStatus.REFUSED})


def serving_shift(tasks: Sequence[TaskProgress]) -> ShiftId | None:
    """Return the shift for which a request counts: the first that saw it to its end, else the plan's first."""
    ended = [one for one in tasks if one.kind not in _BEGINS and one.status is TaskStatus.DONE]
    return next((one.shift_id for one in (*ended, *tasks)), None)


def parts_of(
    book: DayBook,
    request_id: RequestId,
    outcome: FinalOutcome,
    crews: Sequence[CrewDay],
    served_s: Mapping[ShiftId, int],
) -> Iterator[CrewPart]:
    """Yield the part of each crew that was to do some of a request, or did; together they are what it cost.

    Parameters
    ----------
    outcome : FinalOutcome
        What became of the request.
    crews : sequence of CrewDay
        Of the whole day.
    served_s : mapping of ShiftId to int
        How long each crew of the request was at its doors, in seconds; crews that did nothing there with 0.
    """
    by_shift = {crew.shift.shift_id: crew for crew in crews}
    done = {key for key, crew in by_shift.items() if request_id in crew.took}
    given = {key for key, crew in by_shift.items() if request_id in crew.planned}
    in_vain = _in_vain(book.tasks.get(request_id, ()), outcome, given) - done
    for shift_id in dict.fromkeys((*served_s, *(key for key in by_shift if key in done | given))):
        crew, provider = by_shift.get(shift_id), book.provider_of(shift_id)
        yield CrewPart(
            shift_id=shift_id,
            provider_id=provider.id if provider else None,
            rates=book.rates_of(shift_id),
            ordered=shift_id in given,
            delivered=shift_id in done,
            in_vain=shift_id in in_vain,
            service_s=served_s.get(shift_id, 0),
            took=crew.took.get(request_id, Effort()) if crew else Effort(),
            planned=crew.planned.get(request_id, Effort()) if crew else Effort(),
            contracted=counts_for_share(provider, book.town.policy.contracted_share),
        )


def _in_vain(tasks: Sequence[TaskProgress], outcome: FinalOutcome, given: set[ShiftId]) -> set[ShiftId]:
    """Return whose crews were there for nothing: as they report; where the office says so, all to whom it was given."""
    told = {one.shift_id for one in tasks if one.status in _IN_VAIN}
    return told or (given if outcome in IN_VAIN else set())
