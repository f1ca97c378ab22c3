"""Whom to tell what: the list that publishing a plan leaves to be phoned, and the day-before reminders."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.client import Channel
from scheduler.domain.ids import ClientId, NoticeId, RequestId, UserId
from scheduler.domain.time import Instants, TimeWindow


class NoticeKind(StrEnum):
    """What somebody has to be told.

    LEFT_OUT: that the plan cannot hold what they were promised. CALL_BACK: they have asked to be phoned, and say then
    what about.
    """

    PLANNED = "planned"
    MOVED = "moved"
    OTHER_CREW = "other_crew"
    UNPLANNED = "unplanned"
    WITHDRAWN = "withdrawn"
    REMINDER = "reminder"
    FREED_PLACE = "freed_place"
    LEFT_OUT = "left_out"
    CALL_BACK = "call_back"


class NoticeOutcome(StrEnum):
    """What came of it. TO_DO: nobody tried. NO_ANSWER: tried in vain, try again."""

    TO_DO = "to_do"
    TOLD = "told"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    NEEDLESS = "needless"


@dataclass(frozen=True, kw_only=True)
class Attempt(Instants):
    """One try to reach somebody."""

    at: datetime
    by: UserId
    channel: Channel
    outcome: NoticeOutcome


@dataclass(frozen=True, kw_only=True)
class Notice(Instants):
    """One thing to tell one client about one request.

    Attributes
    ----------
    plan : int or None
        Version of the plan it follows from.
    window : TimeWindow or None
        The promise, as it is now.
    before, after : datetime or None
        Expected starts, where one was moved.
    asked_at : datetime or None
        When somebody asked to be phoned; its day is the one on which that was.
    needless_since : datetime or None
        When what it tells of ended, if that made it needless: if that is taken back, it is to be told after all.
    """

    id: NoticeId
    day: date
    request_id: RequestId
    client_id: ClientId
    kind: NoticeKind
    channel: Channel = Channel.PHONE
    plan: int | None = None
    window: TimeWindow | None = None
    before: datetime | None = None
    after: datetime | None = None
    outcome: NoticeOutcome = NoticeOutcome.TO_DO
    attempts: tuple[Attempt, ...] = field(default=())
    asked_at: datetime | None = None
    needless_since: datetime | None = None

    @property
    def hour(self) -> datetime | None:
        """The hour it is about, of those that were known and are the earlier one; None: of no hour."""
        hours = (self.before, self.after, self.window.start if self.window else None)
        return min((one for one in hours if one is not None), default=None)
