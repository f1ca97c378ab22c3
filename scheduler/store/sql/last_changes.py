"""When each kind of a town's things was last changed, asked once in a unit."""

from collections.abc import Mapping
from functools import cache
from itertools import batched

from sqlalchemy import BindParameter, ColumnElement, TextClause, bindparam, func, literal_column, select, text

from scheduler.store.sql.layout import LAYOUTS, Layout
from scheduler.store.sql.session import Session
from scheduler.store.sql.tables import RemovedRow

_TOWN: BindParameter[str] = bindparam("town")


class LastChanges:
    """The youngest change of every kind, as one unit sees it.

    Parameters
    ----------
    session : Session
        The unit's.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: Mapping[str, int] | None = None

    def forget(self) -> None:
        """Ask anew from now on."""
        self._known = None

    def of(self, kind: str) -> int:
        """Return the stamp of a kind's last change; 0: nothing was ever put."""
        if self._known is None:
            (row,) = self._session.rows(_statement(), {"town": self._session.town_id})
            stamps = (stamp or 0 for stamp in row)
            self._known = dict(zip(LAYOUTS, map(max, batched(stamps, 2)), strict=True))
        return self._known[kind]


@cache
def _statement() -> TextClause:
    """Return the question as text: forty selects in one are dear to put together, and always the same."""
    return text(str(select(*(one for layout in LAYOUTS.values() for one in _last(layout)))))


def _last(layout: Layout) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the stamps of the last put and of the last removal of a kind."""
    table, gone = layout.table, RemovedRow
    put = select(func.max(table.c.stamp)).where(table.c.town_id == _TOWN)
    taken = select(func.max(gone.stamp)).where(
        gone.town_id == _TOWN, gone.kind == literal_column(f"'{layout.kind.name}'")
    )
    return put.scalar_subquery(), taken.scalar_subquery()
