"""What use cases need from outside, as protocols. Adapters live in their own rooms."""

from scheduler.services.ports.geocoding import (
    Address,
    AddressFinder,
    AddressMatch,
    AddressService,
    AnswerStore,
    BoundingBox,
    MatchKind,
    StoredAnswer,
    StreetKind,
)
from scheduler.services.ports.travel import Line, TravelMatrix, TravelNote, TravelPoint, TravelTimes

__all__ = [
    "Address",
    "AddressFinder",
    "AddressMatch",
    "AddressService",
    "AnswerStore",
    "BoundingBox",
    "Line",
    "MatchKind",
    "StoredAnswer",
    "StreetKind",
    "TravelMatrix",
    "TravelNote",
    "TravelPoint",
    "TravelTimes",
]
