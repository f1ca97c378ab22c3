"""What somebody in the office has to look at on a running day, found in the day as it is now."""

from collections.abc import Callable, Iterator

from scheduler.domain.alerts import Alert, AlertKind, Severity
from scheduler.services.live.attention import breaks, cards, crews, open_returns, people, promises
from scheduler.services.live.attention.watched import Watched

RULES: tuple[Callable[[Watched], Iterator[Alert]], ...] = (
    people.stranded,
    people.unanswered,
    people.aboard_long,
    promises.missed,
    people.not_found,
    promises.left_standing,
    promises.no_crew,
    open_returns.no_capacity,
    open_returns.crew_not_told,
    open_returns.not_called,
    cards.cancelled,
    promises.late,
    cards.call_back,
    crews.silent,
    crews.unseen,
    crews.left_behind,
    crews.too_early,
    crews.clocks,
    breaks.at_risk,
)
_SOON = {severity: rank for rank, severity in enumerate(Severity)}
_FIRST = {kind: rank for rank, kind in enumerate(AlertKind)}


def alerts(watched: Watched) -> tuple[Alert, ...]:
    """Return all alerts of a day, the most urgent first, then by kind, then by when they began to count.

    Who is missed, or has no crew any more, is not late as well.
    """
    found = [one for rule in RULES for one in rule(watched)]
    missed = {one.request_id for one in found if one.kind in {AlertKind.MISSED, AlertKind.NO_CREW}}
    told = (one for one in found if one.kind is not AlertKind.LATE or one.request_id not in missed)
    return tuple(sorted(told, key=lambda one: (_SOON[one.severity], _FIRST[one.kind], one.since, one.id)))
