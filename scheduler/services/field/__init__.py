"""What crews report while the day runs."""

from scheduler.services.field.recording import MOST_EVENTS, Batch, Outcome, Recorded, Reported, Told, record

__all__ = ["MOST_EVENTS", "Batch", "Outcome", "Recorded", "Reported", "Told", "record"]
