"""Which of many obstacles to tell people first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from solver.explain.bench import TELLING, telling
from solver.explain.facts import Alone, Change, Obstacle, Reason, ShiftVerdict, Verdict
from solver.rules import all_rules


def nearest_first(verdicts: Iterable[ShiftVerdict]) -> list[tuple[ShiftVerdict, Obstacle]]:
    """Return the blocked shifts with what blocks them, those first that come closest to serving the request.

    Closest is where one rule stands in the way rather than several; where it is about time rather than about who may
    serve whom; where few shifts have this rule in the way (if ten have not the skill and one has but is ruled out by
    the client, the one is worth telling); and where least is missing.
    """
    blocked = [(verdict, verdict.obstacle) for verdict in verdicts if verdict.obstacle]
    ranks = {rule.code: telling(rule) for rule in all_rules()}
    common = Counter(found.rules for _, found in blocked)

    def far(one: tuple[ShiftVerdict, Obstacle]) -> tuple[bool, int, int, int, int, int]:
        verdict, found = one
        hardest = min((ranks.get(code, 0) for code in found.rules), default=0)
        return (
            not found.enough,
            len(found.rules) or len(TELLING),
            -hardest,
            common[found.rules],
            found.amount,
            verdict.shift,
        )

    return sorted(blocked, key=far)


def reason(alone: Alone, verdicts: Iterable[ShiftVerdict], changes: Sequence[Change]) -> Reason:
    """Return the headline: room at a price, else what makes it impossible alone, else what is nearest in this plan."""
    known = list(verdicts)
    fits = [v for v in known if v.verdict is Verdict.FITS]
    if fits:
        cheapest = min(fits, key=lambda v: (v.price_gr is not None, v.price_gr or 0, v.shift))
        return Reason(rule="", verdict=Verdict.FITS, shift=cheapest.shift, price_gr=cheapest.price_gr)
    if alone.closest:
        return _reason(alone.closest)
    taken = [v for v, _ in nearest_first(v for v in known if v.verdict is Verdict.TAKEN)]
    helped = [change.shift for change in changes[:1]]
    taken.sort(key=lambda verdict: verdict.shift not in helped)  # what is proposed first is also the reason
    return _reason(taken[0]) if taken else Reason(rule="", verdict=Verdict.UNKNOWN)


def _reason(verdict: ShiftVerdict) -> Reason:
    found = verdict.obstacle
    rule = found.rules[0] if found and found.rules else ""
    violation = found.violations[0] if found and found.violations else None
    return Reason(rule=rule, verdict=verdict.verdict, shift=verdict.shift, violation=violation)
