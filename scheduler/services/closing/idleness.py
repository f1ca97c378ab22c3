"""Hours that a crew was ready in and nobody was served: they are no part of what it did for others."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.ids import RequestId


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a shift does for requests, planned or done, in seconds at their doors."""

    planned: Mapping[RequestId, int]
    served: Mapping[RequestId, int]


def idle(was: int, planned: int, work: Work) -> int:
    """Return how much of a shift was kept for requests that it did not serve.

    It is what the shift came to beyond what it was to come to for as much time at doors as there was in the end, and
    never more than was planned for who was not served. So an hour that a crew waited through is nobody's; one that it
    went home earlier, or stayed longer with somebody else, is not idle; and being held up belongs to who was served.

    Parameters
    ----------
    was, planned : int
        All of the shift, as it was and by the plan: seconds or metres.
    """
    if not work.served:
        return was
    even = not any(work.planned.values())
    weighed = dict.fromkeys(work.planned, 1) if even else work.planned
    whole, done = sum(weighed.values()), len(work.served) if even else sum(work.served.values())
    lost = sum(weight for key, weight in weighed.items() if key not in work.served)
    if not lost:
        return 0
    return min(max(0, was - planned * done // whole), -(-planned * lost // whole), was)
