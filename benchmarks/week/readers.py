"""Who only reads: a manager with figures and pages' data, calendar programs; and a receiver of the town's hooks."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.week.asking import Client
from benchmarks.week.clock import WeekClock
from benchmarks.week.ledger import Ledger
from fixtures.moments import ZONE

OF_A_DAY = ("board", "live", "alerts", "notices")
FAILS_EVERY = 9
"""So often the receiver answers that it cannot: the postman has to come again."""


@dataclass
class Manager:
    """Somebody who looks at figures, the board and the week, and checks the audit's chain."""

    client: Client
    feeds: tuple[str, ...]
    clock: WeekClock
    last: date

    def run(self) -> None:
        """Look around twice an hour."""
        while (day := self.clock.now().astimezone(ZONE).date()) <= self.last:
            for path in [*(f"/days/{day}/{what}" for what in OF_A_DAY), f"/weeks/{day}", "/kpis", "/days"]:
                answer = self.client.ask("GET", f"/api/v1{path}")
                if answer.status_code not in {200, 404, 409}:
                    self.client.ledger.note("odd", path=path, status=answer.status_code, said=answer.text[:300])
            for token in self.feeds:
                answer = self.client.ask("GET", f"/calendars/{token}.ics")
                if answer.status_code != 200 or not answer.text.startswith("BEGIN:VCALENDAR"):
                    self.client.ledger.note("odd", path="calendar", status=answer.status_code, said=answer.text[:300])
            chain = self.client.get("/api/v1/audit/check")
            self.client.ledger.note("chain", told=chain)
            self.clock.sleep(timedelta(minutes=30))


def receive(port: int, ledger: Ledger, secret_of: Callable[[], str]) -> None:
    """Take what the town tells, check its signature, and now and then answer that it cannot be taken."""
    count = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            nonlocal count
            count += 1
            body = self.rfile.read(int(self.headers["content-length"]))
            key, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
            digest = hmac.new(base64.b64decode(secret_of()), f"{key}.{at}.".encode() + body, hashlib.sha256).digest()
            signed = self.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
            takes = bool(count % FAILS_EVERY)
            told = json.loads(body)
            ledger.note(
                "hook", id=key, taken=takes and signed, signed=signed, number=told["data"]["number"], type=told["type"]
            )
            self.send_response(204 if takes and signed else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
