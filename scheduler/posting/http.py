"""One attempt to send something: to an address that was looked at, with an end to everything."""

import logging
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from time import monotonic

import httpx

from scheduler.domain.errors import InputError, InputProblem
from scheduler.posting.targets import Address, LookUp, Network, Target, look_up, may_go, read_target
from scheduler.services.ports import Posted, PostFailure

TIMEOUT_S = 10.0
WHOLE = 3
"""So many timeouts a whole attempt may take, of a receiver that answers a letter at a time."""
MOST_TRIED = 3
"""So many of a name's addresses are tried: where IPv6 is broken, IPv4 may do."""
LARGEST = 64 * 1024
"""Bytes of an answer that are read before the connection is closed."""
AGENT = "Dojazd"
logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log addresses with their keys


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What is sent: by which method, with which headers."""

    method: str = "POST"
    body: bytes = b""
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came of it.

    Attributes
    ----------
    body : bytes
        The first 64 KiB of the answer.
    unsure : bool
        Whether it may have been taken although no answer came.
    """

    posted: Posted
    body: bytes = b""
    unsure: bool = False


class HttpPoster:
    """Sends over HTTP.

    Parameters
    ----------
    allowed : sequence of network
        Networks that are not public and may be sent to all the same, also without TLS.
    timeout_s : float
        Of connecting, of writing, and of each part of the answer.
    verify : ssl.SSLContext, optional
        What certificates are checked by; the system's by default.
    looking_up : callable
        Gives the addresses of a name.
    """

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        timeout_s: float = TIMEOUT_S,
        verify: ssl.SSLContext | None = None,
        looking_up: LookUp = look_up,
    ) -> None:
        self._allowed, self._timeout_s = tuple(allowed), timeout_s
        self._verify = verify or ssl.create_default_context()
        self._look_up = looking_up

    def check(self, url: str) -> None:
        """Refuse an address that nothing may be sent to."""
        target = read_target(url)
        try:
            found = self._look_up(target.host, target.port)
        except OSError:
            raise _refused("names a server that nobody knows", "check its spelling") from None
        if not self._open(target, found):
            wrong = "leads into a network that nothing may be sent to, or is not encrypted"
            right = "give a public https:// address, or have the network allowed by DOJAZD_HOOK_NETWORKS"
            raise _refused(wrong, right)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """Send something once; whatever goes wrong is in the answer."""
        return self.ask(url, Sent(body=body, headers=headers)).posted

    def ask(self, url: str, sent: Sent) -> Answered:
        """Send something once, and return what was answered; whatever goes wrong is in there, too."""
        try:
            target = read_target(url)
            found = self._look_up(target.host, target.port)
        except (InputError, OSError):
            return _failed(PostFailure.UNKNOWN)
        addresses = self._open(target, found)
        if not addresses:
            return _failed(PostFailure.ADDRESS)
        ends = monotonic() + WHOLE * self._timeout_s
        for address in addresses[:MOST_TRIED]:
            left = ends - monotonic()
            if left <= 0:
                return _failed(PostFailure.SILENT)
            answered = self._asked(target, address, sent, left)
            if answered is not None:
                return answered
        return _failed(PostFailure.BROKEN)

    def _open(self, target: Target, found: Sequence[Address]) -> Sequence[Address]:
        """Return where something may be sent; nowhere if only some of a name's addresses may be: it is no mistake."""
        judged = [may_go(target, one, self._allowed) for one in found]
        return found if found and all(judged) else ()

    def _asked(self, target: Target, address: Address, sent: Sent, left: float) -> Answered | None:
        """Send to one of a name's addresses within `left` seconds; None: nobody is there, and nothing was sent."""
        host = f"[{address}]" if address.version == 6 else str(address)  # IPv6
        url = f"{target.scheme}://{host}:{target.port}{target.path}"
        heads = {**sent.headers, "host": target.named, "user-agent": AGENT, "accept-encoding": "identity"}
        more = {"sni_hostname": target.host} if not target.plain else {}
        try:
            with (
                httpx.Client(verify=self._verify, timeout=min(left, self._timeout_s), trust_env=False) as client,
                _ended_after(client, left),
                client.stream(sent.method, url, content=sent.body, headers=heads, extensions=more) as response,
            ):
                body, taken = _read(response), response.is_success
                posted = Posted(status=response.status_code, failure=None if taken else PostFailure.REFUSED)
                return Answered(posted=posted, body=body)
        except httpx.ConnectError:
            return None
        except httpx.ConnectTimeout:
            return _failed(PostFailure.SILENT)
        except httpx.TimeoutException:
            return _failed(PostFailure.SILENT, unsure=True)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, RuntimeError, ValueError):
            # A client that was closed while it read says RuntimeError; whatever it is, nobody has taken the message.
            return _failed(PostFailure.BROKEN, unsure=True)


def _failed(failure: PostFailure, *, unsure: bool = False) -> Answered:
    return Answered(posted=Posted(failure=failure), unsure=unsure)


@contextmanager
def _ended_after(client: httpx.Client, seconds: float) -> Iterator[None]:
    """Close a client that takes longer: its next read fails."""
    timer = Timer(seconds, client.close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: httpx.Response) -> bytes:
    come = b""
    for part in response.iter_raw():
        come += part
        if len(come) > LARGEST:
            break
    return come[:LARGEST]


def _refused(wrong: str, right: str) -> InputError:
    return InputError([InputProblem(file="hook", column="url", wrong=wrong, right=right)])
