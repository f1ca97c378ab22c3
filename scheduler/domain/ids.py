"""Names of things. A distinct type each, so that a client is never looked up among the staff."""

from typing import NewType

ClientId = NewType("ClientId", str)
ContractTypeId = NewType("ContractTypeId", str)
DistrictId = NewType("DistrictId", str)
EntitlementId = NewType("EntitlementId", str)
PlaceId = NewType("PlaceId", str)
ProgrammeId = NewType("ProgrammeId", str)
ProviderId = NewType("ProviderId", str)
PurposeId = NewType("PurposeId", str)
RequestId = NewType("RequestId", str)
ServiceId = NewType("ServiceId", str)
ShiftId = NewType("ShiftId", str)
SkillId = NewType("SkillId", str)
StaffId = NewType("StaffId", str)
VehicleId = NewType("VehicleId", str)
