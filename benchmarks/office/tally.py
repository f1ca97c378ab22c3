"""What a load came to: how long answers took, which they were, and what went wrong."""

from collections import Counter, defaultdict
from collections.abc import Container
from typing import Any

from benchmarks.offers import quantiles

TOLD = 20
"""So many different errors are told at most, the most frequent first; all are counted."""


class Tally:
    """Counts answers by kind.

    Attributes
    ----------
    heard : int
        Parts that streams have sent.
    """

    def __init__(self) -> None:
        self.heard = 0
        self._ms: defaultdict[str, list[float]] = defaultdict(list)
        self._statuses: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._errors: Counter[str] = Counter()

    def answer(self, kind: str, ms: float, status: int, good: Container[int], detail: bytes = b"") -> bool:
        """Count an answer; return whether it is a good one."""
        self._ms[kind].append(ms)
        self._statuses[kind][status] += 1
        if status not in good:
            self.error(kind, f"{status} {detail[:200]!r}")
        return status in good

    def error(self, kind: str, what: str) -> None:
        """Count something that went wrong."""
        self._errors[f"{kind}: {what}"] += 1

    def told(self) -> dict[str, Any]:
        """Return what is printed: milliseconds."""
        every = [ms for kind in self._ms.values() for ms in kind]
        return {
            "answers": len(every),
            "errors": self._errors.total(),
            "which": dict(self._errors.most_common(TOLD)),
            "heard": self.heard,
            "all_ms": quantiles(every) if every else {},
            "kinds": {
                kind: {"count": len(ms), **quantiles(ms), "statuses": dict(self._statuses[kind])}
                for kind, ms in sorted(self._ms.items())
            },
        }
