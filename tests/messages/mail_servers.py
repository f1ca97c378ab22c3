"""Real mail servers on loopback, which keep what they get and may want to know who asks."""

import ssl
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD, LATER = "dojazd", "a secret", "asked while nobody can look"


@dataclass
class Got:
    """What a server got, and how it answers: the answers in turn, the last one for ever."""

    answers: list[str] = field(default_factory=lambda: ["250 OK"])
    letters: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter, or refuse it."""
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.startswith("2") and isinstance(envelope.content, bytes):
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return answer


class _OnAnyPort(Controller):
    """A server on whatever port is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def certificate(folder: Path) -> Path:
    """Return a file with a certificate of 127.0.0.1 and its key, made by nobody known."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(hours=1), not_valid_after=now + timedelta(days=1),
    ).add_extension(names, critical=False).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    ).sign(key, hashes.SHA256())  # fmt: skip
    path = folder / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def mail_server(*answers: str, shown: Path | None = None) -> Iterator[Got]:
    """Run a mail server; with a certificate it wants STARTTLS, and a password."""
    got = Got(answers=list(answers) or ["250 OK"])
    more: dict[str, Any] = {}
    if shown is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(shown)
        more = {
            "tls_context": context, "require_starttls": True, "auth_required": True, "auth_require_tls": True,
            "authenticator": _knows,
        }  # fmt: skip
    controller = _OnAnyPort(got, hostname="127.0.0.1", port=0, **more)
    controller.start()
    got.port = controller.port
    try:
        yield got
    finally:
        controller.stop()


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, asked: object) -> AuthResult:
    assert isinstance(asked, LoginPassword)
    known = (asked.login, asked.password) == (USER.encode(), PASSWORD.encode())
    if asked.password == LATER.encode():
        return AuthResult(success=False, handled=False, message="454 4.7.0 Temporary authentication failure")
    return AuthResult(success=known, handled=False)  # the server itself says so
