"""Calls of days to come, drawn from a demand; and a demand, fitted to the calls that a town has had."""

from scheduler.simulation.demand.checking import check
from scheduler.simulation.demand.drawing import draw, occurrences
from scheduler.simulation.demand.fitting import fit

__all__ = ["check", "draw", "fit", "occurrences"]
