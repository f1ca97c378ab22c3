"""A whole day of an office as people run it, and everything it wrote down about it: nobody is named anywhere."""

import base64
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from scheduler.formats.town_writer import write_town
from tests.api.world import HOME
from tests.serving import rare_town as rare
from tests.serving.serving import ROOT, Served, served

PATIENCE_S = 60
DEVICE = f"telefon-{rare.CALLER[0].split()[0]}"


@dataclass
class Day:
    """A day that is being lived, and the secrets that came up in it."""

    base: str
    day: date
    secrets: set[str] = field(default_factory=set)

    def browser(self) -> httpx.Client:
        """Return somebody's browser, on a page of ours."""
        headers = {"Origin": self.base, "User-Agent": rare.CALLER[0].encode("utf-8").hex()}
        return httpx.Client(base_url=self.base, headers=headers, timeout=PATIENCE_S)

    @property
    def path(self) -> str:
        """Of the service day."""
        return f"/api/v1/days/{self.day}"


def sign_in(day: Day, browser: httpx.Client, name: str, password: str) -> httpx.Response:
    """Sign in, and keep the cookie in mind."""
    answer = browser.post("/api/v1/session", json={"sign_in": name, "password": password})
    day.secrets |= set(browser.cookies.values())
    return answer


def administrator(day: Day, code: str) -> None:
    """The first run: an administrator is made, enrols an app, and makes the others."""
    day.secrets.add(code)
    name, password = rare.SIGN_INS[0], rare.PASSWORDS[0]
    with day.browser() as boss:
        made = {"setup_code": code, "sign_in": name, "name": rare.CALLER[0], "password": password}
        assert boss.post("/api/v1/setup", json=made | {"setup_code": "AAAAA-AAAAA"}).status_code == 401
        first = boss.post("/api/v1/setup", json=made)
        assert first.status_code == 201, first.text
        for guess in (rare.PASSWORDS[2], ""):
            assert sign_in(day, boss, name, guess).status_code == 401
        assert sign_in(day, boss, rare.SIGN_INS[2], rare.PASSWORDS[2]).status_code == 401
        assert sign_in(day, boss, name, password).status_code == 200
        secret = boss.post("/api/v1/session/totp").json()["secret"]
        app = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
        confirmed = boss.put("/api/v1/session/totp", json={"code": app.generate(int(time.time())).decode()})
        assert confirmed.status_code == 200, confirmed.text
        day.secrets |= {secret, *confirmed.json()["codes"]}
        user = {
            "sign_in": rare.SIGN_INS[1],
            "name": rare.CALLER[0],
            "role": "dispatcher",
            "password": rare.PASSWORDS[1],
        }
        assert boss.post("/api/v1/users", json=user).status_code == 201
        crew = {"sign_in": "zaloga", "name": rare.WORKER[0], "role": "worker", "staff_id": "P-01"}
        worker = boss.post("/api/v1/users", json=crew).json()
        phone(day, boss.post(f"/api/v1/users/{worker['id']}/phone-link").json()["code"])
        token = boss.post("/api/v1/tokens", json={"name": "Grafana", "scopes": ["metrics.read"], "days": 9}).json()
        day.secrets.add(token["secret"])


def phone(day: Day, code: str) -> None:
    """A worker's phone is signed in with a code, after a wrong one."""
    day.secrets.add(code)
    with day.browser() as phone_:
        assert phone_.post("/api/v1/phone-session", json={"code": "AAAAA-AAAAA"}).status_code == 401
        assert phone_.post("/api/v1/phone-session", json={"code": code}).status_code == 200
        assert phone_.get("/api/v1/itineraries").status_code in {200, 404, 405, 422}
        day.secrets |= set(phone_.cookies.values())


def dispatcher(day: Day) -> None:
    """A day at the desk: new people, calls, promises, cancellations, moves, an absence, publishing, calling."""
    with day.browser() as desk:
        assert sign_in(day, desk, rare.SIGN_INS[1], rare.PASSWORDS[1]).status_code == 200
        client = newcomer(desk)
        booked = [booking(desk, day, who) for who in (client, "K-02")]
        change(desk, day, "POST", "/moves", {"request_id": booked[0], "shift_id": "Z-02", "reason": rare.REASON})
        change(desk, day, "POST", "/pins", {"kind": "shift", "request_ids": [booked[0]], "shift_id": "Z-02"})
        wrong = {"rule": rare.REASON, "request_id": booked[0], "shift_id": None, "amount": 1, "reason": rare.REASON}
        change(desk, day, "PUT", "/overrides", {"overrides": [wrong]})
        ended = desk.post("/api/v1/bookings/cancellation", json={"ids": [booked[1]], "reason": rare.REASON})
        again = desk.post("/api/v1/bookings/cancellation", json={"ids": [booked[1]], "reason": rare.REASON})
        assert (ended.status_code, again.status_code) == (200, 409)
        away = {"staff_id": "P-02", "start": f"{day.day}T14:00:00Z", "end": f"{day.day}T15:00:00Z", "kind": "sick"}
        assert desk.post("/api/v1/absences", json=away).status_code == 201
        assert desk.post(f"{day.path}/solves", json={"seconds": 1}).status_code == 202
        assert change(desk, day, "POST", "/publication", None).status_code == 200
        for notice in desk.get(f"{day.path}/notices").json()["items"]:
            desk.post(f"/api/v1/notices/{notice['id']}/attempts", json={"channel": "phone", "outcome": "told"})
        report(desk, day)
        mistakes(desk, day)


def report(desk: httpx.Client, day: Day) -> None:
    """Type in what a crew has written on its sheet, and something that is not on it."""
    shift = desk.get(f"/api/v1/itineraries/{day.day}/Z-01")
    assert shift.status_code == 200
    now = datetime.now(UTC).isoformat()
    tasks = [task["task_id"] for stop in shift.json()["stops"] for task in stop["tasks"]]
    events = [
        {
            "id": str(uuid4()),
            "day": str(day.day),
            "shift_id": "Z-01",
            "task_id": task,
            "kind": "done",
            "sequence": k,
            "at": now,
        }
        for k, task in enumerate([*tasks, rare.REASON])
    ]
    told = desk.post("/api/v1/events", json={"device_id": DEVICE, "sent_at": now, "events": events})
    assert [one["outcome"] for one in told.json()["items"]] == ["kept"] * len(tasks) + ["refused"], told.text
    assert len(desk.get(f"{day.path}/events").json()["items"]) == len(tasks) > 0


def newcomer(desk: httpx.Client) -> str:
    """Write a new client down; return their id."""
    name, number, address, trouble = rare.CALLER
    home = {"name": address, "address": address, "entrances": [{"lat": 51.04, "lon": 21.07}]}
    place = desk.post("/api/v1/places", json=home, headers={"Idempotency-Key": name.encode().hex()})
    assert place.status_code == 201, place.text
    client = {"name": name, "home": place.json()["id"], "phone": number, "notes": {"worker": trouble}}
    made = desk.post("/api/v1/clients", json=client)
    assert made.status_code == 201, made.text
    assert desk.get("/api/v1/clients", params={"name": name[:9]}).status_code == 422
    found = desk.post("/api/v1/clients/search", json={"text": name[:9]})
    assert made.json()["id"] in found.text
    return str(made.json()["id"])


def booking(desk: httpx.Client, day: Day, client: str) -> str:
    """Take a call down, and promise what is offered first; return the request."""
    window = {"start": f"{day.day}T07:00:00Z", "end": f"{day.day}T14:00:00Z"}
    wish = {"kind": "visit", "service_id": "fizjoterapia", "party": {"client_ids": [client]}, "windows": [window],
            "notes": {"driver": rare.CALLER[3]}}  # fmt: skip
    asked = desk.post("/api/v1/enquiries", json={"requests": [wish], "days": [str(day.day)], "words": rare.WORDS})
    assert asked.status_code == 201, asked.text
    (leg,) = asked.json()["days"][0]["offers"][0]["legs"]
    body = {"day": str(day.day), "windows": [{"request_id": leg["request_id"], **leg["window"]}]}
    kept = desk.post(f"/api/v1/enquiries/{asked.json()['enquiry']['id']}/acceptance", json=body)
    assert kept.status_code == 201, kept.text
    return str(leg["request_id"])


def change(desk: httpx.Client, day: Day, method: str, path: str, body: Any) -> httpx.Response:
    """Change the day as it is."""
    seen = desk.get(day.path).headers["etag"]
    return desk.request(method, day.path + path, json=body, headers={"If-Match": seen})


def mistakes(desk: httpx.Client, day: Day) -> None:
    """Ask for everything that is wrong, with somebody's data in every part of it."""
    name, number, address, trouble = rare.CALLER
    statuses = [
        desk.get(f"/api/v1/clients/{name}").status_code,
        desk.get(f"/{name}/{number}", params={"q": trouble}).status_code,
        desk.get(f"{day.path}/plans/{name}").status_code,
        desk.request("PATCH", f"/api/v1/clients/{name}", json={"name": name}).status_code,
        desk.post("/api/v1/clients", json={"name": name, "home": address, "birth_year": number}).status_code,
        desk.post("/api/v1/clients", json={"name": name, name: trouble, "home": "x"}).status_code,
        desk.post("/api/v1/clients", content=f'{{"name": "{name}", "name": "{number}"'.encode()).status_code,
        desk.post("/api/v1/enquiries", json={"requests": [{"kind": name}], "days": [number]}).status_code,
        desk.post("/api/v1/clients", data={"name": name}).status_code,
        desk.get("/api/v1/clients", params={"limit": name, "cursor": trouble}).status_code,
        desk.put(
            "/api/v1/clients/K-02", json={"name": name, "home": "baza"}, headers={"If-Match": '"99999"'}
        ).status_code,
        desk.get("/api/v1/clients", headers={"Authorization": f"Bearer {rare.PASSWORDS[3]}"}).status_code,
        desk.post("/api/v1/clients", json={"name": name}, headers={"Origin": "https://zly.example"}).status_code,
    ]
    assert all(400 <= one < 500 for one in statuses), statuses
    assert desk.get("/api/v1/clients/K-01").status_code == 500  # what is planted there


@contextmanager
def worker(data: Path, environment: dict[str, str]) -> Iterator[Path]:
    """Have a worker without a server; give where it writes."""
    log = data / "work.log"
    with log.open("w", encoding="utf-8") as out:
        command = [sys.executable, "-m", "scheduler.cli", "work"]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out) as process:
            try:
                yield log
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=PATIENCE_S)


def until_said(log: Path, words: str) -> None:
    """Wait until a log says something."""
    end = time.monotonic() + PATIENCE_S
    while words not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.1)


def lived(running: Served, data: Path, day: Day) -> str:
    """Live a whole day; return the figures at its end."""
    code = re.search(r"Set-up code .*: (\S{5}-\S{5})$", running.said[0])
    assert code
    administrator(day, code[1])
    dispatcher(day)
    until_said(data / "log", "RuntimeError")
    return httpx.get(f"{day.base}/metrics").text


def audit_of(path: Path) -> str:
    """Return all that the audit holds, as whoever has the file reads it."""
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(map(str, database.execute("SELECT * FROM audit")))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], set[str]]:
    """Everything that a day's programs wrote down, by where, and the day's secrets."""
    folder = tmp_path_factory.mktemp("day")
    data, service_day = folder / "data", datetime.now(UTC).date() + timedelta(days=2)
    data.mkdir()
    write_town(rare.rare_town(service_day), folder / "town")
    planted = f"{rare.plant(folder / 'planted')}{os.pathsep}{ROOT}"
    told = {"DOJAZD_DATA": str(data), "PYTHONPATH": planted, "LANG": "C.UTF-8"}
    environment = {**os.environ, **told}
    command = [sys.executable, "-m", "scheduler.cli", "import", str(folder / "town")]
    imported = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    with served(data, DOJAZD_WORKER="yes", PYTHONPATH=planted) as running:
        day = Day(base=f"http://127.0.0.1:{running.port}", day=service_day)
        with worker(data, environment) as log:
            figures = lived(running, data, day)
            until_said(log, "RuntimeError")
        assert running.end() == 0
    texts = {
        "import": imported.stdout + imported.stderr,
        "service": (data / "log").read_text(encoding="utf-8"),
        "worker": log.read_text(encoding="utf-8"),
        "figures": figures,
        "said": "\n".join(running.said[1:]),
        "audit": audit_of(data / "dojazd.sqlite"),
    }
    return texts, day.secrets


def test_nobody_is_named_in_what_a_day_leaves_behind(written: tuple[dict[str, str], set[str]]) -> None:
    """The log that is sent around for help would hold clients' names, their illnesses, or passwords."""
    texts, secrets = written
    assert "notice.told" in texts["audit"]
    wanted = {one for one in {*rare.personal(), *secrets} if len(one) > 3}
    found = sorted((where, one) for where, text in texts.items() for one in wanted if one.lower() in text.lower())

    assert found == []
    assert len(wanted) > 40


def test_the_log_of_the_day_tells_what_happened(written: tuple[dict[str, str], set[str]]) -> None:
    """An empty log names nobody, either; and what broke could not be found."""
    lines = [json.loads(one) for one in written[0]["service"].splitlines()]
    asked = [one for one in lines if one["event"] == "request"]
    broken = [one for one in lines if one["event"] == "broken"]

    assert {one["status"] for one in asked} >= {200, 201, 202, 401, 403, 404, 405, 409, 412, 415, 422, 500}
    assert {"/api/v1/clients/{client_id}", "/api/v1/session", "-"} <= {one["route"] for one in asked}
    assert [one["error"] for one in broken] == ["ValueError"]
    assert any("sitecustomize" in where for where in broken[0]["where"])
    for where in ("service", "worker"):
        assert "RuntimeError" in written[0][where]
        assert "Traceback" not in written[0][where]
    assert f'town":"{HOME}' not in written[0]["figures"]
