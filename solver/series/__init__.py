"""Weeks ahead: which day, half-day and worker each occurrence of a recurring request gets."""

from solver.series.assigning import assign
from solver.series.checking import check, cost_gr
from solver.series.problem import HALVES, Cap, Part, Problem, Quota, Series, Slot
from solver.series.result import Choice, Left, Obstacle, Result

__all__ = [
    "HALVES",
    "Cap",
    "Choice",
    "Left",
    "Obstacle",
    "Part",
    "Problem",
    "Quota",
    "Result",
    "Series",
    "Slot",
    "assign",
    "check",
    "cost_gr",
]
