"""Where one can go from every page: what the role of whoever reads may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.accounts import Role
from scheduler.services.access import Permission, Principal


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page in the navigation.

    Attributes
    ----------
    name : str
        Its key in the catalogue `navigation`.
    roles : frozenset of Role
        Whose daily work it is; others who may see it come there by a link. Empty: whoever may.
    """

    name: str
    path: str
    permission: Permission
    roles: frozenset[Role] = frozenset()


ENTRIES: Sequence[Entry] = (
    Entry(name="board", path="/board", permission=Permission.PLANS_WRITE, roles=frozenset({Role.DISPATCHER})),
    Entry(name="booking", path="/booking", permission=Permission.BOOKINGS_WRITE, roles=frozenset({Role.DISPATCHER})),
    Entry(name="print", path="/print", permission=Permission.PLANS_WRITE, roles=frozenset({Role.DISPATCHER})),
    Entry(name="figures", path="/figures", permission=Permission.FIGURES_READ),
    Entry(name="studies", path="/studies", permission=Permission.STUDIES_READ),
    Entry(
        name="week", path="/week", permission=Permission.PLANS_READ, roles=frozenset({Role.DISPATCHER, Role.MANAGER})
    ),
    Entry(name="rota", path="/rota", permission=Permission.ROTA_READ, roles=frozenset({Role.DISPATCHER, Role.MANAGER})),
    Entry(name="import", path="/import", permission=Permission.CLIENTS_WRITE, roles=frozenset({Role.DISPATCHER})),
    Entry(name="my_day", path="/my-day", permission=Permission.OWN_DAY),
    Entry(name="admin", path="/admin", permission=Permission.CATALOGUE_WRITE),
)
"""In the order in which they are shown; the first one that somebody may see is where they begin."""


def entries_for(principal: Principal | None) -> Sequence[Entry]:
    """Return the pages that somebody works with."""
    if principal is None:
        return ()
    return [
        one
        for one in ENTRIES
        if one.permission in principal.permissions and (not one.roles or principal.role in one.roles)
    ]
