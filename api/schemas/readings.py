"""A wish in words, and what was understood of it."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document, Line, Whole, YesNo
from api.schemas.moments import Day, Instant, WindowDoc
from api.schemas.offers import Sentences
from api.schemas.series import Clock, ClockSpanDoc
from scheduler.domain.catalogue import ServiceKind
from scheduler.services.series.rules import Recurrence
from scheduler.services.wording import Reading, SaidWish, Weekly, WishError
from scheduler.services.wording.wish import MOST_DAYS

_AHEAD = timedelta(weeks=12)
_SAID = 8
Assumed = Literal["days", "weekdays", "hours", "afternoon"]


class WeeklyDoc(Document):
    """Days that come again each week."""

    weekdays: Annotated[list[Annotated[Whole, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)] = Field(
        description="1 is Monday."
    )
    every_weeks: Whole = Field(default=1, ge=1, le=53, description="2: every other week.")
    times: Annotated[Whole, Field(ge=1, le=7)] | None = Field(
        default=None, description="So many of the weekdays, which the town chooses; null: all of them."
    )
    first: Day = Field(description="From the first day on that fits.")
    until: Day | None = Field(default=None, description="The last day; null: until further notice.")

    @property
    def weekly(self) -> Weekly:
        """The days that this describes."""
        told = self.model_dump(exclude={"weekdays"})
        return Weekly(**told, weekdays=tuple(sorted(set(self.weekdays))))

    @classmethod
    def of(cls, one: Weekly) -> "WeeklyDoc":
        """Return them as the API shows them."""
        same = ("every_weeks", "times", "first", "until")
        return cls.model_construct(weekdays=list(one.weekdays), **{name: getattr(one, name) for name in same})


class WishDoc(Document):
    """A wish by its fields: for one of some days, or again and again."""

    days: Annotated[list[Day], Field(max_length=MOST_DAYS)] = Field(
        default=[], description="Any of them, the dearest first; none of a wish that comes again."
    )
    hours: Annotated[list[ClockSpanDoc], Field(min_length=1, max_length=10)] = Field(
        description="By the town's clock, on the start of service; any of them."
    )
    at: Clock | None = Field(default=None, description="The hour asked for.")
    arrive_by: YesNo = Field(default=False, description="Of a ride: whether the hours bound the arrival.")
    weekly: WeeklyDoc | None = None

    @model_validator(mode="after")
    def _served(self) -> "WishDoc":
        try:
            self.wish()
        except WishError as error:
            raise ValueError(f"says nothing that could be served: look at {error}") from error
        return self

    def wish(self) -> SaidWish:
        """Return the wish that this describes."""
        return SaidWish(
            days=tuple(dict.fromkeys(self.days)), hours=tuple(one.span for one in self.hours),
            at=time.fromisoformat(self.at) if self.at else None, arrive_by=self.arrive_by,
            weekly=self.weekly.weekly if self.weekly else None,
        )  # fmt: skip

    @classmethod
    def of(cls, one: SaidWish) -> "WishDoc":
        """Return a wish as the API shows it."""
        return cls.model_construct(
            days=list(one.days), hours=[ClockSpanDoc.of(span) for span in one.hours],
            at=None if one.at is None else f"{one.at:%H:%M}", arrive_by=one.arrive_by,
            weekly=WeeklyDoc.of(one.weekly) if one.weekly else None,
        )  # fmt: skip


class WishWords(Document):
    """A wish as the caller said it; or, once it is corrected, by its fields."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"words": "we wtorki i pi\u0105tki o 10", "kind": "visit", "wish": None}}
    )

    words: Line = ""
    kind: ServiceKind | None = Field(default=None, description='Of a ride, "na 10" is when to be there.')
    wish: WishDoc | None = Field(default=None, description="Instead of the words.")


class UnreadShown(Document):
    """A part of the words that was not understood, or contradicts what was said before."""

    text: str
    start: int = Field(description="Characters before it.")


class SeriesRule(Document):
    """What a series that is made of the wish has to say."""

    first: date
    until: date | None
    rule: str = Field(description="RRULE of RFC 5545.")
    times_per_week: int | None = Field(description="Of the days of the rule; null: on all of them.")
    gap_days: int = Field(description="Days at least from one visit to the next.")
    coming: list[date] = Field(
        description="The first days of the rule, eight at most, of the twelve weeks from `first`."
    )


class WishRead(Document):
    """What was understood."""

    wish: WishDoc
    sentence: Sentences
    windows: list[WindowDoc] = Field(description="The hours on the first of the days, for an enquiry.")
    at: Instant | None = Field(description="The hour asked for, on the first of the days.")
    series: SeriesRule | None = Field(description="Of a wish that comes again.")
    coming: list[date] = Field(
        description="Of a wish that comes again its first days, eight at most, of twelve weeks; else none."
    )
    assumed: list[Assumed] = Field(
        description="What was not said, and taken so: any of the days to come, any weekday, any hour of the day; "
        "`afternoon`: a bare hour was taken for one of the afternoon."
    )
    unread: list[UnreadShown]

    @classmethod
    def of(cls, reading: Reading, sentence: Mapping[str, str], zone: ZoneInfo) -> "WishRead":
        """Return what was read of words as the API shows it."""
        unread = [UnreadShown.model_construct(text=one.text, start=one.start) for one in reading.unread]
        told = cls.said(reading.wish, sentence, zone)
        return told.model_copy(update={"assumed": list(reading.assumed), "unread": unread})

    @classmethod
    def said(cls, wish: SaidWish, sentence: Mapping[str, str], zone: ZoneInfo) -> "WishRead":
        """Return a wish as the API shows it, with nothing left to understand."""
        return cls.model_construct(
            wish=WishDoc.of(wish), sentence=dict(sentence), windows=[WindowDoc.of(one) for one in wish.windows(zone)],
            at=wish.wish(zone), series=_rule(wish.weekly),
            coming=list(_coming(wish.weekly)), assumed=[], unread=[],
        )  # fmt: skip


def _rule(weekly: Weekly | None) -> SeriesRule | None:
    if weekly is None:
        return None
    return SeriesRule.model_construct(
        first=weekly.begin(), until=weekly.until, rule=weekly.rule, times_per_week=weekly.times,
        gap_days=weekly.gap_days,
    )  # fmt: skip


def _coming(weekly: Weekly | None) -> Sequence[date]:
    """Return the days that can be said back to the caller before a series is kept."""
    if weekly is None:
        return ()
    first = weekly.begin()
    rule = Recurrence(first=first, rule=weekly.rule)
    last = first + _AHEAD if weekly.until is None else min(weekly.until, first + _AHEAD)
    return rule.days(first, last)[:_SAID]
