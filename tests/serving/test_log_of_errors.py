"""The log of a process in which something breaks that nobody looks after: what broke and where, and nobody's data."""

import json
import subprocess
import sys

from tests.serving.serving import ROOT

NAME = "Kwiryniusz"
BREAKING = f"""
import asyncio, gc, logging, threading
from api.logs import log_as_json

log_as_json()

def breaks(what):
    raise ValueError(f"no {{what}}")

async def never_asked():
    breaks("{NAME}")

async def main():
    task = asyncio.create_task(never_asked(), name="{NAME}")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    asyncio.get_running_loop().call_soon(breaks, "{NAME}")
    await asyncio.sleep(0)
    await asyncio.sleep(0)

asyncio.run(main())
thread = threading.Thread(target=breaks, args=("{NAME}",), name="{NAME}")
thread.start()
thread.join()
logging.getLogger("some.library").warning("%s is late", "{NAME}")

class Broken:
    def __del__(self):
        breaks("{NAME}")

Broken()
breaks("{NAME}")
"""


def test_what_nobody_catches_is_written_down_without_its_words() -> None:
    """The message of an exception, which may hold what somebody sent, would stand in the log as plain text."""
    ended = subprocess.run([sys.executable, "-c", BREAKING], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [json.loads(one) for one in ended.stderr.splitlines()]

    assert ended.returncode == 1
    assert NAME not in ended.stderr + ended.stdout
    assert [one.get("error") for one in lines] == ["ValueError", "ValueError", "ValueError", None, *["ValueError"] * 2]
    assert all("breaks" in one["where"][-1] for one in lines if "error" in one)
    assert lines[3]["said"] == "%s is late"
