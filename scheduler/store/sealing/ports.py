"""What the store asks of sealing, and what sealing asks of the store."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Seals(Protocol):
    """Personal data as they lie in the database: sealed, each text under the keys of those whom it is about."""

    def seal(self, subjects: Sequence[str], plain: bytes, *, where: str) -> bytes:
        """Return a text sealed under the keys of all `subjects` together; a subject without a key gets one.

        Parameters
        ----------
        subjects : sequence of str
            At least one: `client:K-03`, `place:dom-K-03`, `town`. In any order.
        where : str
            Table, column and id: a sealed text opens in its own place only.
        """
        ...

    def open(self, subjects: Sequence[str], sealed: bytes, *, where: str) -> bytes | None:
        """Return the plain text; None: a key that it was sealed with has been destroyed.

        Raises
        ------
        StoreError
            If the text was changed, or belongs to another place or other subjects.
        MasterKeyError
            If the data were sealed with another master key.
        """
        ...

    def destroy(self, subject: str) -> None:
        """Destroy a subject's key, if there is one: nothing that was sealed with it can be read again."""
        ...

    def blind(self, text: str, *, what: str) -> bytes:
        """Return a keyed index of a text (32 bytes): equal for equal texts, and telling nothing else.

        Parameters
        ----------
        what : str
            The kind of text, such as `phone`; equal texts of two kinds have different indexes.
        """
        ...


class SubjectKeys(Protocol):
    """Wrapped data keys of one town, read and written in the transaction of the unit of work that needs them."""

    def wrapped(self, subject: str) -> bytes | None:
        """Return a subject's wrapped key, or None."""
        ...

    def all(self) -> Mapping[str, bytes]:
        """Return the wrapped keys of all subjects."""
        ...

    def keep(self, subject: str, wrapped: bytes) -> None:
        """Keep the wrapped key of a subject that has none.

        If somebody else has kept one meanwhile, theirs stays: the next `wrapped` returns it.
        """
        ...

    def destroy(self, subject: str) -> None:
        """Delete a subject's wrapped key, if there is one."""
        ...
