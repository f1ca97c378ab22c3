"""Telling other systems over HTTP: what is sent, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PostFailure(StrEnum):
    """Why nobody has taken what was sent.

    ADDRESS: it leads into a network that the administrator has not allowed. UNKNOWN: nobody knows the name. SILENT: no
    answer in time. BROKEN: no connection, or one that broke. REFUSED: an answer that is not 2xx.
    """

    ADDRESS = "address"
    UNKNOWN = "unknown"
    SILENT = "silent"
    BROKEN = "broken"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What came of sending something.

    Attributes
    ----------
    status : int or None
        Of the answer; None: there was none.
    failure : PostFailure or None
        None: it was taken.
    """

    status: int | None = None
    failure: PostFailure | None = None


class Poster(Protocol):
    """Sends to addresses that others have given; none of them is trusted."""

    def check(self, url: str) -> None:
        """Refuse an address that nothing may be sent to.

        Raises
        ------
        InputError
            If it is none, is not encrypted where it has to be, or leads where nothing may be sent.
        """
        ...

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Send something once; whatever goes wrong is in the answer."""
        ...
