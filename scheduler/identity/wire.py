"""Asking the provider over HTTP: with an end to every question, and nothing believed that came the wrong way."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client

from scheduler.domain.addresses import is_loopback
from scheduler.domain.errors import ProviderError, SignInError

TIMEOUT_S = 5.0
_REFUSALS = frozenset({"invalid_grant", "access_denied"})
"""What a provider says of a person or a code; everything else is about the settings of this program."""
logging.getLogger("httpx2").setLevel(logging.WARNING)  # nobody needs each question in the log


def checked_address(address: object, *, plain: bool) -> str:
    """Return an address of the provider if nobody on the way can read or change what is said there.

    Parameters
    ----------
    plain : bool
        Whether addresses of this computer itself need no TLS.

    Raises
    ------
    ProviderError
        If it is none.
    """
    if isinstance(address, str):
        read = urlsplit(address)
        if read.hostname and (read.scheme == "https" or (plain and read.scheme == "http" and is_loopback(address))):
            return address
    raise ProviderError("the provider names an address that is not https://")


def asked(client: OAuth2Client, address: str, bearer: str = "") -> Mapping[str, Any]:
    """Return the JSON object that an address answers with.

    Raises
    ------
    ProviderError
        If it answers nothing of the kind.
    SignInError
        If it does not take the token.
    """
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    answer = _tried(lambda: client.request("GET", address, withhold_token=True, headers=headers))
    if bearer and answer.status_code in {401, 403}:
        raise SignInError("the provider does not vouch for this person")
    return _object(answer)


def taken(asking: Callable[[], Any]) -> Mapping[str, Any]:
    """Return what the token endpoint answers to a code or a refresh token.

    Raises
    ------
    SignInError
        If the provider does not take it.
    ProviderError
        If it does not answer, or does not take this program.
    """
    try:
        found = _tried(asking)
    except OAuthError as error:
        if error.error in _REFUSALS:
            raise SignInError("the provider does not vouch for this person") from None
        raise ProviderError(f"the provider refuses: {str(error.error)[:60]}") from None
    if not isinstance(found, Mapping):
        raise ProviderError("the provider gives no token")
    return found


def _object(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        found = answer.json() if answer.status_code == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProviderError(f"the provider answers {answer.status_code}, or what is no JSON object")
    return found


def _tried[T](asking: Callable[[], T]) -> T:
    try:
        return asking()
    except OAuthError:
        raise
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError, KeyError, TypeError) as error:
        raise ProviderError(f"the provider does not answer ({type(error).__name__})") from None
