"""Servers of an office killed while clients write to them, again and again, on SQLite and on PostgreSQL in turn."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.kill.busy_office import busy_office
from tests.kill.killing import killed_once
from tests.kill.writers import Remembered
from tests.postgres import postgres

KILLS = 5


def kills(seed: int) -> list[str]:
    """Kill `KILLS` servers of one office; return what was wrong after one of them."""
    remembered = Remembered()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dojazd-soak-")))
        if seed % 2:
            server = stack.enter_context(postgres())
            url = server.url(server.make())
        else:
            url = f"sqlite:///{folder / 'dojazd.sqlite'}"
        busy = busy_office(url, folder)
        for number in range(KILLS):
            wrong = killed_once(busy, seed * KILLS + number + 1, remembered)
            if wrong:
                return [f"seed {seed}, kill {number + 1}: {one}" for one in wrong]
    return []
