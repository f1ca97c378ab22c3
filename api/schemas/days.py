"""Service days: their state, and what a dispatcher's hand does to their plans."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document, Id, Line, Text, Whole
from api.schemas.moments import Instant, Moment, WindowDoc
from api.schemas.offers import MovedShown
from api.schemas.plans import FindingShown, NameOf, UnassignedShown
from scheduler.domain.ids import RequestId, ShiftId
from scheduler.domain.plan import LockKind, Override, Pin
from scheduler.domain.service_days import DayState
from scheduler.services.dispatching import Effect, FreePlace, FreePlaces, Move
from scheduler.services.planning.left_out import LeftOut


class PinDoc(Document):
    """Something of a plan that is held fast."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"kind": "shift", "request_ids": ["R-023"], "shift_id": "Z-01", "start": None}
        }
    )  # fmt: skip

    kind: LockKind = Field(
        description="shift; start (exactly then); order (on the shift); prefix (it begins so); out (of the plan)."
    )
    request_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    shift_id: Id | None = Field(default=None, description="Needed but for `start` and `out`.")
    start: Moment | None = Field(default=None, description="Of the service, or a ride's pickup; of `start` alone.")

    @model_validator(mode="after")
    def _whole(self) -> "PinDoc":
        if (self.kind is LockKind.START) != (self.start is not None):
            raise ValueError("has a start if it is of the kind start, and only then")
        if self.kind is LockKind.OUT and self.shift_id is not None:
            raise ValueError("of this kind names no shift")
        if self.kind not in {LockKind.START, LockKind.OUT} and self.shift_id is None:
            raise ValueError("names no shift")
        if self.kind in {LockKind.SHIFT, LockKind.START, LockKind.OUT} and len(self.request_ids) > 1:
            raise ValueError("of this kind names one request")
        if len(set(self.request_ids)) < len(self.request_ids):
            raise ValueError("names a request twice")
        return self

    @property
    def pin(self) -> Pin:
        """The pin that this describes."""
        ids = tuple(RequestId(one) for one in self.request_ids)
        shift = ShiftId(self.shift_id) if self.shift_id else None
        return Pin(kind=self.kind, request_ids=ids, shift_id=shift, start=self.start)

    @classmethod
    def of(cls, pin: Pin) -> "PinDoc":
        """Return a pin as the API shows it."""
        ids = list(pin.request_ids)
        return cls.model_construct(kind=pin.kind, request_ids=ids, shift_id=pin.shift_id, start=pin.start)


class OverrideDoc(Document):
    """A broken rule that a dispatcher accepts."""

    rule: Id
    request_id: Id | None = Field(default=None, description="null: the shift as a whole.")
    shift_id: Id | None = None
    amount: Whole = Field(ge=1, le=86_400, description="How much is accepted, in the rule's unit.")
    reason: Text = Field(description="Why this may be.")

    def override(self, by: str) -> Override:
        """Return the override that this describes."""
        request = RequestId(self.request_id) if self.request_id else None
        shift = ShiftId(self.shift_id) if self.shift_id else None
        return Override(
            rule=self.rule, request_id=request, shift_id=shift, amount=self.amount, reason=self.reason, by=by
        )


class OverrideShown(OverrideDoc):
    """A broken rule that was accepted."""

    by: str

    @classmethod
    def of(cls, one: Override) -> "OverrideShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(one))


class Overrides(Document):
    """All overrides of a day."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "overrides": [
                    {"rule": "district", "request_id": "R-023", "shift_id": None, "amount": 1,
                     "reason": "Pani Zofia się zgadza."}
                ]
            }
        }
    )  # fmt: skip

    overrides: Annotated[list[OverrideDoc], Field(max_length=200)]


class LeftOutShown(Document):
    """A promise that the plan which holds does not serve: somebody has to be phoned."""

    request_id: str
    window: WindowDoc = Field(description="What was promised; of a ride that has to arrive in time the bus.")
    reason: UnassignedShown = Field(description="As it was found when the plan was made.")

    @classmethod
    def of(cls, one: LeftOut, name_of: NameOf) -> "LeftOutShown | None":
        """Return it as the API shows it; None: it is no promise any more."""
        promise = one.booking.promise
        if promise is None:
            return None
        window = WindowDoc.of(promise.pickup or promise.window)
        return cls.model_construct(
            request_id=one.booking.id, window=window, reason=UnassignedShown.of(one.reason, name_of)
        )


class DayShown(Document):
    """One service day; its ETag is its version."""

    day: date
    version: int = Field(description="Advances with every change of anything that the day's plan depends on.")
    plan: int | None = Field(description="Version of the plan that holds now; null: nobody planned it yet.")
    published: int | None = Field(description="Version of the plan that residents and crews know.")
    last_plan: int = Field(description="The highest version any plan of the day has had.")
    closed: bool = Field(description="true: the day is over, and nothing of it changes any more.")
    pins: list[PinDoc]
    overrides: list[OverrideShown]
    left_out: list[LeftOutShown] = Field(description="Promises that the plan leaves out, the earliest first.")

    @classmethod
    def of(cls, state: DayState, left_out: Iterable[LeftOut], name_of: NameOf) -> "DayShown":
        """Return a day as the API shows it."""
        same = ("day", "version", "plan", "published", "last_plan", "closed")
        return cls.model_construct(
            **{name: getattr(state, name) for name in same},
            pins=[PinDoc.of(one) for one in state.pins],
            overrides=[OverrideShown.of(one) for one in state.overrides],
            left_out=[shown for one in left_out if (shown := LeftOutShown.of(one, name_of)) is not None],
        )


class DayList(Document):
    """Service days, in the order of the calendar."""

    items: list[DayShown]


class MoveWish(Document):
    """A request to be put onto a shift, or off all of them."""

    model_config = ConfigDict(json_schema_extra={"example": {"request_id": "R-026", "shift_id": "Z-01", "at": None}})

    request_id: Id
    shift_id: Id | None = Field(description="null: out of the plan, until it is unpinned or moved.")
    at: Annotated[list[Annotated[Whole, Field(ge=0, le=1000)]], Field(min_length=1, max_length=2)] | None = Field(
        default=None,
        description="For each of its tasks the position, in the shift's order without the request, that it comes "
        "before; null: the cheapest place.",
    )

    @property
    def move(self) -> Move:
        """The move that this describes."""
        at = None if self.at is None else tuple(self.at)
        shift = ShiftId(self.shift_id) if self.shift_id else None
        return Move(request_id=RequestId(self.request_id), shift_id=shift, at=at)


class MoveCheck(MoveWish):
    """A move that is only looked at."""

    why: bool = Field(
        default=True,
        description="Whether to find out what an impossible move breaks, which takes longer than to see that it does: "
        "while somebody drags a stop over the board, false.",
    )


class MoveOrder(MoveWish):
    """A move that is to be made."""

    reason: Line = Field(
        default="", description="With it, what the move breaks is accepted where it may be; else it is refused."
    )


class PlacesWish(Document):
    """What is to be put somewhere."""

    model_config = ConfigDict(json_schema_extra={"example": {"request_id": "R-026"}})

    request_id: Id


class PlaceOnShift(Document):
    """Where a request is, or may go."""

    shift_id: str
    at: list[int] = Field(description="As a move names it.")


class FreePlaceShown(PlaceOnShift):
    """A place that breaks nothing."""

    start: Instant = Field(description="Of what `timed` says.")
    first: Instant = Field(description="It certainly cannot start sooner.")
    last: Instant = Field(description="It certainly cannot start later.")
    cost_gr: int = Field(description="More than the plan costs now, grosze.")

    @classmethod
    def of(cls, place: FreePlace) -> "FreePlaceShown":
        """Return a place as the API shows it."""
        return cls.model_construct(**{**vars(place), "at": list(place.at)})


class PlacesShown(Document):
    """Where a request may go."""

    version: int = Field(description="Of the day that these are places of: what a move names as seen.")
    timed: str = Field(description="Whose start is told: visit, pickup, dropoff or drop.")
    present: PlaceOnShift | None = Field(description="Where it is now; null: nowhere.")
    places: list[FreePlaceShown] = Field(description="The cheapest first; of one shift and start the cheapest alone.")

    @classmethod
    def of(cls, found: FreePlaces) -> "PlacesShown":
        """Return places as the API shows them."""
        present = found.present and PlaceOnShift.model_construct(shift_id=found.present[0], at=list(found.present[1]))
        places = [FreePlaceShown.of(one) for one in found.places]
        return cls.model_construct(version=found.version, timed=found.timed, present=present, places=places)


class AcceptableShown(Document):
    """An override under which a move would be possible."""

    rule: str
    request_id: str | None
    shift_id: str | None
    amount: int = Field(description="In the rule's unit.")

    @classmethod
    def of(cls, one: Override) -> "AcceptableShown":
        """Return it as the API shows it."""
        told = {name: getattr(one, name) for name in ("rule", "request_id", "shift_id", "amount")}
        return cls.model_construct(**told)


class EffectShown(Document):
    """What a move would do to the plan."""

    possible: bool = Field(description="It breaks nothing.")
    cost_gr: int = Field(description="More than the plan costs now, grosze.")
    calls: list[str] = Field(description="Published requests that somebody would have to be called about.")
    moved: list[MovedShown]
    broken: list[FindingShown] = Field(description="What it breaks at the place on the shift where that is least.")
    accepts: list[AcceptableShown] = Field(
        description="What a reason would accept; empty: something nobody may accept."
    )

    @classmethod
    def of(cls, effect: Effect) -> "EffectShown":
        """Return an effect as the API shows it."""
        return cls.model_construct(
            possible=effect.possible, cost_gr=effect.cost_gr, calls=list(effect.calls),
            moved=[MovedShown.of(one) for one in effect.moved],
            broken=[FindingShown.of(one) for one in effect.broken],
            accepts=[AcceptableShown.of(one) for one in effect.accepts],
        )  # fmt: skip
