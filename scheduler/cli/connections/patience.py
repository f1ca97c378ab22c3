"""How much is put up with."""

from dataclasses import dataclass

LINGER_S = 2.0
"""So long somebody who is to go may take to read what was said last, and to close."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """What is put up with.

    Attributes
    ----------
    head_s : float
        Seconds from the opening of a connection until its encryption is agreed on; again, from then or from the first
        byte of a further request, until the request's headers are whole.
    body_s : float
        Seconds from then until its body is whole; also for each further part of a long answer to be read.
    most : int
        Connections at a time, silent ones counted. For one more, the oldest that has not asked for anything is let
        go, or else the one that was answered longest ago, or else the one whose body has been missing longest, with
        408; if all of them have asked for something and are not answered yet, the new one is answered with 503.
    proxies : tuple of str
        Networks of proxies, which bring the connections of many; any other network may have a `share`.
    """

    head_s: float
    body_s: float
    most: int
    proxies: tuple[str, ...] = ()

    @property
    def share(self) -> int:
        """Connections that one network may have at a time, so that no single one takes every place."""
        return self.most // 2

    @property
    def told(self) -> int:
        """Connections on top of `most` that are told with 503 that there is no place; further ones are just closed."""
        return max(8, self.most // 8)
