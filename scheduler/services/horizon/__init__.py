"""The one crossing between a town's day and the solver's seconds, both ways."""

from scheduler.services.horizon.answer import solution_of, stops_of
from scheduler.services.horizon.build import Built, build, build_problem
from scheduler.services.horizon.driving import Traffic
from scheduler.services.horizon.frame import travel_point

__all__ = ["Built", "Traffic", "build", "build_problem", "solution_of", "stops_of", "travel_point"]
