"""What clients of an office were told, written down line by line before they go on: it may only grow."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class Ledger:
    """One client's file; nobody else writes to it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def note(self, what: str, **told: Any) -> None:
        """Write a line."""
        self._file.write(json.dumps({"what": what, **told}, ensure_ascii=False) + "\n")
        self._file.flush()


@dataclass(frozen=True)
class Noted:
    """All lines of all clients, as far as they are written."""

    lines: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, folder: Path) -> "Noted":
        """Read what is there by now; a line that is being written is left for the next time."""
        return cls(tuple(line for path in sorted(folder.glob("*.jsonl")) for line in _whole(path)))

    def all(self, what: str) -> list[dict[str, Any]]:
        """Return the lines of one kind."""
        return [one for one in self.lines if one["what"] == what]


def _whole(path: Path) -> Iterator[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    for line in text[: text.rfind("\n") + 1].splitlines():
        yield json.loads(line)
