"""Months of closed days: settlements, statistics, cards to be signed, mileage."""

from scheduler.services.reporting.months.cards import service_cards
from scheduler.services.reporting.months.mileage import mileages
from scheduler.services.reporting.months.settlements import entries_of, settlements, summed
from scheduler.services.reporting.months.statistics import statistics

__all__ = ["entries_of", "mileages", "service_cards", "settlements", "statistics", "summed"]
