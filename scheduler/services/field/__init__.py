"""What crews report while the day runs."""

from scheduler.services.field.recording import MOST_EVENTS, Batch, Outcome, Recorded, Reported, Told, Unreadable, record

__all__ = ["MOST_EVENTS", "Batch", "Outcome", "Recorded", "Reported", "Told", "Unreadable", "record"]
