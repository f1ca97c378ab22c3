"""A server on loopback that answers at once for a while, and then a letter at a time, for ever."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

EACH_S = 0.02


@contextmanager
def dripping(*answers: bytes) -> Iterator[int]:
    """Run a server on a free port, and yield that; it gives its first answer unasked, each other one when asked.

    After the last of them it says `x`, again and again.
    """
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        thread = threading.Thread(target=_serve, args=(listening, answers, over), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            thread.join()


def _serve(listening: socket.socket, answers: tuple[bytes, ...], over: threading.Event) -> None:
    with suppress(OSError), listening.accept()[0] as line:  # gone, or nobody came
        line.sendall(answers[0])
        for answer in answers[1:]:
            line.recv(10_000)
            line.sendall(answer)
        while not over.wait(EACH_S):
            line.sendall(b"x")
