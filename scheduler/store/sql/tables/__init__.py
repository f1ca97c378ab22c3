"""The tables, as SQLAlchemy's declarative rows; `metadata` knows them all."""

from scheduler.store.sql.tables.accounts import AnswerRow, AttemptRow, PhoneLinkRow, SessionRow, TokenRow, UserRow
from scheduler.store.sql.tables.base import Base, index_stamps
from scheduler.store.sql.tables.days import (
    BookingClientRow,
    BookingRow,
    ConsumptionRow,
    DayRow,
    EnquiryClientRow,
    EnquiryRow,
    FreedRow,
    NoticeRow,
    PlanRow,
    ShiftRow,
    SolveRow,
    WaitingRow,
)
from scheduler.store.sql.tables.facts import (
    AbsenceRow,
    ClientPhoneRow,
    ClientRow,
    ContractRow,
    DistrictRow,
    EntitlementRow,
    HeadRow,
    PatternRow,
    PlaceRow,
    ProviderRow,
    PurposeRow,
    ServiceRow,
    StaffRow,
    VehicleRow,
)
from scheduler.store.sql.tables.towns import AuditRow, RemovedRow, SubjectKeyRow, TownRow

index_stamps()
metadata = Base.metadata

__all__ = [
    "AbsenceRow",
    "AnswerRow",
    "AttemptRow",
    "AuditRow",
    "Base",
    "BookingClientRow",
    "BookingRow",
    "ClientPhoneRow",
    "ClientRow",
    "ConsumptionRow",
    "ContractRow",
    "DayRow",
    "DistrictRow",
    "EnquiryClientRow",
    "EnquiryRow",
    "EntitlementRow",
    "FreedRow",
    "HeadRow",
    "NoticeRow",
    "PatternRow",
    "PhoneLinkRow",
    "PlaceRow",
    "PlanRow",
    "ProviderRow",
    "PurposeRow",
    "RemovedRow",
    "ServiceRow",
    "SessionRow",
    "ShiftRow",
    "SolveRow",
    "StaffRow",
    "SubjectKeyRow",
    "TokenRow",
    "TownRow",
    "UserRow",
    "VehicleRow",
    "WaitingRow",
    "metadata",
]
