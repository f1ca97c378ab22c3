"""When each kind of a town's things was last changed: read with the town's row, and written with it.

The row also tells under which stamp that was written. If the town has gone on since, somebody has written who knows
nothing of it, such as a server of an older version: then everything may have changed.
"""

from collections.abc import Iterable, Mapping

import msgspec

from scheduler.store.kinds import KINDS
from scheduler.store.sql.session import Session

WRITTEN = ""
"""In place of a kind: the stamp under which all of it was written."""


class LastChanges:
    """The youngest change of every kind, as one unit sees it.

    Parameters
    ----------
    session : Session
        The unit's.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: Mapping[str, int] | None = stamps_in(session.changes, session.stamp)

    def forget(self) -> None:
        """Ask anew from now on."""
        self._known = None

    def of(self, kind: str) -> int:
        """Return the stamp of a kind's last change; 0: nothing was ever put."""
        if self._known is None:
            self._known = stamps_in(*self._session.changes_now())
        return self._known.get(kind, 0)


def stamps_in(changes: str, stamp: int) -> Mapping[str, int]:
    """Return the stamps by kind that a town's row tells.

    Parameters
    ----------
    stamp : int
        The town's, in the same row.
    """
    known = msgspec.json.decode(changes, type=dict[str, int])
    return known if known.get(WRITTEN, 0) == stamp else {kind.name: stamp for kind in KINDS}


def with_changes(changes: str, kinds: Iterable[str], stamp: int) -> str:
    """Return what a town's row tells after some kinds were changed under its next stamp.

    Parameters
    ----------
    changes : str
        What it told under the stamp before.
    """
    known = {**stamps_in(changes, stamp - 1), **dict.fromkeys(kinds, stamp), WRITTEN: stamp}
    return msgspec.json.encode(known, order="sorted").decode()
