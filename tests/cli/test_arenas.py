"""The threads of a server share their memory."""

import platform
import subprocess
import sys

import pytest

_COUNT = """
import ctypes, sys, tempfile, threading
from scheduler.cli.arenas import share_arenas

libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc.restype = ctypes.c_void_p
if sys.argv[1] == "shared":
    assert share_arenas()
together = threading.Barrier(20)

def work():
    together.wait()
    for _ in range(200):
        libc.free(ctypes.c_void_p(libc.malloc(5000)))
    together.wait()

threads = [threading.Thread(target=work) for _ in range(20)]
for one in threads:
    one.start()
for one in threads:
    one.join()
with tempfile.NamedTemporaryFile() as file:
    stream = ctypes.c_void_p(libc.fopen(file.name.encode(), b"w"))
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(open(file.name).read().count("<heap nr="))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives each thread a heap of its own")
def test_threads_do_not_have_a_heap_each() -> None:
    """A server would grow by a city's day for each of its threads, until the machine has no memory left."""

    def heaps(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", _COUNT, how], capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert heaps("shared") <= 2 < heaps("apart")
