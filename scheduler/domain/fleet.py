"""Vehicles and what fits into them."""

from dataclasses import dataclass

from scheduler.domain.ids import ProviderId, VehicleId


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way the inside of a vehicle can be arranged: places for people besides the driver, and for things."""

    seats: int = 0
    wheelchairs: int = 0
    rollators: int = 0
    luggage: int = 0
    portions: int = 0

    def __post_init__(self) -> None:
        if min(self.seats, self.wheelchairs, self.rollators, self.luggage, self.portions) < 0:
            msg = "a layout has no negative number of places"
            raise ValueError(msg)


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """A bus, van or car.

    Attributes
    ----------
    layouts : tuple of Layout
        Seats fold: at every stop the load has to fit one of them.
    lift_max_kg : int
        0: no lift.
    cost_gr_per_km : int
        Fuel and wear.
    """

    id: VehicleId
    name: str
    layouts: tuple[Layout, ...]
    lift_max_kg: int = 0
    cost_gr_per_km: int = 0
    provider_id: ProviderId | None = None
    registration: str = ""
