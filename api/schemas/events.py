"""Events from the field: what phones report, what becomes of it, and what the office reads."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from api.schemas.base import Document, Id, Whole, YesNo, wrong_of
from api.schemas.moments import Day, Instant, Moment
from api.schemas.offers import Sentences
from scheduler.domain.events import SKEW_SHOWN_S, Event, EventKind, EventSource
from scheduler.domain.ids import EventId, ShiftId, UserId
from scheduler.services.field import MOST_EVENTS, Batch, Outcome, Recorded, Reported, Told, Unreadable
from scheduler.services.field.sentences import Reason

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
EventKey = Annotated[
    str,
    Field(pattern=f"^{UUID.replace('a-f', 'A-Fa-f')}$", max_length=36, description="A UUID; kept in lower case."),
    AfterValidator(str.lower),
]
MOST_SEQUENCE = 2**53 - 1
"""What a phone's own numbers can count to."""
_SKEW = "Seconds by which the server's clock was ahead of the device's when this was sent, its way included."
_OFF = f"Whether that is more than {SKEW_SHOWN_S} seconds either way."


class EventReported(Document):
    """One thing that happened, as a device wrote it down."""

    id: EventKey
    day: Day
    shift_id: Id
    task_id: Annotated[str, Field(min_length=1, max_length=200, description="As the itinerary names it.")]
    kind: EventKind
    sequence: Annotated[Whole, Field(ge=0, le=MOST_SEQUENCE, description="The device's own count of its events.")]
    at: Annotated[Moment, Field(description="When it happened, by the device's clock.")]
    undoes: EventKey | None = Field(None, description="Of kind undone: the id of the event that is taken back.")
    nobody_answers: YesNo = Field(
        default=False, description="Of kind no_show: nobody comes to the door, and the crew fears for the client."
    )

    @model_validator(mode="after")
    def _names_what_it_undoes(self) -> "EventReported":
        if (self.undoes is not None) != (self.kind is EventKind.UNDONE):
            raise ValueError("undoes goes with the kind undone, and only with that")
        if self.undoes == self.id:
            raise ValueError("undoes is the event itself; name the one that is taken back")
        if self.nobody_answers and self.kind is not EventKind.NO_SHOW:
            raise ValueError("nobody_answers goes with the kind no_show, and only with that")
        return self

    @property
    def reported(self) -> Reported:
        """The event that this describes."""
        undoes = None if self.undoes is None else EventId(self.undoes)
        return Reported(
            id=EventId(self.id), day=self.day, shift_id=ShiftId(self.shift_id), task_id=self.task_id, kind=self.kind,
            sequence=self.sequence, at=self.at, undoes=undoes, nobody_answers=self.nobody_answers,
        )  # fmt: skip


def _read_alone(value: Any, _read: ValidatorFunctionWrapHandler) -> EventReported | Unreadable:
    """Return an event, or what is wrong with it: a newer app's must not hold up the others of its queue."""
    try:
        return EventReported.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])[:100] or "event"
        return Unreadable(id=_id_of(value), field=field, wrong=wrong_of(first["msg"]))


def _id_of(value: Any) -> EventId:
    told = value.get("id") if isinstance(value, dict) else None
    return EventId(told.lower() if isinstance(told, str) and re.fullmatch(UUID, told.lower()) else "")


class EventBatch(Document):
    """What one device sends at once: anything it has queued, in any order, also what it may have sent before.

    The batch itself must be as described. An event that is not is refused alone, as malformed.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "device_id": "phone-7f3a",
                "sent_at": "2026-11-23T09:46:30+01:00",
                "events": [
                    {
                        "id": "5f0c6f5e-3c1e-4d53-9d8c-2f9f5b0a7c11", "day": "2026-11-23", "shift_id": "Z-01",
                        "task_id": "R-024:visit", "kind": "arrived", "sequence": 17,
                        "at": "2026-11-23T09:43:05+01:00",
                    }
                ],
            }
        }
    )  # fmt: skip

    device_id: Annotated[
        str, Field(pattern="^[A-Za-z0-9._-]{1,64}$", max_length=64, description="What the device calls itself.")
    ]
    sent_at: Annotated[Moment, Field(description="By the device's clock: tells a late delivery from a slow clock.")]
    user_id: Id | None = Field(
        default=None, description="Who has written them down. Of somebody else's session nothing is kept: 409."
    )
    events: Annotated[
        list[Annotated[EventReported | Any, WrapValidator(_read_alone)]], Field(min_length=1, max_length=MOST_EVENTS)
    ]

    @property
    def batch(self) -> Batch:
        """The batch that this describes."""
        events = [one.reported if isinstance(one, EventReported) else one for one in self.events]
        user_id = None if self.user_id is None else UserId(self.user_id)
        return Batch(device_id=self.device_id, sent_at=self.sent_at, events=events, user_id=user_id)


class EventTold(Document):
    """What became of one event."""

    index: int = Field(description="Its place in the batch, from 0.")
    id: str | None = Field(description="In lower case; null: what was sent has none that can be read.")
    outcome: Outcome = Field(description="kept; known: it was kept before; refused: it is not kept, see `again`.")
    again: bool = Field(
        description="Of refused. true: keep it in the queue and send it again later, with what comes next, for the "
        "office or a clock may be put right. false: take it out of the queue, and show it to the user for the office."
    )
    reason: Reason | None = Field(description="Why it is refused.")
    said: Sentences = Field(description="The same as a sentence, by language; empty unless it is refused.")
    too_early: bool = Field(
        description="Of a no-show that is kept: whether the crew declared it before it might: take it back, and wait."
    )
    earliest: Instant | None = Field(description="If so: from when on it might have been declared.")

    @classmethod
    def of(cls, index: int, told: Told) -> "EventTold":
        """Return it as the API shows it."""
        return cls.model_construct(
            index=index,
            id=told.id or None,
            outcome=told.outcome,
            again=told.again,
            reason=told.reason,
            said=dict(told.said),
            too_early=told.earliest is not None,
            earliest=told.earliest,
        )


class EventAnswer(Document):
    """What became of a batch: one line for each event, in its order."""

    received_at: Instant
    skew_s: int = Field(description=_SKEW)
    clock_off: bool = Field(description=_OFF)
    items: list[EventTold]

    @classmethod
    def of(cls, recorded: Recorded) -> "EventAnswer":
        """Return it as the API shows it."""
        return cls.model_construct(
            received_at=recorded.received_at, skew_s=recorded.skew_s, clock_off=recorded.clock_off,
            items=[EventTold.of(*one) for one in enumerate(recorded.events)],
        )  # fmt: skip


class EventShown(Document):
    """An event as the office reads it."""

    id: str
    day: date
    shift_id: str
    task_id: str
    request_id: str
    kind: EventKind
    device_id: str
    sequence: int = Field(description="The device's own count of its events: their order, whatever its clock says.")
    at: Instant = Field(description="By the device's clock, whether that is right or not: see `clock_off`.")
    received_at: Instant = Field(description="When it came in first, by the server's clock.")
    skew_s: int = Field(description=_SKEW)
    clock_off: bool = Field(description=f"{_OFF} Or whether `at` is later than its sending by more than that.")
    by: str = Field(description="Id of the user who delivered it.")
    source: EventSource = Field(description="phone, or paper: typed in from a returned sheet.")
    undoes: str | None = Field(description="The event that this one takes back, if it is one of the same task.")
    nobody_answers: bool = Field(description="Of a no-show: nobody came to the door; a check was opened.")

    @classmethod
    def of(cls, event: Event) -> "EventShown":
        """Return an event as the API shows it."""
        return cls.model_construct(**vars(event), clock_off=event.clock_off)


class EventPage(Document):
    """Some events of a day, as they came in."""

    items: list[EventShown]
    next: str | None = Field(description="Cursor of the next page; null: this is the last.")
