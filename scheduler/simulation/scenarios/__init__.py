"""A town as it might be: a scenario's changes made, and the combinations of a design."""

from scheduler.simulation.scenarios.applying import apply
from scheduler.simulation.scenarios.checking import check
from scheduler.simulation.scenarios.contracting import contracted_figures
from scheduler.simulation.scenarios.designs import expand, with_fleet

__all__ = ["apply", "check", "contracted_figures", "expand", "with_fleet"]
