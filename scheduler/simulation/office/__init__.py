"""Simulated days of an office: calls, plans, drives and closings by the services that real days are made by."""

from scheduler.simulation.office.chances import Streets
from scheduler.simulation.office.simulator import play, simulate
from scheduler.simulation.office.spent import Spent

__all__ = ["Spent", "Streets", "play", "simulate"]
