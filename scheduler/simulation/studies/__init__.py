"""Many replications of many scenarios: played on any number of processes and machines, with the same figures."""

from scheduler.simulation.studies.hands import Hands, InThisProcess, Play
from scheduler.simulation.studies.kept import Kept, KeptInMemory
from scheduler.simulation.studies.playing import Stage
from scheduler.simulation.studies.progress import Progress, Watch
from scheduler.simulation.studies.sequence import More, play_in_rounds

__all__ = [
    "Hands",
    "InThisProcess",
    "Kept",
    "KeptInMemory",
    "More",
    "Play",
    "Progress",
    "Stage",
    "Watch",
    "play_in_rounds",
]
