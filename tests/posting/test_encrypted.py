"""Sending by TLS: to an address that was looked up beforehand, and still only to whoever can show the name."""

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from scheduler.posting import HttpPoster
from scheduler.posting.targets import Address
from scheduler.services.ports import Posted, PostFailure
from tests.posting.receivers import receiving

NAMED = "portal.town.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of one name, which is trusted, with its key."""
    key, subject, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAMED)]), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "one.pem"
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(kept + made.public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (NAMED, Posted(status=204)),
        ("another.town.example", Posted(failure=PostFailure.BROKEN)),
        ("127.0.0.1", Posted(failure=PostFailure.BROKEN)),
    ],
)
def test_only_whoever_shows_the_name_is_told(certificate: Path, host: str, expected: Posted) -> None:
    """Whoever answers for a name server, or sits on the way, would be told instead of the town's portal."""

    def here(_host: str, _port: int) -> Sequence[Address]:
        return [ip_address("127.0.0.1")]

    trusting = ssl.create_default_context(cafile=str(certificate))
    sender = HttpPoster(allowed=[ip_network("127.0.0.0/8")], timeout_s=2.0, verify=trusting, looking_up=here)
    with receiving(204, shown=certificate) as receiver:
        assert sender.post(f"https://{host}:{receiver.port}/x", b"{}", {}) == expected
    assert len(receiver.got) == (expected.failure is None)
