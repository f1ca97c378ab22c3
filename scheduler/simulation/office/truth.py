"""How long things really take at a door: what chance has decided about a call, beside what the planner believes."""

from datetime import timedelta

from scheduler.domain.learning import Where
from scheduler.domain.plan import PlannedTask
from scheduler.domain.request import Request
from scheduler.domain.time import elapsed
from scheduler.domain.town import Town
from scheduler.services.door_times import time_at
from scheduler.simulation.office.wishes import Wish

_WHERE = {"visit": Where.VISIT, "pickup": Where.PICKUP, "dropoff": Where.DROPOFF, "drop": Where.DROP}
_SECOND, _NOTHING = timedelta(seconds=1), timedelta(0)


class Truth:
    """What will happen at the doors of all wishes.

    Parameters
    ----------
    town : Town
        With everybody who calls.
    """

    def __init__(self, town: Town) -> None:
        self._town = town
        self._wishes: dict[str, tuple[Wish, Request]] = {}

    def know(self, wish: Wish) -> None:
        """Take in what was wished for."""
        for request in wish.requests:
            self._wishes[request.id] = wish, request
        if wish.home is not None:
            self._wishes[wish.home.id] = wish, wish.requests[0]

    def wish_of(self, request_id: str) -> Wish | None:
        """Return the wish that a request came from."""
        found = self._wishes.get(request_id)
        return None if found is None else found[0]

    def is_no_show(self, request_id: str) -> bool:
        """Return whether nobody will be there."""
        wish = self.wish_of(request_id)
        return wish is not None and wish.call.no_show

    def at_door(self, task: PlannedTask) -> timedelta:
        """Return how long a task really takes: as planned, but for what the call says of the service itself.

        A set-up at the halt takes what the planner takes it for.
        """
        planned, found = elapsed(task.start, task.end), self._wishes.get(task.request_id)
        if found is None or task.kind not in _WHERE:
            return planned
        wish, request = found
        believed = time_at(self._town, request, _WHERE[task.kind])
        really = wish.call.service_time + wish.call.boarding
        return max(_NOTHING, planned + _up(really) - _up(believed))


def _up(length: timedelta) -> timedelta:
    """Return full seconds, rounded up, as the planner takes them."""
    return -(-length // _SECOND) * _SECOND
