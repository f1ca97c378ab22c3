"""Fitting a demand to what a town was asked for."""

from scheduler.simulation.demand.fitting.fit import fit

__all__ = ["fit"]
