"""The only place that chooses adapters: which travel engine, which clock."""

from datetime import UTC, datetime

from scheduler.domain.policy import Policy
from scheduler.domain.town import Town
from scheduler.services.ports import TravelTimes
from scheduler.travel.straight import StraightTravel


class SystemClock:
    """The computer's clock, as the domain's `Clock`."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


def travel_for(town: Town) -> TravelTimes:
    """Return the travel engine for a town: the calibrated great circle, the one that needs nothing brought along."""
    return StraightTravel(town.policy)


def travel_anywhere() -> TravelTimes:
    """Return the travel engine for problems that have no town: the calibrated great circle at the default speeds."""
    return StraightTravel(Policy())
