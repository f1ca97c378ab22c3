"""Reasons for which a person should look at an answer before a bus is sent there."""

from enum import StrEnum

from scheduler.domain.ids import DistrictId
from scheduler.geocoding.districts import DistrictIndex
from scheduler.services.ports import AddressMatch, BoundingBox, MatchKind


class Doubt(StrEnum):
    """Why an answer should be looked at."""

    NOT_FOUND = "not_found"
    UNKNOWN_TOWN = "unknown_town"
    """Not found here, and no service was asked: what stands for the town may be somebody's name."""
    NOT_ASKED = "not_asked"
    """Not found here, and the services failed."""
    CORRECTED = "corrected"
    NUMBER_NEAR = "number_near"
    STREET_ONLY = "street_only"
    SEVERAL = "several"
    OUTSIDE_TOWN = "outside_town"
    NO_DISTRICT = "no_district"
    OTHER_DISTRICT = "other_district"


def doubts_about(
    match: AddressMatch,
    *,
    box: BoundingBox | None = None,
    districts: DistrictIndex | None = None,
    expected: DistrictId | None = None,
) -> tuple[Doubt, ...]:
    """Return what is doubtful about an answer, in the order of `Doubt`.

    Parameters
    ----------
    expected : DistrictId or None
        The district that the town's files give for the place; None if they give none.
    """
    found = set()
    if match.kind is MatchKind.FUZZY or match.corrected:
        found.add(Doubt.CORRECTED)
    if match.kind is MatchKind.NUMBER_NEAR:
        found.add(Doubt.NUMBER_NEAR)
    if match.kind is MatchKind.STREET:
        found.add(Doubt.STREET_ONLY)
    if match.rivals:
        found.add(Doubt.SEVERAL)
    if box is not None and not box.contains(match.point):
        found.add(Doubt.OUTSIDE_TOWN)
    if districts is not None:
        district = districts.district_of(match.point)
        if district is None:
            found.add(Doubt.NO_DISTRICT)
        elif expected is not None and district.id != expected:
            found.add(Doubt.OTHER_DISTRICT)
    return tuple(doubt for doubt in Doubt if doubt in found)
