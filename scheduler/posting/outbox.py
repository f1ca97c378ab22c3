"""The outbox: each message a readable file in a folder of its owner's alone, whole or not there at all."""

import os
import re
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from tempfile import mkstemp

from scheduler.services.ports import Carried, CarryFailure, Gone, Parcel

_NAME = re.compile(r"\d{8}T\d{6}Z-([A-Za-z0-9._-]+)\.txt")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class Outbox:
    """A folder with messages.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    tells : bool
        Whether somebody sends what lies in it.
    """

    def __init__(self, folder: Path, *, tells: bool) -> None:
        self._folder, self._tells = folder, tells

    @property
    def tells(self) -> bool:
        """Whether somebody sends what lies in it."""
        return self._tells

    @property
    def label(self) -> str:
        """The folder."""
        return str(self._folder)

    def carry(self, parcel: Parcel) -> Carried:
        """Lay a message into the folder; the same one again takes its own place."""
        name = f"{parcel.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{_UNSAFE.sub('_', parcel.id)}.txt"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self._folder / name, _page(parcel))
        except OSError:
            return Carried(failure=CarryFailure.BROKEN)
        return Carried(reference=name)

    def tidy(self, before: datetime, gone: Gone) -> int:
        """Remove messages that were written before or are gone; of a folder that somebody else empties only the latter.

        Drafts are nobody's: a server that died has left them.
        """
        if not self._folder.is_dir():
            return 0
        left = [one for one in self._folder.glob(".*.draft") if _changed_at(one) < before.timestamp()]
        left += self._over("" if self._tells else f"{before.astimezone(UTC):%Y%m%dT%H%M%SZ}", gone)
        for one in left:
            one.unlink(missing_ok=True)
        return len(left)

    def _over(self, last: str, gone: Gone) -> list[Path]:
        there = [(one, found[1]) for one in self._folder.iterdir() if (found := _NAME.fullmatch(one.name))]
        erased = gone([key for _, key in there])
        return [one for one, key in there if one.name < last or key in erased]


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, in one step: whoever lists the folder sees it whole.

    Raises
    ------
    OSError
        If it cannot be written; then there is nothing of it.
    """
    file, draft = mkstemp(prefix=".", suffix=".draft", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(file, "w", encoding="utf-8", newline="\n") as page:
            page.write(text)
            page.flush()
            os.fsync(page.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # it is whole this moment
        return inf


def _page(parcel: Parcel) -> str:
    """Return headers as those of a letter, an empty line, and the text."""
    heads = [("To", parcel.to), ("From", parcel.sender), ("Subject", parcel.subject), ("Message-Id", parcel.id)]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in heads if value]
    return "\n".join([*lines, "", parcel.text.rstrip("\n"), ""])
