"""The provider's keys: kept for a while, and fetched anew when a token is signed by one that nobody knows yet."""

from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic
from typing import Any, cast

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from scheduler.domain.errors import ProviderError

KEPT_S = 3600.0
"""So long keys are used without looking again: one that was taken back is used no longer than this."""
AGAIN_S = 30.0
"""No oftener they are fetched because of an unknown one: whoever sends invented tokens makes nobody busy."""
RETRIED_S = 5.0
"""So soon after it could not be had nobody tries again: everybody who waits behind a silent provider would, in turn."""
_ASYMMETRIC = frozenset({"RSA", "EC", "OKP"})


class Kept[T]:
    """Something fetched, kept for a while; when it cannot be had again, what is kept goes on until it is old."""

    def __init__(
        self, fetch: Callable[[], T], *, kept_s: float = KEPT_S, again_s: float = AGAIN_S, retried_s: float = RETRIED_S
    ) -> None:
        self._fetch, self._kept_s, self._again_s, self._retried_s = fetch, kept_s, again_s, retried_s
        self._lock = Lock()
        self._found: tuple[float, T] | None = None
        self._again_at = 0.0
        self._failed: tuple[float, str] | None = None

    def get(self, *, fresh: bool = False) -> T:
        """Return it.

        Parameters
        ----------
        fresh : bool
            Fetch it anew, unless that was done a moment ago.

        Raises
        ------
        ProviderError
            If it cannot be had.
        """
        with self._lock:
            now, found = monotonic(), self._found
            if found is not None and now < (self._again_at if fresh else found[0] + self._kept_s):
                return found[1]
            if self._failed is not None and now < self._failed[0]:
                raise ProviderError(self._failed[1])
            if fresh:
                self._again_at = now + self._again_s
            try:
                self._found = now, self._fetch()
            except ProviderError as error:
                self._failed = monotonic() + self._retried_s, str(error)
                raise
            return self._found[1]

    def peek(self) -> T | None:
        """Return what is kept; None: nothing is."""
        return self._found[1] if self._found is not None else None


def read_keys(document: Mapping[str, Any]) -> KeySet:
    """Return the public keys of a JWK Set.

    A shared secret among them is passed over: with it, whoever knows the client's secret, or takes a public key for
    one, could sign.

    Raises
    ------
    ProviderError
        If there are none.
    """
    listed = document.get("keys")
    public = [one for one in listed if _is_public(one)] if isinstance(listed, list) else []
    try:
        return KeySet.import_key_set(cast("KeySetSerialization", {"keys": public}))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderError("the provider's keys cannot be read") from error


def _is_public(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in _ASYMMETRIC and key.get("use", "sig") == "sig"
