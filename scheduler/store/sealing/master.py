"""The master key of an installation, which wraps all other keys and is never kept with what it protects."""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scheduler.domain.errors import MasterKeyError, StoreError

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"
_RIGHT = "it is 32 bytes in base64, as `dojazd keys init` prints it"


@dataclass(frozen=True)
class MasterKey:
    """256 bits that wrap data keys (AES-256-GCM, NIST SP 800-38D, with random 96 bit nonces).

    Raises
    ------
    MasterKeyError
        If it is not 32 bytes long.
    """

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise MasterKeyError(f"the master key has {len(self.raw)} bytes; {_RIGHT}")

    @classmethod
    def fresh(cls) -> Self:
        """Return a new key from the system's source of randomness."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the key that a base64 text says (either alphabet, with or without padding).

        Raises
        ------
        MasterKeyError
            If it is not 32 bytes in base64. The text itself is never told.
        """
        packed = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
        try:
            raw = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        except (binascii.Error, ValueError) as error:
            raise MasterKeyError(f"the master key cannot be read; {_RIGHT}") from error
        return cls(raw)

    @property
    def text(self) -> str:
        """The key in base64."""
        return base64.b64encode(self.raw).decode("ascii")

    @property
    def check(self) -> bytes:
        """16 bytes to be kept with the data: they tell whether a key is the right one, and nothing about it."""
        return self._derived("check")[:16]

    @property
    def fingerprint(self) -> str:
        """What people compare: four groups of four hexadecimal digits."""
        digits = self._derived("fingerprint").hex()
        return " ".join(digits[at : at + 4] for at in range(0, 16, 4))

    def wrap(self, key: bytes, name: str) -> bytes:
        """Return a data key as it may lie in the database, under a name of its own."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, key, _FORMAT + _bytes(name))

    def unwrap(self, wrapped: bytes, name: str) -> bytes:
        """Return a data key.

        Raises
        ------
        StoreError
            If it was changed, wrapped under another name, or by another master key: compare `check` first.
        """
        nonce = wrapped[1 : 1 + _NONCE_BYTES]
        try:
            # The format's own byte is part of what is checked; a nonce that is cut short is a ValueError.
            return self._cipher.decrypt(nonce, wrapped[1 + _NONCE_BYTES :], wrapped[:1] + _bytes(name))
        except (InvalidTag, ValueError) as error:
            raise StoreError(f"the key of {name} is damaged; take it from a key ring file") from error

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self._derived("wrap"))

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self.raw, b"dojazd master " + purpose.encode("ascii"), "sha256")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
