"""Rides in the vocabulary of the Transactional Data Specification for demand-responsive transport (TCRP Report 210)."""

from scheduler.formats.tds.reading import MOST_TELEGRAMS, TelegramError, read_orders
from scheduler.formats.tds.telegrams import schema
from scheduler.formats.tds.writing import written

__all__ = ["MOST_TELEGRAMS", "TelegramError", "read_orders", "schema", "written"]
