"""When each kind of a town's things was last changed: read with the town's row, and written with it."""

from collections.abc import Iterable, Mapping

import msgspec

from scheduler.store.sql.session import Session


class LastChanges:
    """The youngest change of every kind, as one unit sees it.

    Parameters
    ----------
    session : Session
        The unit's.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: Mapping[str, int] | None = stamps_in(session.changes)

    def forget(self) -> None:
        """Ask anew from now on."""
        self._known = None

    def of(self, kind: str) -> int:
        """Return the stamp of a kind's last change; 0: nothing was ever put."""
        if self._known is None:
            self._known = stamps_in(self._session.changes_now())
        return self._known.get(kind, 0)


def stamps_in(changes: str) -> Mapping[str, int]:
    """Return the stamps by kind that a town's row tells."""
    return msgspec.json.decode(changes, type=dict[str, int])


def with_changes(changes: str, kinds: Iterable[str], stamp: int) -> str:
    """Return what a town's row tells after some kinds were changed under a stamp."""
    return msgspec.json.encode({**stamps_in(changes), **dict.fromkeys(kinds, stamp)}, order="sorted").decode()
