"""`dojazd serve` as a process of its own, on a database and a port of its own."""

import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

ROOT = Path(__file__).parents[2]


@dataclass
class Served:
    """A running service.

    Attributes
    ----------
    log : Path
        What it writes to its error output.
    """

    process: subprocess.Popen[str]
    said: list[str]
    port: int
    log: Path

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(by)
        return self.process.wait(timeout=30)


@contextmanager
def served(data: Path, *options: str, **settings: str) -> Iterator[Served]:
    """Start a service, and wait for its line; a worker process comes with it only if `DOJAZD_WORKER` is told."""
    command = [sys.executable, "-m", "scheduler.cli", "serve", "--port", "0", *options]
    environment = {**os.environ, "DOJAZD_DATA": str(data), "LANG": "C.UTF-8", "DOJAZD_WORKER": "no", **settings}
    with (data / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8"
        )
    try:
        yield ready(process, data / "log")
    finally:
        process.kill()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


def ready(process: subprocess.Popen[str], log: Path) -> Served:
    """Wait until a service says where it answers."""
    said: list[str] = []
    for line in process.stdout or ():
        said.append(line.rstrip("\n"))
        if found := re.search(r"answers on https?://(?:127\.0\.0\.1|\[::\]):(\d+)$", said[-1]):
            return Served(process, said, int(found[1]), log)
    raise AssertionError(f"it ended with {process.wait()}: {said}")


@dataclass(frozen=True)
class Certificate:
    """A certificate of this computer, its key, the key under a password, and another key."""

    cert: Path
    key: Path
    locked: Path
    other: Path

    def trusted(self) -> ssl.SSLContext:
        """Return a client's settings that trust it."""
        return ssl.create_default_context(cafile=str(self.cert))


def certificate(folder: Path) -> Certificate:
    """Make a certificate for 127.0.0.1."""
    import ipaddress

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now, san = datetime.now(UTC), x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).add_extension(san, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(key, SHA256())
    )  # fmt: skip
    found = Certificate(*(folder / f"{name}.pem" for name in ("cert", "key", "locked", "other")))
    found.cert.write_bytes(made.public_bytes(Encoding.PEM))
    locked = BestAvailableEncryption(b"secret")
    found.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    found.locked.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    other = ec.generate_private_key(ec.SECP256R1())
    found.other.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found
