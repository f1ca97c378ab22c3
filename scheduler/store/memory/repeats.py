"""What comes again and again, in this process's memory: attempts, and questions that are asked twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock

from scheduler.domain.accounts import Attempts, KeptAnswer, ThrottleRule
from scheduler.domain.ids import TownId


class MemoryThrottle:
    """Attempts."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[str, Attempts] = {}

    def attempt(self, key: str, at: datetime, rule: ThrottleRule) -> timedelta:
        """Count an attempt, or return how long it has to wait."""
        with self._lock:
            known = self.kept.get(key)
            if known and at < known.free_at:
                return known.free_at - at
            count = known.count + 1 if known and at - known.last_at < rule.memory else 1
            self.kept[key] = Attempts(count=count, last_at=at, free_at=at + rule.delay(count))
            return timedelta(0)

    def forgive(self, key: str, *, whole: bool) -> None:
        """Take one attempt back, or all."""
        with self._lock:
            known = self.kept.get(key)
            if known is None:
                return
            if whole or known.count <= 1:
                del self.kept[key]
            else:
                self.kept[key] = replace(known, count=known.count - 1, free_at=known.last_at)


class MemoryAnswers:
    """Kept answers."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[tuple[str, str], KeptAnswer] = {}

    def begin(self, answer: KeptAnswer, *, stale: datetime) -> KeptAnswer | None:
        """Take a key, or return what is kept under it."""
        with self._lock:
            known = self.kept.get((answer.owner, answer.key))
            if known and (known.status or known.at >= stale):
                return known
            self.kept[answer.owner, answer.key] = answer
            return None

    def renew(self, owner: str, key: str, at: datetime) -> None:
        """Say that a question is still worked on."""
        with self._lock:
            known = self.kept.get((owner, key))
            if known and not known.status:
                self.kept[owner, key] = replace(known, at=at)

    def finish(self, answer: KeptAnswer) -> None:
        """Keep the answer."""
        with self._lock:
            self.kept[answer.owner, answer.key] = answer

    def give_up(self, owner: str, key: str) -> None:
        """Forget a key."""
        with self._lock:
            self.kept.pop((owner, key), None)

    def forget_town(self, town_id: TownId) -> int:
        """Forget all answers of a town."""
        with self._lock:
            return drop(self.kept, lambda answer: answer.town_id == town_id and answer.status != 0)


def drop[K, V](kept: dict[K, V], over: Callable[[V], bool]) -> int:
    """Forget what is over, and return how much."""
    gone = [key for key, value in kept.items() if over(value)]
    for key in gone:
        del kept[key]
    return len(gone)
