"""An address service that is asked politely, and left alone when it fails."""

import random
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pybreaker
import tenacity
from geopy.adapters import AdapterHTTPError
from geopy.exc import (
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderRateLimited,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)

from scheduler.domain.errors import GeocodingError
from scheduler.domain.place import GeoPoint
from scheduler.geocoding.numbers import readings
from scheduler.geocoding.providers.answers import Reader, match_of
from scheduler.geocoding.providers.manners import Turnstile
from scheduler.services.ports import Address, AddressMatch, MatchKind

_MOST_ANSWERS = 5
_SERVER_ERROR = 500


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a service is borne with.

    Attributes
    ----------
    attempts : int
        Of one question, where another attempt may help: no answer, HTTP 429 or 5xx.
    pause_s : float
        Before the second attempt, about; it doubles, with as much chance again.
    longest_wait_s : float
        A server that asks for more (Retry-After) is given up.
    failures : int
        Questions failed in a row after which the service is left alone,
    rest_s : float
        for this long.
    """

    attempts: int = 3
    pause_s: float = 1.0
    longest_wait_s: float = 30.0
    failures: int = 5
    rest_s: float = 120.0


class PoliteService:
    """The `AddressService` port over a geopy geocoder.

    Parameters
    ----------
    ask_line : callable
        Sends one line and returns geopy locations, or None.
    line_of : callable
        The line for an address: all that is sent.
    read : callable
        The address in a location's raw record.
    """

    def __init__(
        self,
        name: str,
        *,
        ask_line: Callable[[str], Sequence[Any] | None],
        line_of: Callable[[Address], str],
        read: Reader,
        turnstile: Turnstile,
        patience: Patience,
        address_of_server: str,
    ) -> None:
        self._name = name
        self._ask_line = ask_line
        self._line_of = line_of
        self._read = read
        self._turnstile = turnstile
        self._patience = patience
        self._server = address_of_server
        self._breaker = pybreaker.CircuitBreaker(fail_max=patience.failures, reset_timeout=patience.rest_s)

    @property
    def name(self) -> str:
        """What settings and reviews call it."""
        return self._name

    def ask(self, address: Address) -> tuple[AddressMatch, ...]:
        """Return the service's answers, best first; none if it knows none.

        Of "12/14" the 12 is asked first, because 14 may be a flat, whose number is nobody's business; only if there is
        no such house the whole is asked.

        Raises
        ------
        GeocodingError
            If the service does not answer sensibly, or failed so often that it is left alone for a while.
        """
        whole = replace(address, flat="", name="")
        if address.flat or "/" not in address.house:
            return self._ask_once(whole, address.flat)
        _, apart = readings(address.house, "")
        first = self._ask_once(replace(whole, house=apart.house), apart.flat)
        if first and first[0].kind in {MatchKind.EXACT, MatchKind.FUZZY}:
            return first
        # What came for 12 may already say 12/14.
        again = tuple(self._again(whole, each) for each in first)
        if any(each.kind in {MatchKind.EXACT, MatchKind.FUZZY} for each in again):
            return _best_first(again)
        return self._ask_once(whole, "") or first

    def _again(self, asked: Address, found: AddressMatch) -> AddressMatch:
        raw = {"simc": found.locality_id, "ulic": found.street_id}
        bare = replace(found.address, flat="")
        return match_of(asked, bare, found.point, found.source, raw) or found

    def _ask_once(self, address: Address, flat: str) -> tuple[AddressMatch, ...]:
        line = self._line_of(address)
        if not line:
            return ()
        try:
            locations = self._breaker.call(self._patiently, line)
        except pybreaker.CircuitBreakerError as error:
            # The one that opens it is told by its cause, those after it by this.
            reason = error.__context__
            why = _sentence(reason) if isinstance(reason, GeopyError) else "it failed too often in a row"
            raise GeocodingError(f"{self._who()} is left alone for {self._patience.rest_s:.0f} s: {why}") from None
        except GeopyError as error:
            raise GeocodingError(f"{self._who()}: {_sentence(error)}") from None
        return self._matches(address, flat, locations or ())

    def _who(self) -> str:
        return f"the address service {self._name} at {self._server}"

    def _patiently(self, line: str) -> Sequence[Any] | None:
        """Ask, and ask again where that may help."""
        attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._patience.attempts),
            retry=tenacity.retry_if_exception(self._worth_another),
            wait=self._wait_s,
            sleep=self._turnstile.sleep,
            reraise=True,
        )
        for attempt in attempts:
            with attempt, self._turnstile.turn():
                return self._asked(line)
        raise AssertionError  # tenacity reraises

    def _asked(self, line: str) -> Sequence[Any] | None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # geopy warns of a latitude of 951 before it refuses it
                return self._ask_line(line)
        except GeopyError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            # geopy's parsers run into whatever a server sends.
            raise GeocoderParseError(f"the answer is not what {self._name} gives") from error

    def _worth_another(self, error: BaseException) -> bool:
        if isinstance(error, GeocoderRateLimited):
            return (error.retry_after or 0) <= self._patience.longest_wait_s
        if isinstance(error.__cause__, AdapterHTTPError):
            return bool(error.__cause__.status_code >= _SERVER_ERROR)
        return isinstance(error, GeocoderTimedOut | GeocoderUnavailable)

    def _wait_s(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, GeocoderRateLimited) and error.retry_after:
            self._turnstile.hold(error.retry_after)  # for everybody who wants to ask this server
        pause: float = self._patience.pause_s * 2 ** (state.attempt_number - 1)
        return pause * (1 + random.random())  # noqa: S311 - spreads requests, keeps no secret

    def _matches(self, address: Address, flat: str, locations: Sequence[Any]) -> tuple[AddressMatch, ...]:
        found = []
        for location in locations[:_MOST_ANSWERS]:
            try:
                point = GeoPoint(lat=float(location.latitude), lon=float(location.longitude))
            except (TypeError, ValueError):
                continue
            raw = location.raw if isinstance(location.raw, dict) else {}
            match = match_of(address, replace(self._read(raw), flat=flat), point, self._name, raw)
            if match is not None:
                found.append(match)
        return _best_first(found)


def _best_first(matches: Sequence[AddressMatch]) -> tuple[AddressMatch, ...]:
    return tuple(sorted(matches, key=lambda match: match.kind))


def _sentence(error: GeopyError) -> str:
    match error:
        case GeocoderRateLimited():
            after = f", for {error.retry_after:.0f} s" if error.retry_after else ""
            return f"it wants fewer requests (HTTP status 429{after})"
        case GeocoderInsufficientPrivileges():
            return "it refuses us (HTTP status 403); its usage policy may have been broken, or needs a key"
        case _:
            return str(error)[:200]
