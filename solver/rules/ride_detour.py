"""Nobody is taken for a tour of the town: a ride may last only so much longer than the direct way."""

from typing import Any, ClassVar

from solver.problem import Problem
from solver.rule import Example
from solver.rulekit.ride_limits import RideLimitRule
from solver.rulekit.tiny import FOOT, STEP_S, aboard, case, hm, ride, shift, tiny


class RideDetour(RideLimitRule):
    """`direct x permille / 1000 + slack`, rounded down, by the shift's mode on empty roads."""

    code = "ride_detour"
    says: ClassVar = {
        "pl": "{request}: jazda trwałaby {ride_s}, o {amount} za długo jak na tę drogę (najwyżej {limit_s}).",
        "en": "{request}: the ride would last {ride_s}, {amount} too long for this way ({limit_s} at most).",
    }
    summary: ClassVar = {
        "pl": "Przejazd nie trwa dużo dłużej niż droga bez objazdu.",
        "en": "A ride lasts not much longer than the way without a detour.",
    }
    kind = "ride"

    def limit_s(self, problem: Problem, request: int, mode: int) -> int | None:
        """Return the limit by the direct ride of this mode, or by the one on record of who is aboard."""
        asked = problem.requests[request]
        if asked.detour_permille is None:
            return None
        first, last = (problem.tasks[task].location for task in (asked.tasks[0], asked.tasks[-1]))
        direct = asked.aboard.direct_s if asked.aboard else int(problem.travel[mode].seconds[first, last])
        return direct * asked.detour_permille // 1000 + asked.detour_slack_s

    def examples(self) -> tuple[Example, ...]:
        """Return rides of twice the direct way and a second longer, in the bus, on foot and begun before."""
        limits: dict[str, Any] = {"detour_permille": 1900, "detour_slack_s": 60}
        by_bus = tiny(requests=[ride("R", "BC", **limits)])
        on_foot = tiny(requests=[ride("R", "BC", **limits)], shifts=[shift(mode=FOOT)])
        begun = tiny(requests=[aboard("R", "C", since_s=hm(8), direct_s=STEP_S, **limits)])
        longest = 2 * STEP_S
        return (
            case("twice the way", 0, by_bus, {"bus": "R+ R-"}, starts={"R-": hm(8, 11) + longest}),
            case("a second longer", 1, by_bus, {"bus": "R+ R-"}, starts={"R-": hm(8, 11) + longest + 1}),
            case("longer on foot", 0, on_foot, {"bus": "R+ R-"}, starts={"R-": hm(8, 31) + 3480}),
            case("begun before, twice the way", 0, begun, {"bus": "R-"}, starts={"R-": hm(8) + longest}),
            case("begun before, a second longer", 1, begun, {"bus": "R-"}, starts={"R-": hm(8) + longest + 1}),
        )


RULE = RideDetour()
