"""A unit of work as every adapter has it: what the unit itself has put, over what is stored."""

from scheduler.store.unit.shelf import AuditShelf, DayShelf, Kept, PlanShelf, Shelf, Shelves
from scheduler.store.unit.unit import Unit
from scheduler.store.unit.written import KindWritten, PlanKey, Put, Written

__all__ = [
    "AuditShelf",
    "DayShelf",
    "Kept",
    "KindWritten",
    "PlanKey",
    "PlanShelf",
    "Put",
    "Shelf",
    "Shelves",
    "Unit",
    "Written",
]
