"""Closing a day: what is missing, who has no way home, what dispatchers say, and the record that is left."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Id, Text
from api.schemas.moments import Instant, WindowDoc
from scheduler.domain.actuals import Actual, FinalOutcome, Person, TaskActual, Teller
from scheduler.domain.catalogue import ServiceKind
from scheduler.domain.client import Sex
from scheduler.domain.closing import About, Closing, Statement, WayHome
from scheduler.domain.ids import ClientId, RequestId
from scheduler.domain.live import TaskStatus
from scheduler.services.closing import ClosingView, Missing, Said, Stranded, how_to_go_on, why_stranded

type Names = Mapping[str, str]
_SENTENCES = Field(description="What to do, by language.")


class StatementMade(Document):
    """What a dispatcher says of a request."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "request_id": "R-024",
                "about": "dispute",
                "outcome": None,
                "way_home": None,
                "client_ids": [],
                "reason": "The client says that nobody came.",
            }
        }
    )

    request_id: Id
    about: About = Field(description="Its `outcome`, somebody's `way_home` after their last ride, or a `dispute`.")
    outcome: Literal["served", "no_show", "cancelled_late", "refused", "missed"] | None = Field(
        default=None, description="With `outcome` only. `missed`: nobody of ours served it."
    )
    way_home: WayHome | None = Field(default=None, description="With `way_home` only; `other`: as the reason says.")
    client_ids: list[Id] = Field(
        default=[],
        max_length=20,
        description="Whose way home it is; of a party of several everybody who was out is named.",
    )
    reason: Text = Field(
        min_length=1,
        description="How the office knows. Of a dispute the provider sees that there is one, not these words.",
    )

    @property
    def said(self) -> Said:
        """What is said."""
        return Said(
            request_id=RequestId(self.request_id),
            about=self.about,
            outcome=None if self.outcome is None else FinalOutcome(self.outcome),
            way_home=self.way_home,
            client_ids=tuple(ClientId(one) for one in self.client_ids),
            reason=self.reason,
        )


class StatementShown(Document):
    """What a dispatcher has said of a request; a later one takes its place."""

    id: str
    version: int = Field(description="Its ETag, which a withdrawal names.")
    request_id: str
    day: date
    about: About
    outcome: FinalOutcome | None
    way_home: WayHome | None
    reason: str = Field(description="Empty once a client of the request is erased.")
    by: str
    at: Instant
    withdrawn_at: Instant | None = Field(description="null: it counts.")
    withdrawn_by: str
    withdrawn_because: str = Field(description="Empty once a client of the request is erased, too.")

    @classmethod
    def of(cls, one: Statement, version: int) -> "StatementShown":
        """Return it as the API shows it."""
        own = {name: getattr(one, name) for name in cls.model_fields if name != "version"}
        return cls.model_construct(**own, version=version)


class Withdrawal(Document):
    """Why something that was said does not count any more."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "It was said of the wrong sister."}})

    reason: Text = Field(min_length=1)


class ClientNamed(Document):
    """A client by id and name; the name is the id once they are erased."""

    id: str
    name: str


class MissingShown(Document):
    """A stop of which nobody knows what became of it."""

    shift_id: str
    shift: str = Field(description="What the shift is called.")
    stop: int | None = Field(description="Its number on the sheet; null: the published plan has it no more.")
    task_id: str
    kind: str
    request_id: str
    clients: list[ClientNamed]
    planned_arrival: Instant | None
    status: TaskStatus = Field(description="How far it is, as reported.")
    served: bool = Field(description="Another crew has served the request: an `outcome` then speaks of this stop.")
    do: Mapping[str, str] = _SENTENCES

    @classmethod
    def of(cls, one: Missing, names: Names) -> "MissingShown":
        """Return it as the API shows it."""
        own = {name: value for name, value in vars(one).items() if name != "client_ids"}
        return cls.model_construct(**own, clients=_clients(one.client_ids, names), do=dict(how_to_go_on(one)))


class StrandedShown(Document):
    """Somebody of whom nobody knows how they got home."""

    client: ClientNamed
    phones: list[str] = Field(description="Of the client, then of the contacts in their calling order.")
    request_id: str = Field(description="The last ride that happened; a `way_home` is said of it.")
    place_id: str
    place: str = Field(description="Where it went.")
    set_down: bool = Field(description="Whether they are known to have got there.")
    since: Instant | None = Field(description="When they were last seen.")
    do: Mapping[str, str] = _SENTENCES

    @classmethod
    def of(cls, one: Stranded, view: ClosingView) -> "StrandedShown":
        """Return it as the API shows it."""
        client, place = view.book.town.clients.get(one.client_id), view.book.town.places.get(one.place_id)
        phones = [client.phone, *(contact.phone for contact in client.contacts)] if client else []
        return cls.model_construct(
            client=_clients([one.client_id], {one.client_id: client.name} if client else {})[0],
            phones=[phone for phone in phones if phone],
            request_id=one.request_id,
            place_id=one.place_id,
            place=place.name if place else one.place_id,
            set_down=one.set_down,
            since=one.since,
            do=dict(why_stranded(one)),
        )


class ClosedShown(Document):
    """A closing of a day."""

    number: int = Field(description="1 for the first closing of the day.")
    closed_at: Instant
    closed_by: str
    plan: int | None = Field(description="Version of the plan that crews knew.")

    @classmethod
    def of(cls, one: Closing) -> "ClosedShown":
        """Return it as the API shows it."""
        return cls.model_construct(**{name: getattr(one, name) for name in cls.model_fields})


class ClosingShown(Document):
    """How near a day is to being closed, or that it is."""

    day: date
    version: int = Field(description="Of the day; its ETag, which closing it names.")
    over_at: Instant = Field(description="When the last shift is back; before that a day cannot be closed.")
    closed: ClosedShown | None = Field(description="null: the day is open.")
    missing: list[MissingShown]
    stranded: list[StrandedShown] = Field(description="Of a closed day: whom what `came_after` shows.")
    unanswered: list[str] = Field(description="Ids of checks that are still open: nobody answered at a door.")
    statements: list[StatementShown] = Field(description="Also those that were withdrawn.")
    came_after: list[str] = Field(description="Ids of events that came after closing: kept, and in no figure.")

    @classmethod
    def of(cls, view: ClosingView) -> "ClosingShown":
        """Return it as the API shows it."""
        names = {str(key): client.name for key, client in view.book.town.clients.items()}
        return cls.model_construct(
            day=view.book.day,
            version=view.book.state.version,
            over_at=view.over_at,
            closed=ClosedShown.of(view.closing) if view.closing else None,
            missing=[MissingShown.of(one, names) for one in view.missing],
            stranded=[StrandedShown.of(one, view) for one in view.stranded],
            unanswered=[one.id for one in view.book.unanswered],
            statements=[StatementShown.of(one, view.stamps[one.id]) for one in view.statements],
            came_after=[one.id for one in view.came_after],
        )


class Reopening(Document):
    """Why a closed day is to be opened again."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "A sheet turned up behind the seat."}})

    reason: Text = Field(min_length=1)


class PersonShown(Document):
    """Somebody of a party, as statistics count them."""

    client_id: str
    sex: Sex | None
    age_band: str
    district_id: str | None

    @classmethod
    def of(cls, one: Person) -> "PersonShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(one))


class DoorShown(Document):
    """What was planned and promised at a door, and what happened there."""

    planned_arrival: Instant | None
    planned_start: Instant | None
    planned_end: Instant | None
    promised: WindowDoc | None
    arrived_at: Instant | None
    ended_at: Instant | None
    served_s: int | None = Field(description="Service at the door in seconds; null: not reported.")
    clock_off: bool

    @classmethod
    def of(cls, one: TaskActual) -> "DoorShown":
        """Return it as the API shows it."""
        promised = WindowDoc.of(one.promised) if one.promised else None
        return cls.model_construct(**{**vars(one), "promised": promised}, served_s=one.served_s)


class ActualShown(Document):
    """What became of a request."""

    request_id: str
    service_id: str
    kind: ServiceKind
    programme_id: str | None
    outcome: FinalOutcome
    told_by: Teller
    people: list[PersonShown]
    carers: int = Field(description="People who came along.")
    district_id: str | None
    shift_id: str | None
    staff_ids: list[str]
    vehicle_id: str | None
    provider_id: str | None
    begin: DoorShown | None
    end: DoorShown | None
    late_s: int | None = Field(description="Late at the pickup, in seconds; null: not measured.")
    appointment_late_s: int | None = Field(description="Late at what there is a time for, in seconds.")
    ride_s: int | None = Field(description="Aboard, in seconds.")
    direct_s: int | None = Field(description="The direct way, in seconds.")
    service_s: int = Field(description="At the client's doors, in seconds.")
    familiar: list[str] = Field(description="Workers whom the client asked for or knows.")
    cost_gr: int = Field(description="Its parts of what its shifts have cost, in grosze.")

    @classmethod
    def of(cls, one: Actual) -> "ActualShown":
        """Return it as the API shows it."""
        own = {name: getattr(one, name) for name in cls.model_fields}
        doors = {name: DoorShown.of(door) if (door := own[name]) else None for name in ("begin", "end")}
        lists = {"staff_ids": [*one.staff_ids], "familiar": [*one.familiar]}
        return cls.model_construct(**own | doors | lists | {"people": [PersonShown.of(each) for each in one.people]})


class ActualList(Document):
    """What became of the requests of a closed day."""

    day: date
    items: list[ActualShown]


def _clients(ids: Iterable[str], names: Names) -> list[ClientNamed]:
    return [ClientNamed.model_construct(id=one, name=names.get(one, one)) for one in ids]
