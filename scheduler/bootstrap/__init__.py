"""The only place that chooses adapters: which travel engines, whose addresses, which clock."""

from scheduler.bootstrap.addresses import geocoder_for, register_file
from scheduler.bootstrap.clock import SystemClock
from scheduler.bootstrap.travel import travel_anywhere, travel_for, travel_of

__all__ = ["SystemClock", "geocoder_for", "register_file", "travel_anywhere", "travel_for", "travel_of"]
