"""Nobody sits in the bus longer than promised."""

from typing import ClassVar

from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.ride_limits import RideLimitRule
from solver.rulekit.tiny import STEP_S, aboard, case, hm, ride, tiny


class LongestRide(RideLimitRule):
    """An absolute limit per request."""

    code = "longest_ride"
    says: ClassVar = {
        "pl": "{request}: jazda trwałaby {ride_s}, o {amount} dłużej, niż obiecaliśmy ({limit_s}).",
        "en": "{request}: the ride would last {ride_s}, {amount} longer than we promise ({limit_s}).",
    }
    summary: ClassVar = {
        "pl": "Nikt nie jedzie dłużej niż najdłuższy dozwolony dla niego przejazd.",
        "en": "Nobody is aboard longer than the longest ride set for them.",
    }
    kind = "ride"

    def limit_s(self, problem: Problem, request: int, mode: int) -> int | None:  # noqa: ARG002
        """Return the longest ride."""
        return problem.requests[request].longest_ride_s

    def examples(self) -> tuple[Example, ...]:
        """Return rides as long as allowed and a second longer, also of somebody who is aboard already."""
        short, shorter, begun = (
            tiny(requests=[one])
            for one in (
                ride("R", "BC", longest_ride_s=STEP_S),
                ride("R", "BC", longest_ride_s=STEP_S - 1),
                aboard("R", "C", since_s=hm(7), longest_ride_s=hm(1, 20)),
            )
        )
        return (
            case("as long as allowed", 0, short, {"bus": "R+ R-"}),
            case("a second longer", 1, shorter, {"bus": "R+ R-"}),
            case("aboard since seven", 0, begun, {"bus": "R-"}),
            case("aboard a second longer", 1, begun, {"bus": "R-"}, starts={"R-": hm(8, 20) + 1}),
        )


RULE = LongestRide()
