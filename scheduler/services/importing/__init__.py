"""Bringing in what an office has in its own workbook: examined row by row first, kept as a whole or not at all."""

from scheduler.services.importing.columns import Suggestion, suggest
from scheduler.services.importing.examining import Asked, AskedTrips, Examined, examine
from scheduler.services.importing.fields import FIELDS, Field
from scheduler.services.importing.keeping import Imported, ImportWish, keep
from scheduler.services.importing.rows import RowFound, RowStatus
from scheduler.services.importing.sentences import Trouble, unreadable

__all__ = [
    "FIELDS", "Asked", "AskedTrips", "Examined", "Field", "ImportWish", "Imported", "RowFound", "RowStatus",
    "Suggestion", "Trouble", "examine", "keep", "suggest", "unreadable",
]  # fmt: skip
