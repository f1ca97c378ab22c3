"""The only place that chooses adapters: which travel engines, whose addresses, which clock, which keys."""

from scheduler.bootstrap.addresses import geocoder_for, register_file
from scheduler.bootstrap.clock import SystemClock
from scheduler.bootstrap.keys import known_master, master_file, office_master
from scheduler.bootstrap.travel import travel_anywhere, travel_for, travel_of

__all__ = [
    "SystemClock",
    "geocoder_for",
    "known_master",
    "master_file",
    "office_master",
    "register_file",
    "travel_anywhere",
    "travel_for",
    "travel_of",
]
