"""A real HTTP server on loopback that plays an address service, well or badly, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

type Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Served:
    """What a server heard, and what it says."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    last: Reply | None = None
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)

    @property
    def queries(self) -> list[dict[str, str]]:
        """The query of each request, decoded."""
        return [
            {key: value for key, (value,) in parse_qs(urlsplit(path).query).items()} for path, _, _ in self.requests
        ]

    def next_reply(self) -> Reply:
        """Return the reply to the next request; the last one is repeated."""
        if self.replies:
            self.last = self.replies.pop(0)
        assert self.last is not None
        return self.last


def says(body: object, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON, or with the text or bytes given."""
    content = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent, and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"results": ')
    handler.close_connection = True


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Hang up without a word."""
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, for a second and a half."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    try:
        for _ in range(30):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass  # the client has had enough
    handler.close_connection = True


def slow(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing for a second, then hang up."""
    time.sleep(1.0)
    handler.close_connection = True


@contextmanager
def serving(*replies: Reply) -> Iterator[Served]:
    """Run a server that gives `replies` one after another, the last one for ever."""
    served = Served(replies=list(replies))
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            begun = time.monotonic()
            length = int(self.headers.get("Content-Length") or 0)
            with lock:
                served.requests.append((self.path, dict(self.headers.items()), self.rfile.read(length)))
                reply = served.next_reply()
            reply(self)
            with lock:
                served.times.append((begun, time.monotonic()))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


NOMINATIM = [
    {
        "lat": "51.0560",
        "lon": "21.0470",
        "display_name": "70, Radomska, Starachowice",
        "address": {"house_number": "70", "road": "Radomska", "town": "Starachowice", "postcode": "27-200"},
    }
]
PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [21.0470, 51.0560]},
            "properties": {"housenumber": "70", "street": "Radomska", "city": "Starachowice", "postcode": "27-200"},
        }
    ]
}
PELIAS = {
    "features": [
        {
            "geometry": {"coordinates": [21.0470, 51.0560]},
            "properties": {
                "name": "Radomska 70",
                "housenumber": "70",
                "street": "Radomska",
                "locality": "Starachowice",
                "postalcode": "27-200",
            },
        }
    ]
}
GUGIK = {
    "type": "address",
    "found objects": 1,
    "returned objects": 1,
    "results": {
        "1": {
            "city": "Starachowice",
            "street": "Radomska",
            "number": "70",
            "code": "27-200",
            "teryt": "261101",
            "simc": "0946290",
            "ulic": "18215",
            "accuracy": "1",
            "x": "643414.76",
            "y": "356347.75",
            "geometry_wkt": "POINT(643414.76 356347.75)",
        }
    },
}
GOOD = {"nominatim": NOMINATIM, "photon": PHOTON, "pelias": PELIAS, "gugik": GUGIK}
NOTHING = {
    "nominatim": [],
    "photon": {"features": []},
    "pelias": {"features": []},
    "gugik": {"type": "address", "found objects": 0, "results": None},
}
