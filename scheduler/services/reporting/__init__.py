"""Plans as people read them: the day's view and its figures."""

from scheduler.services.reporting.kpis import day_kpis
from scheduler.services.reporting.view import day_view

__all__ = ["day_kpis", "day_view"]
