"""What of people is kept, why, who reads it, how it is sealed, how long it stays and how it goes."""

from scheduler.bootstrap.privacy.page import ToldArea, privacy_page, told_areas
from scheduler.bootstrap.privacy.record import Area, Columns, Fields, read_areas, read_columns, read_fields

__all__ = [
    "Area", "Columns", "Fields", "ToldArea", "privacy_page", "read_areas", "read_columns", "read_fields", "told_areas",
]  # fmt: skip
