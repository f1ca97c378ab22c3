"""The key of one or several subjects together, and the sealed texts it makes.

A sealed text is: format (1 byte), tag of the key (8), binding (8), nonce (12), AES-256-GCM text with its tag (16 more).
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scheduler.domain.errors import StoreError

DATA_KEY_BYTES = 32
_FORMAT = b"\x01"
_TAG, _BINDING, _NONCE = slice(1, 9), slice(9, 17), slice(17, 29)
_TEXT = 29
_SHORTEST = _TEXT + 16


@dataclass(frozen=True)
class DataKey:
    """A key that seals texts.

    Attributes
    ----------
    tag : bytes
        8 bytes that tell this key from one that the same subjects had before; they tell nothing about the key.
    binding : bytes
        The town's own key that binds sealed texts to their places.
    """

    cipher: AESGCM = field(repr=False)
    tag: bytes
    binding: bytes = field(repr=False)

    @classmethod
    def of(cls, keys: Mapping[str, bytes], binding: bytes) -> Self:
        """Return the key derived (HKDF, RFC 5869) from the data keys of all subjects: each of them is needed."""
        names = b"".join(_counted(name) for name in sorted(keys))
        secret = b"".join(keys[name] for name in sorted(keys))
        made = HKDF(SHA256(), length=DATA_KEY_BYTES + 8, salt=None, info=b"dojazd seal" + names).derive(secret)
        return cls(AESGCM(made[:DATA_KEY_BYTES]), made[DATA_KEY_BYTES:], binding)

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Return a text sealed for one place."""
        nonce = secrets.token_bytes(12)
        head = _FORMAT + self.tag + _binding(self.binding, self.tag, place)
        return head + nonce + self.cipher.encrypt(nonce, plain, head + place)

    def open(self, sealed: bytes, place: bytes) -> bytes | None:
        """Return the plain text of a text that `bound` has found to belong here; None: another key sealed it.

        Raises
        ------
        StoreError
            If it was changed.
        """
        if not hmac.compare_digest(sealed[_TAG], self.tag):
            return None
        try:
            return self.cipher.decrypt(sealed[_NONCE], sealed[_TEXT:], sealed[: _NONCE.start] + place)
        except InvalidTag as error:
            raise StoreError("a sealed text was changed") from error


def bound(sealed: bytes, place: bytes, binding: bytes) -> bool:
    """Return whether a sealed text was made for a place, whoever's key it was sealed with.

    This tells a text whose key was destroyed from one that was put in another's place.
    """
    whole = len(sealed) >= _SHORTEST and sealed[:1] == _FORMAT
    return whole and hmac.compare_digest(sealed[_BINDING], _binding(binding, sealed[_TAG], place))


def place_of(town_id: str, subjects: tuple[str, ...], where: str) -> bytes:
    """Return a place in the database as the bytes a sealed text is bound to."""
    return b"".join(_counted(part) for part in (town_id, where, *subjects))


def _binding(key: bytes, tag: bytes, place: bytes) -> bytes:
    return hmac.digest(key, tag + place, "sha256")[:8]


def _counted(text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw).to_bytes(4, "big") + raw
