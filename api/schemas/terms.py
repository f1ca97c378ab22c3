"""How a service is booked, and what its clients pay."""

from datetime import timedelta
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Id, Whole, YesNo
from api.schemas.requests import seconds
from scheduler.domain.booking_policy import Contribution, HolidayRule, ServiceBooking
from scheduler.domain.ids import ProgrammeId

_SAME = ("late_gives_back", "no_show_gives_back", "refused_gives_back", "holidays")
_PAID = ("per_request_gr", "per_hour_gr", "per_km_gr", "cash")
_Number = Annotated[Whole, Field(ge=-(10**9), le=10**9)]
_PAYS: JsonDict = {"per_request_gr": 500, "per_hour_gr": 0, "per_km_gr": 0, "free_programmes": ["cus"], "cash": True}
_EXAMPLE: JsonDict = {
    "notice_s": 86400, "promise_s": 1800, "cancel_until_s": 7200, "no_show_wait_s": 600, "late_gives_back": False,
    "no_show_gives_back": False, "refused_gives_back": False, "holidays": "skip", "contribution": _PAYS,
}  # fmt: skip


class ContributionDoc(Document):
    """What a client pays: the sum of three parts, for each client."""

    model_config = ConfigDict(json_schema_extra={"example": _PAYS})

    per_request_gr: _Number = Field(description="Grosze, once; 0 to 1000000.")
    per_hour_gr: _Number = Field(description="Grosze per hour of planned service; 0 to 1000000.")
    per_km_gr: _Number = Field(description="Grosze per km of the direct way of a ride; 0 to 1000000.")
    free_programmes: Annotated[list[Id], Field(max_length=100)] = Field(
        description="Programmes whose requests cost nothing."
    )
    cash: YesNo = Field(description="The crew collects it at the door; false: it is invoiced.")


class ServiceTerms(Document):
    """How one service is booked, whole."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    notice_s: _Number = Field(description="Seconds from the call to the start of a window, at least; up to 30 days.")
    promise_s: _Number = Field(description="How wide a promised window is, in seconds; up to a day.")
    cancel_until_s: _Number = Field(
        description="Seconds before the promised window; a cancellation after that is late. Up to 30 days."
    )
    no_show_wait_s: _Number = Field(description="Seconds a crew waits before it declares a no-show; up to 4 hours.")
    late_gives_back: YesNo = Field(description="A late cancellation gives the entitlement back.")
    no_show_gives_back: YesNo = Field(description="So does a no-show.")
    refused_gives_back: YesNo = Field(description="So does sending the crew away.")
    holidays: HolidayRule = Field(
        description="On public holidays: skip: not given; move: on the next working day; keep: as ever."
    )
    contribution: ContributionDoc

    def terms(self) -> ServiceBooking:
        """Return the terms that this describes."""
        pays = {
            name: getattr(self.contribution, name) for name in ("per_request_gr", "per_hour_gr", "per_km_gr", "cash")
        }
        return ServiceBooking(
            **{name: getattr(self, name) for name in _SAME},
            notice=timedelta(seconds=self.notice_s), promise=timedelta(seconds=self.promise_s),
            cancel_until=timedelta(seconds=self.cancel_until_s), no_show_wait=timedelta(seconds=self.no_show_wait_s),
            contribution=Contribution(
                **pays, free_programmes=frozenset(map(ProgrammeId, self.contribution.free_programmes))
            ),
        )  # fmt: skip

    @classmethod
    def of(cls, terms: ServiceBooking) -> "ServiceTerms":
        """Return terms as the API shows them."""
        pays = {name: getattr(terms.contribution, name) for name in _PAID}
        return cls.model_construct(
            **{name: getattr(terms, name) for name in _SAME},
            notice_s=seconds(terms.notice) or 0, promise_s=seconds(terms.promise) or 0,
            cancel_until_s=seconds(terms.cancel_until) or 0, no_show_wait_s=seconds(terms.no_show_wait) or 0,
            contribution=ContributionDoc.model_construct(
                **pays, free_programmes=sorted(terms.contribution.free_programmes)
            ),
        )  # fmt: skip
