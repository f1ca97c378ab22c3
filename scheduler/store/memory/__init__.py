"""Towns kept in memory, for as long as the process lives: for tests, the simulation and a quick look."""

from scheduler.store.memory.store import MemoryStore

__all__ = ["MemoryStore"]
