"""Killing a server in the middle of what its clients write, for the suite and for the soak."""

from random import Random
from time import sleep

from tests.kill.accounts import wrong_replays, wrong_with
from tests.kill.busy_office import Busy
from tests.kill.writers import PATIENCE_S, Remembered, Writer

WRITERS, AT_LEAST, LAST = 3, 6, 40


def killed_once(busy: Busy, seed: int, remembered: Remembered) -> list[str]:
    """Have clients write to a server until it is killed; return what is wrong afterwards."""
    before = len(remembered.done)
    with busy.served() as server:
        base = f"http://127.0.0.1:{server.port}"
        wrong = list(wrong_replays(busy, base, remembered.done[-LAST:]))
        writers = [Writer(busy, base, 100 * seed + k, remembered) for k in range(WRITERS)]
        for one in writers:
            one.start()
        while len(remembered.done) < before + AT_LEAST:
            assert any(one.is_alive() for one in writers), remembered.odd
            sleep(0.01)
        sleep(Random(seed).uniform(0, 0.2))
        server.process.kill()
        server.process.wait(timeout=PATIENCE_S)
        for one in writers:
            one.join(timeout=PATIENCE_S)
    return [*wrong, *wrong_with(busy, remembered)]
