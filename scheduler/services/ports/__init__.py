"""What use cases need from outside, as protocols. Adapters live in their own rooms."""

from scheduler.services.ports.travel import Line, TravelMatrix, TravelNote, TravelPoint, TravelTimes

__all__ = ["Line", "TravelMatrix", "TravelNote", "TravelPoint", "TravelTimes"]
