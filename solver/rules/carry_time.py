"""A meal is at the door while it is warm."""

from typing import ClassVar

from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.ride_limits import RideLimitRule
from solver.rulekit.tiny import STEP_S, case, delivery, tiny


class CarryTime(RideLimitRule):
    """From the end of loading to the start at the door; several rounds are several loads."""

    code = "carry_time"
    says: ClassVar = {
        "pl": "{request}: od załadunku do drzwi minęłoby {ride_s}, o {amount} za długo (najwyżej {limit_s}).",
        "en": "{request}: {ride_s} from loading to the door, {amount} too long ({limit_s} at most).",
    }
    summary: ClassVar = {
        "pl": "Od załadunku do drzwi nie mija więcej czasu, niż wolno.",
        "en": "A delivery is at the door within its longest time from loading.",
    }
    primitives = (6, 15)
    kind = "delivery"

    def limit_s(self, problem: Problem, request: int, mode: int) -> int | None:  # noqa: ARG002
        """Return the longest time from load to door."""
        return problem.requests[request].longest_ride_s

    def examples(self) -> tuple[Example, ...]:
        """Return meals just in time, too late by a second, and saved by a second round."""
        limit = 2 * STEP_S + 120
        meals = {"M": "AB", "N": "AC"}
        warm, cold = (
            tiny(requests=[delivery(name, way, longest_ride_s=longest) for name, way in meals.items()])
            for longest in (limit, limit - 1)
        )
        return (
            case("both warm: loaded and handed out in a round", 0, warm, {"bus": "N+ M+ M- N-"}),
            case("the second a second too late", 1, cold, {"bus": "N+ M+ M- N-"}),
            case("loaded again for a second round", 0, cold, {"bus": "M+ M- N+ N-"}),
        )


RULE = CarryTime()
