"""Compiled exact timing: accepts the orders that `solver.schedule` accepts, and finds the same least times."""

from solver.kernel.timing.routes import timed, timed_one
from solver.kernel.timing.scratch import Scratch, scratch_for
from solver.kernel.timing.travel import arrival, departure

__all__ = ["Scratch", "arrival", "departure", "scratch_for", "timed", "timed_one"]
