"""How each kind lies in its table: which columns are its id, which are asked for, what is sealed, what is linked."""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Column, Table

from scheduler.store.kinds import KINDS, Kind, queue_of
from scheduler.store.private import PRIVATE, Private, client_subject, place_subject
from scheduler.store.sql import tables
from scheduler.store.sql.documents import Document
from scheduler.store.sql.tables import Base


@dataclass(frozen=True, kw_only=True)
class Links:
    """A table with the keys that things of a kind have in one index.

    Attributes
    ----------
    owner, key : str
        Columns: of the thing's id, and of the key.
    digested : bool
        Whether the key is kept as a keyed digest only.
    """

    row: type[Base]
    owner: str
    key: str
    digested: bool = False

    @property
    def table(self) -> Table:
        """The table."""
        return _table(self.row)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind in its table.

    Attributes
    ----------
    id : tuple of str
        Columns of its key.
    day : str
        Column of its day; empty: it has none.
    columns : mapping of str to callable
        Further columns that repeat what is asked for.
    links : mapping of str to Links
        Indexes with a table of their own; the others are columns of the id.
    whole : callable or None
        Whose key seals the thing as a whole; None: it is written in the open, but for its `PRIVATE` part.
    """

    kind: Kind
    row: type[Base]
    id: tuple[str, ...] = ("id",)
    day: str = ""
    columns: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    links: Mapping[str, Links] = field(default_factory=dict)
    whole: Callable[[str], str] | None = None

    @property
    def table(self) -> Table:
        """The table."""
        return _table(self.row)

    @cached_property
    def closed(self) -> bool:
        """Whether the document, too, is sealed: under the town's key, in a column of its own."""
        return "body" in self.table.c

    @cached_property
    def document(self) -> Document[Any]:
        """How one is written."""
        return Document(self.kind.type)

    @cached_property
    def private(self) -> Private | None:
        """What of one is personal."""
        return PRIVATE.get(self.kind.name)

    @cached_property
    def secret(self) -> Document[Any] | None:
        """How the personal part is written."""
        return None if self.private is None else Document(self.private.type)

    def column(self, name: str) -> Column[Any]:
        """Return a column of the table."""
        return self.table.c[name]

    def key_values(self, key: Hashable) -> dict[str, Any]:
        """Return a key as columns."""
        return dict(zip(self.id, key if isinstance(key, tuple) else (key,), strict=True))

    def key_text(self, key: Hashable) -> str:
        """Return a key as one text."""
        return json.dumps(key, ensure_ascii=False) if isinstance(key, tuple) else str(key)

    def key_of(self, text: str) -> Hashable:
        """Return the key that `key_text` wrote."""
        return text if len(self.id) == 1 else tuple(json.loads(text))

    def where(self, key: Hashable, column: str = "sealed") -> str:
        """Return where something of a thing stands: what a sealed text is bound to."""
        return f"{self.table.name}/{column}/{self.key_text(key)}"


def _table(row: type[Base]) -> Table:
    table = row.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{row.__name__} has no table")
    return table


def _of(name: str) -> Callable[[Any], object]:
    def read(value: Any) -> object:
        found: object = getattr(value, name)
        return found

    return read


_BOOKING_COLUMNS = {"service_id": lambda value: value.request.service_id, "status": lambda value: value.status.value}
_SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "places": {"columns": {"district_id": _of("district_id"), "public": _of("public")}, "whole": place_subject},
    "clients": {
        "links": {"phone": Links(row=tables.ClientPhoneRow, owner="client_id", key="digest", digested=True)},
        "whole": client_subject,
    },
    "entitlements": {"columns": {"client_id": _of("client_id")}},
    "consumptions": {"id": ("entitlement_id", "request_id")},
    "shifts": {"day": "day"},
    "bookings": {
        "day": "day",
        "columns": _BOOKING_COLUMNS,
        "links": {"client": Links(row=tables.BookingClientRow, owner="booking_id", key="client_id")},
    },
    "enquiries": {
        "day": "received_on",
        "columns": {"outcome": lambda value: value.outcome.value},
        "links": {"client": Links(row=tables.EnquiryClientRow, owner="enquiry_id", key="client_id")},
    },
    "series": {"links": {"client": Links(row=tables.SeriesClientRow, owner="series_id", key="client_id")}},
    "notices": {
        "day": "day",
        "columns": {"client_id": _of("client_id"), "outcome": lambda value: value.outcome.value},
    },
    "solves": {"day": "day", "columns": {"state": lambda value: value.state.value}},
    "statements": {"day": "day"},
    "closings": {"day": "day"},
    "actuals": {"day": "day"},
    "events": {"day": "day", "columns": {"shift_id": _of("shift_id"), "request_id": _of("request_id")}},
    "live": {"day": "day"},
    "sightings": {"day": "day"},
    "checks": {"day": "day", "columns": {"client_id": _of("client_id")}},
    "cards": {"columns": {"request_id": _of("request_id"), "code_id": _of("code")}},
    "client_absences": {"columns": {"client_id": _of("client_id")}},
    "messages": {"day": "day", "columns": {"client_id": _of("client_id"), "queue_id": queue_of}},
    "message_wishes": {"columns": {"client_id": _of("client_id")}},
    "study_runs": {"columns": {"study_id": _of("study_id")}},
    "study_answers": {"columns": {"study_id": _of("study_id")}},
    "replications": {"day": "used_on", "columns": {"study_id": _of("study_id")}},
}
_ROWS: Mapping[str, type[Base]] = {
    "head": tables.HeadRow,
    "districts": tables.DistrictRow,
    "places": tables.PlaceRow,
    "clients": tables.ClientRow,
    "purposes": tables.PurposeRow,
    "services": tables.ServiceRow,
    "providers": tables.ProviderRow,
    "contracts": tables.ContractRow,
    "staff": tables.StaffRow,
    "vehicles": tables.VehicleRow,
    "patterns": tables.PatternRow,
    "absences": tables.AbsenceRow,
    "entitlements": tables.EntitlementRow,
    "consumptions": tables.ConsumptionRow,
    "shifts": tables.ShiftRow,
    "bookings": tables.BookingRow,
    "enquiries": tables.EnquiryRow,
    "series": tables.SeriesRow,
    "waiting": tables.WaitingRow,
    "freed": tables.FreedRow,
    "notices": tables.NoticeRow,
    "solves": tables.SolveRow,
    "events": tables.EventRow,
    "live": tables.LiveRow,
    "statements": tables.StatementRow,
    "closings": tables.ClosingRow,
    "actuals": tables.ActualRow,
    "reported": tables.ReportedRow,
    "sightings": tables.SightingRow,
    "checks": tables.CheckRow,
    "client_absences": tables.ClientAbsenceRow,
    "learned": tables.LearnedRow,
    "cards": tables.CardRow,
    "imports": tables.ImportRow,
    "studies": tables.StudyRow,
    "study_runs": tables.StudyRunRow,
    "study_answers": tables.StudyAnswerRow,
    "replications": tables.ReplicationRow,
    "feeds": tables.FeedRow,
    "hooks": tables.HookRow,
    "hook_messages": tables.HookMessageRow,
    "messages": tables.MessageRow,
    "message_wishes": tables.MessageWishesRow,
    "newcomers": tables.NewcomerRow,
}
LAYOUTS: Mapping[str, Layout] = {
    kind.name: Layout(kind=kind, row=_ROWS[kind.name], **_SPECIAL.get(kind.name, {})) for kind in KINDS
}
"""By the kind's name."""
