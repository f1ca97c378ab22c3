"""Restoring a backup, with the use case that erases again whom it brings back."""

from datetime import datetime
from typing import TYPE_CHECKING

from scheduler.domain.ids import UserId

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from collections.abc import Callable, Sequence

    from scheduler.services.ports import UnitOfWork
    from scheduler.store.backup import ErasedSince, Restoring


def restoring(*, by: UserId, at: datetime, replace: bool = False) -> "Restoring":
    """Return how a backup is restored.

    Parameters
    ----------
    by : UserId
        Who does it.
    at : datetime
        When.
    replace : bool
        Whether what the database holds may be deleted.
    """
    from scheduler.services.erasing import ErasureReason
    from scheduler.services.erasing_again import erase_again
    from scheduler.services.mentions import look_for
    from scheduler.store.backup import Restoring

    known = {reason.value: reason for reason in ErasureReason}

    def erase(unit: "UnitOfWork", gone: "Sequence[ErasedSince]") -> "Callable[[UnitOfWork, ErasedSince], None]":
        mentions = look_for(unit, [one.client_id for one in gone])

        def erase_one(unit: "UnitOfWork", gone: "ErasedSince") -> None:
            reason = known.get(gone.reason, ErasureReason.OTHER)
            erase_again(unit, gone.client_id, since=gone.at, by=by, now=at, reason=reason, known=mentions)

        return erase_one

    return Restoring(by=by, at=at, erase=erase, replace=replace)
