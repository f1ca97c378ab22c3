"""`dojazd demo --serve` as people run it, and `dojazd serve` on the same database."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from scheduler.domain.accounts import Role
from tests.serving.serving import ROOT, served

PATH = "/api/v1/demo/sign-in"
COMMAND = ["demo", "--seconds", "0.1", "--no-open", "--port", "0", "--lang", "en"]
"""As people type it: at a terminal it serves without being told to."""


@dataclass(frozen=True)
class Demo:
    """A running demo: where it answers, what it said afterwards, and its office's data folder."""

    process: "subprocess.Popen[str]"
    address: str
    said: str
    data: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home, other = (tmp_path_factory.mktemp(name) for name in ("demo", "other"))
    command = [sys.executable, "-m", "scheduler.cli", *COMMAND, "--in", str(home / "new")]
    # The settings of somebody's real office, which the demo must not touch.
    real = {"DOJAZD_DATA": str(other), "DOJAZD_DATABASE_URL": f"sqlite:///{other / 'real.sqlite'}"}
    told = {
        **os.environ,
        **real,
        "DOJAZD_MASTER_KEY": "x",
        "DOJAZD_WORKER": "no",
        "DOJAZD_TRUSTED_PROXIES": "127.0.0.1",
    }
    ours, terminal = os.openpty()
    with (home / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=told, stdin=terminal, stdout=terminal, stderr=log, text=True, start_new_session=True
        )
    os.close(terminal)
    screen = os.fdopen(ours, encoding="utf-8")
    try:
        lines = iter(screen)
        address = next((found[1] for line in lines if (found := re.search(r"answers on (http://\S+)", line))), None)
        assert address, (home / "log").read_text(encoding="utf-8")
        yield Demo(process, address, next(lines), home / "new" / "office")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert not any(one.suffix == ".sqlite" for one in other.iterdir())
    finally:
        process.kill()
        process.wait(timeout=30)
        screen.close()


def test_the_demo_says_how_to_sign_in_and_lets_in(demo: Demo) -> None:
    """A visitor would stand before a server without knowing how to get in."""
    assert f"The office is open: {demo.address} (" in demo.said
    assert demo.address.startswith("http://127.0.0.1:")
    with httpx.Client(base_url=demo.address, headers={"Origin": demo.address}) as visitor:
        for role in Role:
            assert visitor.post(PATH, json={"role": role}).json()["role"] == role
        day = json.loads((demo.data.parent / "plan" / "plan.json").read_text(encoding="utf-8"))["plan"]["day"]
        visitor.post(PATH, json={"role": "dispatcher"})
        assert visitor.get(f"/api/v1/itineraries/{day}").json()["items"]


def test_serve_on_the_demos_database_lets_nobody_in(demo: Demo) -> None:
    """Somebody who goes on with the demo's database as their office would have a door open to everybody."""
    with httpx.Client(base_url=demo.address) as visitor, served(demo.data) as office:
        assert visitor.post(PATH, json={"role": "administrator"}).status_code == 200
        address = f"http://127.0.0.1:{office.port}"
        for headers in ({}, {"Cookie": f"dojazd={visitor.cookies['dojazd']}", "Origin": address}):
            answer = httpx.post(f"{address}{PATH}", json={"role": "administrator"}, headers=headers)
            # 401 with the demo's session, too, if it is over by the clock outside: the demo began at twenty to eleven.
            assert answer.status_code in ({404, 401} if headers else {401})
            assert "set-cookie" not in answer.headers
        assert PATH not in httpx.get(f"{address}/openapi.json").json()["paths"]


def test_the_demo_listens_at_this_computer_alone(demo: Demo) -> None:
    """Whoever shares the network would look around as any role."""
    port = int(demo.address.rpartition(":")[2])
    lines = Path(f"/proc/{demo.process.pid}/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
    listening = {line.split()[1] for line in lines if line.split()[3] == "0A"}
    assert {one for one in listening if int(one.rpartition(":")[2], 16) == port} == {f"0100007F:{port:04X}"}
