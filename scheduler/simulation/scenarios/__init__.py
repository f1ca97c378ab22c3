"""A town as it might be: a scenario's changes made, and the combinations of a design."""

from scheduler.simulation.scenarios.applying import apply
from scheduler.simulation.scenarios.checking import check
from scheduler.simulation.scenarios.contracting import contracted_figures
from scheduler.simulation.scenarios.designs import expand, with_fleet
from scheduler.simulation.scenarios.expiring import expiring_said
from scheduler.simulation.scenarios.problems import problems_of

__all__ = ["apply", "check", "contracted_figures", "expand", "expiring_said", "problems_of", "with_fleet"]
