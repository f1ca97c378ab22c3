"""How geopy's geocoders reach a server: httpx, one request at a time, with an end to everything."""

import json
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpx
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

LARGEST_ANSWER = 2 * 1024 * 1024
# It logs whole URLs, and with them the addresses of clients.
logging.getLogger("httpx").setLevel(logging.WARNING)


@cache
def _certificates() -> ssl.SSLContext:
    """Return the computer's certificates: offices inspect TLS with certificates of their own."""
    return ssl.create_default_context()


@dataclass(frozen=True, kw_only=True)
class Transport:
    """Settings of the way to a server.

    Attributes
    ----------
    timeout_s : float
        For a whole request; a server that sends byte after byte is cut off as well.
    system_proxy : bool
        Whether the proxy that the computer is set up for is used.
    """

    timeout_s: float = 10.0
    system_proxy: bool = True

    def adapter(self, *, proxies: object, ssl_context: ssl.SSLContext | None) -> "HttpxAdapter":  # noqa: ARG002
        """Return what geopy calls an adapter; a geocoder's `adapter_factory`."""
        return HttpxAdapter(self, ssl_context)


class HttpxAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """A geopy adapter over httpx.

    geopy's own ones repeat requests by themselves, follow redirects to servers that nobody chose, keep cookies, and
    wait without end for a server that sends slowly.
    """

    def __init__(self, transport: Transport, ssl_context: ssl.SSLContext | None) -> None:
        super().__init__(proxies=None, ssl_context=ssl_context)
        self._transport = transport
        self._ssl = ssl_context or _certificates()

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> object:
        """Return the parsed JSON of an answer.

        Raises
        ------
        GeopyError
            Or the `AdapterHTTPError` that geopy makes one of.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise GeocoderParseError("the answer is not JSON") from None

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Return the text of an answer.

        Raises
        ------
        GeopyError
            Or the `AdapterHTTPError` that geopy makes one of.
        """
        try:
            return self._get(url, timeout, headers)
        except httpx.TimeoutException:
            raise GeocoderTimedOut("no answer in time") from None
        except httpx.ConnectError as error:
            raise GeocoderUnavailable(f"cannot be reached ({type(error).__name__})") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise GeocoderUnavailable(f"the connection broke ({type(error).__name__})") from None

    def _get(self, url: str, timeout: float, headers: Mapping[str, str]) -> str:
        ends = time.monotonic() + timeout
        with (
            httpx.Client(timeout=timeout, verify=self._ssl, trust_env=self._transport.system_proxy) as client,
            client.stream("GET", url, headers=dict(headers)) as response,
        ):
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if time.monotonic() > ends:
                    raise GeocoderTimedOut("no answer in time")
                if len(body) > LARGEST_ANSWER:
                    raise GeocoderServiceError("the answer is larger than any list of addresses")
        if response.status_code != httpx.codes.OK:
            raise AdapterHTTPError(
                f"HTTP status {response.status_code}",
                status_code=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                text="",  # never logged: servers like to repeat the question in it
            )
        try:
            return body.decode()
        except UnicodeDecodeError:
            raise GeocoderParseError("the answer is not text in UTF-8") from None
