"""Several processes on one database, and processes that die."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scheduler.domain.audit import first_broken
from scheduler.store.sql import open_store, ring_of
from tests.store.child import KEY
from tests.store.samples import DAY, TOWN

ROOT = Path(__file__).parents[2]
type Start = Callable[[str, int], subprocess.Popen[str]]


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    """Start a process that books; it waits for a line."""
    running: list[subprocess.Popen[str]] = []

    def child(name: str, count: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-W", "error", "-m", "tests.store.child", database_url, name, str(count)]
        running.append(subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return running[-1]

    yield child
    for process in running:
        process.kill()
        process.communicate(timeout=20)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def kept(url: str) -> list[str]:
    """Return the bookings that are kept, after making sure that they are kept whole."""
    with open_store(url, ring_of(KEY)) as store, store.reading(TOWN) as unit:
        bookings: list[str] = list(unit.bookings.between(DAY, DAY))
        chain = unit.audit.entries()
        heads = unit.plans.heads(DAY)
        assert [str(one) for one in unit.clients.all()] == bookings
        assert [one.event.subject for one in chain] == [f"booking:{one}" for one in bookings]
        assert first_broken(chain) is None
        assert unit.audit.last() == (chain[-1] if chain else None)
        assert unit.days.get(DAY).version == unit.stamp == len(heads) == len(bookings)
        assert [unit.plans.get(DAY, head.version).version for head in heads] == [head.version for head in heads]
    return bookings


def test_two_processes_contend_for_a_day(database_url: str, start: Start) -> None:
    """Two servers on one database would sell the last place twice, or stop each other for good."""
    both = [start("a", 12), start("b", 12)]
    assert [line_of(process) for process in both] == ["ready", "ready"]
    for process in both:
        go(process)
    told = [process.communicate(timeout=60)[0].split() for process in both]

    assert told == [[f"{name}-{number}" for number in range(12)] for name in "ab"]
    assert sorted(kept(database_url)) == sorted(told[0] + told[1])


def test_a_process_killed_in_the_middle_keeps_what_it_answered(database_url: str, start: Start) -> None:
    """After a power cut a caller's promise would be gone, or there without its plan."""
    process = start("a", 10_000)
    assert line_of(process) == "ready"
    go(process)
    told = [line_of(process) for _ in range(3)]
    process.kill()  # SIGKILL, while it is at the next ones
    told += process.communicate(timeout=20)[0].split()

    bookings = kept(database_url)
    assert bookings[: len(told)] == told
    assert len(bookings) <= len(told) + 1

    again = start("b", 1)
    go(again)
    assert again.communicate(timeout=30)[0].split() == ["ready", "b-0"]
    assert kept(database_url) == [*bookings, "b-0"]
