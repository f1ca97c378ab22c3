"""Changes on trial: done as if they were meant, told, and given up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Never

from fastapi import Query, Request, Response

from api.asking import office_of, who
from api.conditional import tag
from api.naming import Naming
from scheduler.domain.ids import ClientId
from scheduler.services.ports import UnitOfWork

Trial = Annotated[bool, Query(description="true: only say what it would do; nothing is kept.")]


class _GivenUpError(Exception):
    """The end of a unit of work that was a trial."""


@dataclass
class Changing:
    """A change that is being made, or tried.

    Attributes
    ----------
    naming : Naming
        What clients are called in the answer; whom it names counts as looked at.
    stamp : int
        The version of what is there already, if nothing has to be written: it was asked before, and the answer lost.
    """

    unit: UnitOfWork
    naming: Naming
    stamp: int = 0


@contextmanager
def changing(request: Request, response: Response, *, trial: bool, at: str | None = None) -> Iterator[Changing]:
    """Give a unit of work that is kept at its end; one on trial is given up, and creates nothing.

    Parameters
    ----------
    at : str, optional
        The address of what is there afterwards; the answer tells its version, and the address if it was created.
    """
    office, me = office_of(request), who(request)
    named: list[ClientId] = []
    try:
        with office.store.writing(me.town_id) as unit:
            change = Changing(unit, Naming(me, unit, named))
            yield change
            if trial:
                _give_up()
    except _GivenUpError:
        response.status_code = 200
    else:
        if at is not None:
            response.headers["ETag"] = tag(unit.written_stamp or change.stamp)
            if request.method == "POST":
                response.headers["Location"] = at
    office.looks.note(me, named, office.clock.now())


def _give_up() -> Never:
    raise _GivenUpError
