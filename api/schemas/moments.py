"""Times and days, read strictly: RFC 3339 with an offset, and dates; never numbers, never a time of nowhere."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema, model_validator

from api.schemas.base import Document
from api.town_clock import by_the_towns_clock
from scheduler.domain.time import TimeWindow

_DATE = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_DAY, _MOMENT = re.compile(_DATE), re.compile(f"{_DATE}T{_TIME}")
_LONGEST_TEXT = 40


def _day(value: Any) -> Any:
    return _read(value, date, _DAY, "is no date of this century, such as 2026-11-23")


def _moment(value: Any) -> Any:
    return _read(value, datetime, _MOMENT, "is no RFC 3339 time with an offset, such as 2026-11-23T09:40:00+01:00")


def _read(value: Any, kind: type, pattern: re.Pattern[str], wrong: str) -> Any:
    """Let through what is such a value already, or text that says one."""
    if isinstance(value, kind):
        return value
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not pattern.fullmatch(value):
        raise ValueError(wrong)
    return value


_TOLD = PlainSerializer(by_the_towns_clock, when_used="json")
Instant = Annotated[datetime, _TOLD, WithJsonSchema({"type": "string", "format": "date-time"})]
"""An instant of an answer: RFC 3339, by the town's clock."""
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    _TOLD,
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": f"^{_DATE}T{_TIME}$"}),
]
"""An instant, RFC 3339 with an offset."""
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DATE}$"})
]
"""A service day: a date in the town's time zone."""
DayKey = Annotated[Day, Path(description="A service day, `2026-11-23`, by the town's clock.")]
From = Annotated[Day | None, Query(alias="from", description="The first service day.")]
To = Annotated[Day | None, Query(alias="to", description="The last service day, included.")]


class WindowDoc(Document):
    """Bounds on a start, both included."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"start": "2026-11-23T12:00:00+01:00", "end": "2026-11-23T14:00:00+01:00"}}
    )

    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _in_order(self) -> "WindowDoc":
        if self.end < self.start:
            raise ValueError("ends before it starts")
        return self

    @property
    def window(self) -> TimeWindow:
        """The window that this describes."""
        return TimeWindow(start=self.start, end=self.end)

    @classmethod
    def of(cls, window: TimeWindow) -> "WindowDoc":
        """Return a window as the API shows it."""
        return cls.model_construct(start=window.start, end=window.end)
