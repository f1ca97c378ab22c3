"""Offers, and why there are none."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from api.schemas.base import Document
from api.schemas.moments import Instant, WindowDoc
from scheduler.domain.booking import HomeRoom, MovedStart, Offer, OfferedLeg, Refusal

Sentences = dict[str, str]
"""Sentences by language: `pl`, `en`."""


class RefusalShown(Document):
    """Why something could not be promised or done."""

    code: str = Field(description="A rule, or of booking: notice, horizon, holiday, entitlement, past, closed, away.")
    day: date | None
    summary: Sentences = Field(description="What stands in the way, by language.")
    change: Sentences = Field(description="The smallest change that would fit, by language; empty: none was found.")

    @classmethod
    def of(cls, refusal: Refusal) -> "RefusalShown":
        """Return a refusal as the API shows it."""
        change: Mapping[str, str] = refusal.change
        return cls.model_construct(
            code=refusal.code, day=refusal.day, summary=dict(refusal.summary), change=dict(change)
        )


class MovedShown(Document):
    """A stop of somebody else that would start at another time, the promise kept."""

    request_id: str
    before: Instant
    after: Instant

    @classmethod
    def of(cls, moved: MovedStart) -> "MovedShown":
        """Return it as the API shows it."""
        return cls.model_construct(request_id=moved.request_id, before=moved.before, after=moved.after)


class LegShown(Document):
    """One request of an offer."""

    request_id: str
    window: WindowDoc = Field(description="What would be promised.")
    start: Instant = Field(description="When it is expected to start; inside the window.")
    shift_id: str
    staff_ids: list[str]
    vehicle_id: str | None
    contribution_gr: int = Field(description="What the party pays for it, grosze.")

    @classmethod
    def of(cls, leg: OfferedLeg) -> "LegShown":
        """Return a leg as the API shows it."""
        return cls.model_construct(
            request_id=leg.request.id, window=WindowDoc.of(leg.window), start=leg.start, shift_id=leg.shift_id,
            staff_ids=list(leg.staff_ids), vehicle_id=leg.vehicle_id, contribution_gr=leg.contribution_gr,
        )  # fmt: skip


class HomeRoomShown(Document):
    """How much time is kept free for open returns with one more of them, where it is tightest."""

    free_min: int = Field(description="Kept free from then on, minutes.")
    needed_min: int = Field(description="What those who may call from then on need, minutes, this one among them.")
    fits: bool = Field(description="Whether one more can be booked: accept with `open_return`.")

    @classmethod
    def of(cls, room: HomeRoom) -> "HomeRoomShown":
        """Return it as the API shows it."""
        return cls.model_construct(free_min=room.free_s // 60, needed_min=-(-room.needed_s // 60), fits=room.fits)


class OfferShown(Document):
    """Windows that are truly free: accepting them breaks no rule and no promise."""

    day: date
    legs: list[LegShown]
    cost_gr: int = Field(description="How much more the day would cost, grosze, priced comfort included.")
    contribution_gr: int = Field(description="What the party pays for all of it, grosze.")
    calls: list[str] = Field(description="Published requests of others that somebody would have to be called about.")
    moved: list[MovedShown]
    day_version: int = Field(description="Of the service day that the offer was made for.")
    open_return: HomeRoomShown | None = Field(
        description="Of one ride there: whether a way home at no fixed hour can be booked with it. null: of anything "
        "else, of rides that end at home, and where the town keeps no time free for them."
    )

    @classmethod
    def of(cls, offer: Offer) -> "OfferShown":
        """Return an offer as the API shows it."""
        return cls.model_construct(
            day=offer.day, legs=[LegShown.of(one) for one in offer.legs], cost_gr=offer.cost_gr,
            contribution_gr=offer.contribution_gr, calls=list(offer.calls), day_version=offer.day_version,
            moved=[MovedShown.of(one) for one in offer.moved],
            open_return=HomeRoomShown.of(offer.home_room) if offer.home_room else None,
        )  # fmt: skip
