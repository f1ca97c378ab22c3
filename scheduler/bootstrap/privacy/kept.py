"""What the program really keeps, and how it seals it: read from the store's own tables and types."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeAliasType, get_args, get_type_hints

from sqlalchemy import LargeBinary

from scheduler.bootstrap.privacy.record import read_columns
from scheduler.domain.accounts import ApiToken, Attempts, KeptAnswer, PhoneLink, SignInSession, User, Voucher
from scheduler.domain.audit import AuditEntry
from scheduler.domain.plan import Plan
from scheduler.domain.service_days import DayState, PlanHead
from scheduler.store.private import TOWN
from scheduler.store.sql.layout import LAYOUTS, Layout
from scheduler.store.sql.tables import metadata

RECORDS: Mapping[str, tuple[type, ...]] = {
    "days": (DayState,),
    "plans": (PlanHead, Plan),
    "users": (User,),
    "sessions": (SignInSession, Voucher),
    "tokens": (ApiToken,),
    "phone_links": (PhoneLink,),
    "attempts": (Attempts,),
    "answers": (KeptAnswer,),
    "audit": (AuditEntry,),
}
"""What tables hold that hold no kind; the problem beside a plan says the same by numbers instead of ids."""
_DOMAIN = "scheduler.domain."


def kept_types() -> tuple[type, ...]:
    """Return every type of which something is kept."""
    tops = [*(one.kind.type for one in LAYOUTS.values()), *(one for types in RECORDS.values() for one in types)]
    return tuple(dict.fromkeys(inner for top in tops for inner in types_in(top)))


def name_of(kind: type) -> str:
    """Return what a type is called in `fields.toml`."""
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix(_DOMAIN)


def types_in(kind: type) -> tuple[type, ...]:
    """Return a type and all that are kept in it, in the order of their fields."""
    found: dict[type, None] = {}
    waiting = [kind]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            hints = get_type_hints(one)
            waiting += [inner for field in fields(one) for inner in _dataclasses(hints[field.name])]
    return tuple(found)


def sealed_how(kind: str) -> tuple[str, tuple[str, ...], str]:
    """Return how a kind is sealed.

    Returns
    -------
    whole : str
        Whose key seals the whole record: "client", "place", "town"; empty: none, it lies in the open.
    part : tuple of str
        What of it is sealed apart, as the program calls it.
    under : str
        Whose key seals that part: "clients", all of them together, or "town"; empty: there is none.
    """
    layout = LAYOUTS[kind]
    part = () if layout.private is None else tuple(one.name for one in fields(layout.private.type))
    return _whole(layout), part, _under(layout) if part else ""


def sealed_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table in which records are sealed."""
    binary = {column.name for column in metadata.tables[table].columns if isinstance(column.type, LargeBinary)}
    return tuple(one for one in read_columns()[1][table].record if one in binary)


def _whole(layout: Layout) -> str:
    if layout.whole is not None:
        return layout.whole("").partition(":")[0]
    return TOWN if layout.closed else ""


def _under(layout: Layout) -> str:
    """Return whose key it is: of what a name without any client in it is sealed by, the function itself tells."""
    private = layout.private
    return TOWN if private is None or private.subjects.__name__ == "_of_town" else "clients"


@cache
def _dataclasses(hint: Any) -> tuple[type, ...]:
    return tuple(_found(hint))


def _found(hint: Any) -> Iterator[type]:
    if isinstance(hint, TypeAliasType):
        yield from _found(hint.__value__)
    elif is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for inner in get_args(hint):
        yield from _found(inner)
