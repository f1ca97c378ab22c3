"""The breaks of a crew give every member what the contract says, and no more than one contract asks for."""

import pytest

from solver.arrays import BreakSlot
from solver.rulekit.crew_breaks import together
from solver.rulekit.resting import ALWAYS

QUARTER = BreakSlot(duration_s=900, earliest_s=0, latest_start_s=100, only_if_after_s=ALWAYS, paid=True)
HALF = QUARTER._replace(duration_s=1800)
LATE = QUARTER._replace(only_if_after_s=500)
UNPAID = QUARTER._replace(paid=False)
EVENING = QUARTER._replace(earliest_s=200, latest_start_s=300)


@pytest.mark.parametrize(
    ("crew", "expected"),
    {
        "alone": ([[QUARTER, LATE]], (QUARTER, LATE)),
        "two of one contract": ([[QUARTER, LATE], [QUARTER, LATE]], (QUARTER, LATE)),
        "the longer one does for both": ([[QUARTER], [HALF]], (HALF,)),
        "each with the one most like it": ([[LATE, QUARTER], [QUARTER]], (QUARTER, LATE)),
        "as soon as one of them is owed it": ([[LATE], [HALF]], (HALF,)),
        "at times that never meet": ([[QUARTER], [EVENING]], (QUARTER, EVENING)),
        "unpaid for both": ([[UNPAID], [UNPAID]], (UNPAID,)),
        "unpaid for one, so paid": ([[UNPAID], [QUARTER]], (QUARTER,)),
        "unpaid for one who alone has it, so paid": ([[UNPAID], []], (QUARTER,)),
        "one worker's two breaks stay two": ([[QUARTER, HALF], [HALF]], (QUARTER, HALF)),
        "nobody": ([], ()),
    }.values(),
)
def test_breaks_of_a_crew(crew: list[list[BreakSlot]], expected: tuple[BreakSlot, ...]) -> None:
    """Somebody would go without a break, or the whole crew would sit about for an hour a day."""
    assert together(crew) == tuple(sorted(expected))
