"""`dojazd serve` killed while clients write: what was answered is there, once, and the next server goes on."""

from pathlib import Path

from tests.kill.accounts import wrong_replays, wrong_with
from tests.kill.busy_office import busy_office
from tests.kill.killing import killed_once
from tests.kill.writers import Remembered

KILLS = {"sqlite": 3, "postgresql": 2}
"""The soak kills 50."""


def test_a_server_killed_again_and_again_keeps_what_it_answered(database_url: str, tmp_path: Path) -> None:
    """After a power cut a promise would be gone, or two calls noted where one was made."""
    busy, remembered = busy_office(database_url, tmp_path), Remembered()
    for seed in range(1, KILLS[database_url.partition(":")[0]] + 1):
        assert killed_once(busy, seed, remembered) == []
    with busy.served() as server:
        assert list(wrong_replays(busy, f"http://127.0.0.1:{server.port}", remembered.done)) == []
    assert wrong_with(busy, remembered) == []
    assert remembered.unknown
