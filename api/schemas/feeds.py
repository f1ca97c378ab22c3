"""Calendar feeds: addresses under which a calendar program reads shifts."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document, Id
from api.schemas.moments import Instant
from scheduler.domain.feeds import CalendarFeed

_KEY = Field(description="By which it is revoked; opens nothing.", examples=["5e884898da280471"])


class FeedWish(Document):
    """Of whose shifts a feed is wanted; exactly one of the two is named."""

    model_config = ConfigDict(json_schema_extra={"example": {"staff_id": "P-01"}})

    staff_id: Id | None = Field(default=None, description="A worker: all their shifts.")
    pattern_id: Id | None = Field(default=None, description="A shift of the rota, whoever works it.")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.staff_id is None) == (self.pattern_id is None):
            raise ValueError("name staff_id or pattern_id, and not both")
        return self


class FeedMade(Document):
    """A new feed; its address is shown this once."""

    key: str = _KEY
    address: str = Field(description="Whoever has it reads the calendar, without signing in.")
    picture: str = Field(description="The address as a QR picture, SVG as a data: address.")


class FeedShown(Document):
    """A feed, without what would open it."""

    key: str = _KEY
    staff_id: str | None
    pattern_id: str | None
    made_at: Instant
    made_by: str

    @classmethod
    def of(cls, feed: CalendarFeed) -> "FeedShown":
        """Return a feed as the API shows it."""
        return cls.model_construct(**{name: getattr(feed, name) for name in cls.model_fields})


class FeedList(Document):
    """The feeds that work, the oldest first."""

    items: list[FeedShown]
