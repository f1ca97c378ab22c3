"""What the office keeps, and how it is read and changed: whole units of work, all or nothing.

A unit sees the town as it was when the unit began, together with what it has itself put so far. What it put is written
when it ends without an error, all of it, or none. Every unit that changed something advances the town's stamp when it
ends, and what it put carries that stamp: whoever keeps copies asks what has changed since.
"""

from scheduler.services.ports.store.days import AuditLog, Days, Plans
from scheduler.services.ports.store.records import (
    BookingRecords,
    CardRecords,
    Changes,
    CheckRecords,
    ClientAbsenceRecords,
    ClientRecords,
    ConsumptionRecords,
    DayRecords,
    EnquiryRecords,
    EntitlementRecords,
    EventRecords,
    MessageRecords,
    Records,
    ReplicationRecords,
    SeriesRecords,
    StudyRecords,
)
from scheduler.services.ports.store.unit import Store, UnitOfWork

__all__ = [
    "AuditLog",
    "BookingRecords",
    "CardRecords",
    "Changes",
    "CheckRecords",
    "ClientAbsenceRecords",
    "ClientRecords",
    "ConsumptionRecords",
    "DayRecords",
    "Days",
    "EnquiryRecords",
    "EntitlementRecords",
    "EventRecords",
    "MessageRecords",
    "Plans",
    "Records",
    "ReplicationRecords",
    "SeriesRecords",
    "Store",
    "StudyRecords",
    "UnitOfWork",
]
