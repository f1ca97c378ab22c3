"""A worker gives back what a search has used."""

import platform
import subprocess
import sys

import pytest

_LEFT = """
import ctypes, re, sys
from scheduler.bootstrap.memory import give_memory_back

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
blocks = [libc.malloc(60_000) for _ in range(4_000)]
for block in blocks:
    ctypes.memset(block, 1, 60_000)
for block in blocks[:-1]:  # the last one holds the end of the heap
    libc.free(ctypes.c_void_p(block))
if sys.argv[1] == "given":
    assert give_memory_back()
print(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed, and can give it back")
def test_what_a_search_has_freed_goes_back_to_the_machine() -> None:
    """A small server would run out of memory because of what last night's searches needed for a moment."""

    def left_kb(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", _LEFT, how], capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert left_kb("given") + 150_000 < left_kb("kept")
