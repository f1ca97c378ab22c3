"""Whatever the master is sent for, it keeps to its limit."""

from typing import Any

from solver.lowering import lowered
from solver.master import Limit, Pool, Stop, reference_timing
from solver.mastering.errand import Errand
from solver.mastering.selection import Selection
from solver.rulekit.tiny import tiny, visit


class _Ballot:
    """Takes two seconds and an effort of three for every answer."""

    def __init__(self) -> None:
        self.limits: list[Limit] = []

    def solve(self, limit: Limit, *_: object) -> Selection:
        """Note how long it may take."""
        self.limits.append(limit)
        return Selection("unknown", [], 0, 0, 2.0, 3.0)


def test_each_answer_may_take_what_those_before_have_left() -> None:
    """A town that allows ten seconds would wait for ten seconds a stage, and searchers go on without the choice."""
    arrays = lowered(tiny(requests=[visit("V", "B")]))
    limit, stop = Limit(seconds=10.0, effort=8.0), Stop()
    errand = Errand.on(
        arrays, Pool(arrays), {"limit": limit, "seed": 1, "timing": reference_timing(arrays), "stop": stop}
    )
    ballot: Any = _Ballot()

    errand.solved(ballot, 0.5)
    errand.solved(ballot)

    assert ballot.limits == [Limit(5.0, 4.0), Limit(8.0, 5.0)]
    assert (errand.seconds, errand.effort, errand.over) == (4.0, 6.0, False)
    errand.solved(ballot)
    assert errand.over  # more effort than there was
    assert not stop.asked


def test_whoever_is_called_off_begins_nothing_more() -> None:
    """Ctrl-C would end one stage, and the next one begin."""
    arrays, stop = lowered(tiny(requests=[visit("V", "B")])), Stop()
    errand = Errand.on(
        arrays,
        Pool(arrays),
        {"limit": Limit(seconds=10.0), "seed": 1, "timing": reference_timing(arrays), "stop": stop},
    )

    assert not errand.over
    stop.stop()
    assert errand.over
