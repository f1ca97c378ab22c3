"""The only place that chooses adapters: which travel engines, whose addresses, which clock, which keys, which store."""

from scheduler.bootstrap.addresses import geocoder_for, register_file
from scheduler.bootstrap.clock import SystemClock
from scheduler.bootstrap.keys import known_master, master_file, office_master
from scheduler.bootstrap.office import Office, web_office
from scheduler.bootstrap.restoring import restoring
from scheduler.bootstrap.store import database_url, has_database, open_office
from scheduler.bootstrap.travel import travel_anywhere, travel_for, travel_of

__all__ = [
    "Office",
    "SystemClock",
    "database_url",
    "geocoder_for",
    "has_database",
    "known_master",
    "master_file",
    "office_master",
    "open_office",
    "register_file",
    "restoring",
    "travel_anywhere",
    "travel_for",
    "travel_of",
    "web_office",
]
