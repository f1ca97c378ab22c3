"""Lists of what a town is made of: their version is the town's stamp, and long ones come in pages."""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from api.asking import office_of, who
from api.conditional import is_known, not_modified, tag
from api.paging import after_of, cursor_of, no_cursor
from api.schemas.base import Document
from scheduler.services.ports import UnitOfWork


def shown_of_town[D: Document](
    request: Request, response: Response, known: str | None, make: Callable[[UnitOfWork], D]
) -> D | Response:
    """Return what is shown of a town, or that it is known already: nothing of the town has changed since."""
    with office_of(request).store.reading(who(request).town_id) as unit:
        if is_known(known, unit.stamp):
            return not_modified(unit.stamp)
        shown = make(unit)
        response.headers["ETag"] = tag(unit.stamp)
    return shown


def page_of[T](
    items: Sequence[T], id_of: Callable[[T], str], limit: int, cursor: str | None
) -> tuple[Sequence[T], str | None]:
    """Return a page of a list, and the cursor of the next one; None: this is the last.

    No name is in the cursor, which stands in addresses: it is the id of the page's last item.

    Raises
    ------
    InputError
        If the cursor is none of this list, or what it names is not in it any more.
    """
    begin = 0
    if (after := after_of(cursor, 1)) is not None:
        place = next((k for k, one in enumerate(items) if id_of(one) == after[0]), None)
        if place is None:
            raise no_cursor()
        begin = place + 1
    page = items[begin : begin + limit]
    return page, cursor_of((id_of(page[-1]),)) if page and begin + limit < len(items) else None
