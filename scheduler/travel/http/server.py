"""One server: sends requests to it, again if need be, and says in one sentence what went wrong."""

import functools
import http
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import httpx

from scheduler.domain.errors import InputError, InputProblem, TravelError
from scheduler.domain.time import Clock
from scheduler.travel.http.answers import Reader, parsed
from scheduler.travel.http.breaker import Breaker, RestingError
from scheduler.travel.http.errors import AnswerError, PassingError, RefusedError, ServerFailedError, TooBigError
from scheduler.travel.http.retrying import retry_after_s, retrying
from scheduler.travel.http.settings import Deadline, HttpSettings, Ticker

_PASSING = {429, 500, 502, 503, 504}
_TOO_BIG = {413, 414, 431}


def open_client(settings: HttpSettings) -> httpx.Client:
    """Return the connections of one engine; safe to share between threads, to be closed.

    The environment has no say (proxies, .netrc), and certificates are the system's: offices have their own.
    """
    return httpx.Client(
        verify=_certificates(),
        trust_env=False,
        follow_redirects=False,
        headers={"User-Agent": "dojazd"},
        # Shorter than the 5 s after which osrm-routed hangs up, so that no request meets a connection being closed.
        limits=httpx.Limits(max_keepalive_connections=settings.threads, keepalive_expiry=2.0),
    )


class Server:
    """A base URL, with its breaker.

    Parameters
    ----------
    engine : str
        Named in every sentence.
    url : str
        http or https, with a path if the server stands behind one, and credentials if it wants any.
    client : httpx.Client
        From `open_client`; stays the caller's.

    Raises
    ------
    InputError
        If `url` is none that can be asked.
    """

    def __init__(  # each is a different thing, and all are needed
        self, *, engine: str, url: str, client: httpx.Client, settings: HttpSettings, clock: Clock, ticker: Ticker
    ) -> None:
        parts = _checked(engine, url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self.where = f"{parts.host}:{port}"
        self.address = f"{self.where}{parts.path.rstrip('/')}"
        self._url = url.rstrip("/")
        self._engine = engine
        self._client = client
        self._settings = settings
        self._clock = clock
        self._ticker = ticker
        self._breaker = Breaker(failures=settings.failures, recovery_s=settings.recovery_s, monotonic=ticker.monotonic)

    @contextmanager
    def question(self) -> Iterator[Deadline]:
        """Give the deadline of one question, which may take many requests.

        Raises
        ------
        TravelError
            At once, while the server is left alone.
        """
        deadline = Deadline(self._settings.total_s, self._ticker.monotonic)
        try:
            with self._breaker.guard():
                yield deadline
        except RestingError as resting:
            raise TravelError(self._says(_rest(resting, self._settings.failures))) from None

    def ask[T](self, path: str, read: Reader[T], deadline: Deadline, body: Any = None) -> T:
        """Send a request, GET or (with a body, as JSON) POST, and return what `read` makes of the answer.

        Raises
        ------
        TravelError
            `RefusedError`, of it `TooBigError`, or `ServerFailedError`, with a sentence.
        """
        loop = retrying(self._settings, deadline, self._ticker.wait)
        try:
            content = loop(self._once, path, body, deadline)
            return read(parsed(content))
        except AnswerError as error:
            raise ServerFailedError(self._says(str(error))) from None
        except PassingError as error:
            sent = loop.statistics["attempt_number"]
            asked = f" (asked {sent} times)" if sent > 1 else ""
            raise ServerFailedError(f"{error}{asked}") from None

    def _once(self, path: str, body: Any, deadline: Deadline) -> bytes:
        limits = self._settings
        left_s = self._left_s(deadline)
        times = httpx.Timeout(min(limits.read_s, left_s), connect=min(limits.connect_s, left_s))
        method = "GET" if body is None else "POST"
        try:
            with self._client.stream(method, self._url + path, json=body, timeout=times) as response:
                content = self._read(response, deadline)
        except httpx.RequestError as error:
            self._left_s(deadline)
            raise PassingError(self._says(_broken(error, limits))) from None
        if response.status_code != httpx.codes.OK:
            self._refuse(response, content)
        return content

    def _read(self, response: httpx.Response, deadline: Deadline) -> bytes:
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > self._settings.most_bytes:
                raise ServerFailedError(self._says(f"answered with more than {self._settings.most_bytes:,} bytes"))
            # Piece by piece a slow answer keeps within the time-out for ever.
            self._left_s(deadline)
        return bytes(content)

    def _refuse(self, response: httpx.Response, content: bytes) -> NoReturn:
        status = response.status_code
        sentence = self._says(f"answered {status} {_phrase(status)}".rstrip())
        if status in _PASSING:
            after_s = retry_after_s(response.headers.get("Retry-After"), self._clock.now())
            raise PassingError(sentence, after_s)
        try:
            said = parsed(content)
        except AnswerError:
            said = None
        kind = TooBigError if status in _TOO_BIG else RefusedError
        raise kind(f"{sentence}{_message(said)}", said)

    def _left_s(self, deadline: Deadline) -> float:
        left_s = deadline.left_s()
        if left_s <= 0:
            raise ServerFailedError(self._says(f"did not finish within {deadline.within_s:g} s"))
        return left_s

    def _says(self, what: str) -> str:
        return f"{self._engine}: {self.where} {what}"


@functools.cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _checked(engine: str, url: str) -> httpx.URL:
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        parts = httpx.URL()
    if parts.scheme in {"http", "https"} and parts.host and not parts.query and not parts.fragment:
        return parts
    right = "write an address like http://localhost:5000, without ? and #"
    # The address itself may hold a password and is not repeated.
    raise InputError([InputProblem(file="settings", column=f"{engine} address", wrong="cannot be asked", right=right)])


def _broken(error: httpx.RequestError, limits: HttpSettings) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return f"took no connection within {limits.connect_s:g} s"
    if isinstance(error, httpx.TimeoutException):
        return f"sent nothing for {limits.read_s:g} s"
    if isinstance(error, httpx.ConnectError):
        return "cannot be reached"
    if isinstance(error, httpx.DecodingError):
        return "sent an answer that cannot be unpacked"
    return "broke off before its answer was complete"


def _rest(resting: RestingError, failures: int) -> str:
    more = f"for another {resting.for_s:.0f} s" if resting.for_s > 0 else "until it has answered a trial"
    return f"failed {failures} times in a row and is left alone {more}"


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


def _message(said: Any) -> str:
    """Return the server's own words; OSRM calls them `message`, Valhalla `error`."""
    words = next((said[key] for key in ("message", "error") if key in said), "") if isinstance(said, dict) else ""
    printable = "".join(letter for letter in str(words)[:200] if letter.isprintable())
    return f": {printable}" if printable else ""
