"""The contracted share over a grant period: the totals that a town started with, and what its closed days add."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from scheduler.domain.closing import Closing
from scheduler.domain.figures import Counts, GrantSoFar
from scheduler.domain.policy import ContractedShare, Policy, ShareMeasure
from scheduler.services.ports import UnitOfWork

_DAY = timedelta(days=1)


def grant_policy(unit: UnitOfWork, policy: Policy, day: date) -> Policy:
    """Return a town's policy as it is for planning a day: with its grant as it stood before that day."""
    share = policy.contracted_share
    if share is None:
        return policy
    if share.period_end is not None and day > share.period_end:
        return replace(policy, contracted_share=None)
    found = grant_so_far(unit, share, day - _DAY)
    now = replace(share, balance_contracted=found.contracted, balance_all=found.everything)
    return policy if now == share else replace(policy, contracted_share=now)


def grant_so_far(unit: UnitOfWork, share: ContractedShare, through: date) -> GrantSoFar:
    """Return what a grant's condition has come to by the end of a day, as far as days are closed."""
    last = through if share.period_end is None else min(through, share.period_end)
    counts = [contracted(one.counted, share.measure) for one in _closed(unit, share, last)]
    unit_of_it = 3600 if share.measure is ShareMeasure.HOURS else 1  # work is counted in seconds
    return GrantSoFar(
        through=last,
        measure=share.measure,
        target_permille=share.target_permille,
        contracted=share.balance_contracted + Decimal(sum(part for part, _ in counts)) / unit_of_it,
        everything=share.balance_all + Decimal(sum(whole for _, whole in counts)) / unit_of_it,
        days=len(counts),
        period_end=share.period_end,
    )


def contracted(counts: Counts, measure: ShareMeasure) -> tuple[int, int]:
    """Return the contracted work and all work of some counts, in grosze, seconds or requests."""
    match measure:
        case ShareMeasure.VALUE:
            return counts.contracted_gr, counts.value_gr
        case ShareMeasure.HOURS:
            return counts.contracted_s, counts.served_s
        case ShareMeasure.REQUESTS:
            return counts.contracted, counts.served


def _closed(unit: UnitOfWork, share: ContractedShare, last: date) -> Iterable[Closing]:
    if share.counted_from is None or last < share.counted_from:
        return ()
    return (one for one in unit.closings.between(share.counted_from, last).values() if one.counts)
