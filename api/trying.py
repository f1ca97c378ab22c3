"""Changes on trial: done as if they were meant, told, and given up."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Never

from fastapi import Query, Request, Response

from api.asking import office_of, who
from scheduler.services.ports import UnitOfWork

Trial = Annotated[bool, Query(description="true: only say what it would do; nothing is kept.")]


class _GivenUpError(Exception):
    """The end of a unit of work that was a trial."""


@contextmanager
def changing(request: Request, response: Response, *, trial: bool) -> Iterator[UnitOfWork]:
    """Give a unit of work that is kept at its end; one on trial is given up, and creates nothing."""
    try:
        with office_of(request).store.writing(who(request).town_id) as unit:
            yield unit
            if trial:
                _give_up()
    except _GivenUpError:
        response.status_code = 200


def _give_up() -> Never:
    raise _GivenUpError
