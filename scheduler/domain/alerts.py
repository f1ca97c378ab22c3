"""What somebody in the office has to look at on a running day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.domain.ids import CheckId, ClientId, RequestId, ShiftId
from scheduler.domain.time import Instants


class AlertKind(StrEnum):
    """What is wrong.

    STRANDED: a report that came after the day was closed shows somebody who was taken out, and of whom nobody knows
    how they got home. UNANSWERED: a check that nobody has closed. MISSED: nobody has come. NO_CREW: the crew that has
    them in its plan is not coming, or none is sent to the broken vehicle by which they stand. NOT_FOUND: nobody was
    met by the broken vehicle. ABOARD_LONG: in the vehicle longer than the longest ride. NOT_CALLED, NO_CAPACITY: an
    open return of which nobody has heard, or that nobody could drive any more. LATE: expected after the promised
    window. LEFT_BEHIND: the crew went on without saying how it ended. SILENT: nothing comes from a crew. UNSEEN:
    nobody of the crew has read the itinerary. BREAK: a legal break comes too late. TOO_EARLY: a no-show was declared
    before it might be. CLOCK: a device's clock is off. CREW_NOT_TOLD: somebody who has called is promised a bus whose
    crew does not know of it. CALL_BACK: somebody has asked to be phoned. CANCELLED: a client has cancelled by the link
    on their card what the published plan still has. NO_PACK: the day pack cannot be
    written, so there would be no paper if all else failed.
    """

    STRANDED = "stranded"
    UNANSWERED = "unanswered"
    MISSED = "missed"
    NO_CREW = "no_crew"
    NOT_FOUND = "not_found"
    ABOARD_LONG = "aboard_long"
    NO_CAPACITY = "no_capacity"
    NOT_CALLED = "not_called"
    LATE = "late"
    LEFT_BEHIND = "left_behind"
    SILENT = "silent"
    UNSEEN = "unseen"
    BREAK = "break"
    TOO_EARLY = "too_early"
    CLOCK = "clock"
    CREW_NOT_TOLD = "crew_not_told"
    CANCELLED = "cancelled"
    CALL_BACK = "call_back"
    NO_PACK = "no_pack"


class Severity(StrEnum):
    """How soon.

    URGENT: somebody may be in danger, or stranded. WARNING: a promise, or the law. NOTICE: to be tidied up.
    """

    URGENT = "urgent"
    WARNING = "warning"
    NOTICE = "notice"


class Remedy(StrEnum):
    """What can be done."""

    CALL_CREW = "call_crew"
    CALL_CLIENT = "call_client"
    CALL_CONTACTS = "call_contacts"
    CALL_SOCIAL_WORKER = "call_social_worker"
    CALL_112 = "call_112"
    CLOSE_CHECK = "close_check"
    OPEN_CHECK = "open_check"
    REPLAN = "replan"
    RENEGOTIATE = "renegotiate"
    TYPE_IN = "type_in"
    HAND_OUT_PAPER = "hand_out_paper"
    SET_CLOCK = "set_clock"
    PUBLISH = "publish"
    REOPEN_DAY = "reopen_day"


@dataclass(frozen=True, kw_only=True)
class Alert(Instants):
    """One thing to look at.

    Attributes
    ----------
    id : str
        Kind and subject: the same for as long as the same is wrong.
    since : datetime
        From when on it counts.
    said : mapping of str to str
        One sentence by language; clients are marked as in kept plans, and named to whoever may read names.
    remedies : tuple of Remedy
        What can be done, the first thing first.
    minutes : int
        By how much, where that can be said.
    """

    id: str
    kind: AlertKind
    severity: Severity
    since: datetime
    said: Mapping[str, str]
    remedies: tuple[Remedy, ...]
    request_id: RequestId | None = None
    shift_id: ShiftId | None = None
    check_id: CheckId | None = None
    client_ids: tuple[ClientId, ...] = ()
    minutes: int = 0
