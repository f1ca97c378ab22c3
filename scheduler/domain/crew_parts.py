"""What one crew has to do with a request, what it is paid by, and what part of its shift that takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.ids import ProviderId, ShiftId


@dataclass(frozen=True, kw_only=True, order=True)
class Rates:
    """What a shift is paid by, in grosze; 0: nothing of the kind is agreed.

    Attributes
    ----------
    hour_gr : int
        For each hour that the crew works, all its workers together; overtime has its premium on top.
    request_gr : int
        For each request of which it does its part.
    km_gr : int
        For each kilometre of its vehicle.
    """

    hour_gr: int = 0
    request_gr: int = 0
    km_gr: int = 0


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Part of a shift: the time that its crew works, ways and breaks included, how far it goes, and what that costs."""

    time_s: int = 0
    way_m: int = 0
    cost_gr: int = 0


@dataclass(frozen=True, kw_only=True)
class CrewPart:
    """What one crew had to do with a request, and what that cost.

    Attributes
    ----------
    ordered, delivered : bool
        Whether the published plan gave it to the crew; whether the crew did its part.
    in_vain : bool
        Whether the crew was there for nothing.
    service_s : int
        At the client's doors, in seconds; 0: the request was not served, or not by this crew.
    took, planned : Effort
        The request's part of what this shift came to, and would have by the published plan; the rate for each request
        included.
    contracted : bool
        Whether the crew is a contractor's that counts towards the grant's share.
    """

    shift_id: ShiftId
    provider_id: ProviderId | None = None
    rates: Rates = Rates()
    ordered: bool = False
    delivered: bool = False
    in_vain: bool = False
    service_s: int = 0
    took: Effort = Effort()
    planned: Effort = Effort()
    contracted: bool = False

    @property
    def cost_gr(self) -> int:
        """What it cost."""
        return self.took.cost_gr

    @property
    def ordered_gr(self) -> int:
        """What it would have cost as planned."""
        return self.planned.cost_gr


def added_up(efforts: Iterable[Effort]) -> Effort:
    """Return the sum of efforts."""
    each = tuple(efforts)
    return Effort(
        time_s=sum(one.time_s for one in each),
        way_m=sum(one.way_m for one in each),
        cost_gr=sum(one.cost_gr for one in each),
    )
