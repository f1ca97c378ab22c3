"""`dojazd serve`, `users` and `tokens` as processes: a real server on loopback, TLS, signals, and what it refuses."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from scheduler.bootstrap import web_office
from scheduler.cli import main
from scheduler.cli.listening import Listening, bound, check_listening
from scheduler.domain.errors import InputError
from scheduler.services.keeping import keep_town
from scheduler.settings import load_settings
from tests.api.world import HOME, PASSWORD, town
from tests.serving.serving import Certificate, Served, certificate, served

POST = b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def kept_town(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a town in the database of a data folder."""
    monkeypatch.setenv("DOJAZD_DATA", str(data))
    office = web_office(load_settings(), told=lambda _key, _path: None)
    with office.store.writing(HOME) as unit:
        keep_town(unit, town(HOME), datetime.now(UTC))
    office.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as monkeypatch:
        kept_town(folder, monkeypatch)
    return folder


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[Served]:
    with served(data) as running:
        yield running


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls"))


def asked(port: int, *pieces: bytes) -> bytes:
    """Send bytes as they are, and return what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for piece in pieces:
            try:
                line.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):  # it has answered and closed already
                break
        back = b""
        while True:
            try:
                piece = line.recv(65_536)
            except ConnectionResetError:
                return back
            if not piece:
                return back
            back += piece


def test_a_first_run_makes_its_administrator(service: Served) -> None:
    """Nobody could ever sign in to a fresh installation, or anybody could make themselves its owner."""
    code = re.search(r"Set-up code .*: (\S{5}-\S{5})$", service.said[0])
    assert code
    body = {"setup_code": code[1], "sign_in": "maria", "name": "Maria Wilk", "password": PASSWORD}
    with httpx.Client(base_url=f"http://127.0.0.1:{service.port}") as client:
        assert client.get("/ready").json() == {"status": "ok"}
        assert client.post("/api/v1/setup", json=body).status_code == 201
        assert client.post("/api/v1/setup", json=body).status_code == 401
        answer = client.post("/api/v1/session", json={"sign_in": "maria", "password": PASSWORD})
        assert answer.json()["second_factor"] == "wanted"
        assert "Secure" not in answer.headers["set-cookie"]
        assert client.get("/api/v1/session").json()["town_id"] == HOME


def test_a_body_without_a_length_has_an_end(service: Served) -> None:
    """A body sent in pieces for ever would fill the memory of the server."""
    head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    back = asked(service.port, head, *[piece] * 40)

    assert back.startswith(b"HTTP/1.1 413 ")
    assert b"application/problem+json" in back


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
        b"GET /health HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\x00: y\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n12345",
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\n",
        b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET /api/v1/clients\r\nSet-Cookie: x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%ff%fe/\xc5\x82 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_broken_requests_do_no_harm(service: Served, request_: bytes) -> None:
    """Two servers in a row would read one request as two, or a scanner would stop the service."""
    closing = request_.replace(b"Host: x\r\n", b"Host: x\r\nConnection: close\r\n", 1)
    back = asked(service.port, closing)

    assert re.match(rb"HTTP/1\.1 4\d\d ", back), back[:200]
    assert b"Traceback" not in back
    assert httpx.get(f"http://127.0.0.1:{service.port}/health").status_code == 200


def test_the_log_is_json_and_names_nobody(service: Served, data: Path) -> None:
    """A log that holds what was sent would hold clients' names and passwords."""
    base = f"http://127.0.0.1:{service.port}"
    httpx.post(f"{base}/api/v1/session?name=Helena", json={"sign_in": "Zofia.Maj", "password": PASSWORD})
    text = (data / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    assert {"route", "status", "ms", "request"} <= set(lines[-1])
    for word in ("Helena", "Zofia", PASSWORD, "127.0.0.1"):
        assert word not in text.partition("{")[2]


def test_sigterm_lets_open_requests_end(data: Path) -> None:
    """An update of the server would cut off a dispatcher in the middle of saving."""
    with served(data) as running:
        body = json.dumps({"sign_in": "nobody", "password": "x"}).encode()
        head = POST + f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as line:
            line.sendall(head)
            assert line.recv(1000).startswith(b"HTTP/1.1 100")  # the application waits for the body
            ended: list[int] = []
            waiting = threading.Thread(target=lambda: ended.append(running.end()))
            waiting.start()
            while _answers(running.port):
                pass
            line.sendall(body)
            back = line.recv(65_536)
            waiting.join(timeout=30)

    assert back.startswith(b"HTTP/1.1 401")
    assert ended == [0]


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def test_https_is_spoken(data: Path, tls: Certificate) -> None:
    """Passwords would travel in the clear, and phones could not keep the itinerary."""
    with served(data, "--tls-cert", str(tls.cert), "--tls-key", str(tls.key)) as running:
        base = f"https://127.0.0.1:{running.port}"
        with httpx.Client(base_url=base, verify=tls.trusted()) as client:
            health = client.get("/health")
            answer = client.post("/api/v1/session", json={"sign_in": "x", "password": "y"}, headers={"Origin": base})
        assert health.headers["strict-transport-security"].startswith("max-age=")
        assert answer.status_code == 401
        assert not asked(running.port, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_answers_leave_at_once() -> None:
    """Each answer would wait 40 ms for the client's computer to say that it has heard the beginning."""
    with bound(Listening(host="127.0.0.1", port=0)) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP  # what asyncio looks at before it asks for TCP_NODELAY


def refused(listening: Listening, *, behind_proxy: bool = False) -> str:
    """Return what is said against listening so; empty: nothing."""
    try:
        check_listening(listening, behind_proxy=behind_proxy)
        with bound(listening):
            return ""
    except InputError as error:
        return str(error)


def test_what_cannot_be_served_is_said_in_one_sentence(tls: Certificate, tmp_path: Path) -> None:
    """Whoever installs it would read a traceback, or not notice that nobody is served."""
    (tmp_path / "text.pem").write_text("no certificate")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "is taken" in refused(Listening(host="127.0.0.1", port=port))
    for cert, key, wrong in (
        (tls.cert, None, "--tls-key: is missing"),
        (None, tls.key, "--tls-cert: is missing"),
        (tmp_path / "none.pem", tls.key, "cannot be read"),
        (tls.cert, tmp_path, "cannot be read"),
        (tmp_path / "text.pem", tls.key, "cannot be used"),
        (tls.cert, tls.other, "does not belong to the certificate"),
        (tls.cert, tls.locked, "cannot be used"),
    ):
        assert wrong in refused(Listening(host="127.0.0.1", port=0, tls_cert=cert, tls_key=key))
    assert "no address of this computer" in refused(Listening(host="192.0.2.1", port=0, plain_http=True))
    assert "no address of this computer" in refused(Listening(host="no such host.invalid", port=0, plain_http=True))


def test_the_open_net_is_refused_without_tls(tls: Certificate) -> None:
    """Somebody would put clients' addresses on the town's network in the clear, by one option."""
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        assert "in the clear" in refused(Listening(host=host, port=0))
    assert refused(Listening(host="0.0.0.0", port=0), behind_proxy=True) == ""
    assert refused(Listening(host="0.0.0.0", port=0, plain_http=True)) == ""
    assert refused(Listening(host="0.0.0.0", port=0, tls_cert=tls.cert, tls_key=tls.key)) == ""


def run(monkeypatch: pytest.MonkeyPatch, *words: str, typed: str = "") -> int:
    """Run a command in this process; return its exit code."""
    from io import StringIO

    monkeypatch.setattr("sys.argv", ["dojazd", *words])
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_taken_port_ends_with_exit_code_2(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A supervisor would take it for a crash, and start it again and again."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run(monkeypatch, "serve", "--port", str(taken.getsockname()[1])) == 2
    assert capfd.readouterr().err.count("\n") == 1


def test_users_are_made_and_shut_out_from_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An administrator who lost the phone would have no way back in."""
    kept_town(tmp_path, monkeypatch)
    add = ("users", "add", "Anna", "--name", "Anna Nowak", "--role")

    assert run(monkeypatch, *add, "dispatcher", typed="short\n") == 2
    assert run(monkeypatch, *add, "worker", typed=PASSWORD) == 2
    for role in ("dispatcher", "administrator"):
        assert run(monkeypatch, *add, role, typed="\n") == 2
    assert "password: is missing" in capfd.readouterr().err
    assert run(monkeypatch, *add, "dispatcher", typed=f"{PASSWORD}\n") == 0
    assert run(monkeypatch, *add, "dispatcher", typed=f"{PASSWORD}\n") == 2
    assert run(monkeypatch, "users", "password", "anna", typed="zupelnie inne haslo") == 0
    assert run(monkeypatch, "users", "password", "nobody", typed="zupelnie inne haslo") == 2
    assert run(monkeypatch, "users", "deactivate", "anna") == 0
    capfd.readouterr()
    assert run(monkeypatch, "users", "list") == 0
    assert re.fullmatch(rf"U-\S+  anna  dispatcher  {HOME}  Anna Nowak  \(shut out\)\n", capfd.readouterr().out)
    worker = ("users", "add", "jan", "--name", "Jan Lis", "--role", "worker", "--staff", next(iter(town(HOME).staff)))
    assert run(monkeypatch, *worker, typed="\n") == 0
    assert "phone signed in by a code" in capfd.readouterr().out
    office = web_office(load_settings())
    with office.store.reading(HOME) as unit:
        told = [(one.event.by, one.event.action) for one in unit.audit.entries()]
    office.close()
    assert told == [("terminal", f"user.{what}") for what in ("added", "changed", "changed", "added")]


def test_tokens_are_made_and_revoked_from_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The figures' server could not be let in, or not be shut out again."""
    kept_town(tmp_path, monkeypatch)

    assert run(monkeypatch, "tokens", "add", "Grafana", "--scope", "users") == 2
    assert run(monkeypatch, "tokens", "add", "Grafana", "--scope", "metrics.read", "--days", "30") == 0
    made = capfd.readouterr().out
    token_id = made.split(",")[0]
    assert re.search(r"\ndojazd_\S{43}\n$", made)
    assert run(monkeypatch, "tokens", "revoke", token_id) == 0
    assert run(monkeypatch, "tokens", "revoke", "T-nothing") == 2
    capfd.readouterr()
    assert run(monkeypatch, "tokens", "list") == 0
    assert capfd.readouterr().out == f"{token_id}  Grafana  metrics.read  revoked\n"
