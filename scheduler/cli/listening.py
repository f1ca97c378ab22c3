"""Where `dojazd serve` listens, and whether it may: nothing personal goes in the clear by one option."""

import errno
import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import NoReturn

from scheduler.domain.errors import InputError, InputProblem

UNSENT = 16 * 1024
"""Bytes of an answer that the system takes over before the other side has room for them; else it takes megabytes."""


@dataclass(frozen=True, kw_only=True)
class Listening:
    """Where and how to listen.

    Attributes
    ----------
    greet : callable
        What else is done once it answers, with the address where it does.
    """

    host: str
    port: int
    tls_cert: Path | None = None
    tls_key: Path | None = None
    plain_http: bool = False
    greet: Callable[[str], object] = lambda _address: None

    @property
    def encrypted(self) -> bool:
        """Whether it speaks HTTPS."""
        return self.tls_cert is not None


def check_listening(asked: Listening, *, behind_proxy: bool) -> None:
    """Refuse what would send personal data in the clear, or cannot work.

    Raises
    ------
    InputError
        In one sentence.
    """
    if (asked.tls_cert is None) != (asked.tls_key is None):
        missing = "--tls-key" if asked.tls_key is None else "--tls-cert"
        _refuse(missing, "is missing", "give both, the certificate and its key")
    if asked.tls_cert is not None and asked.tls_key is not None:
        _certified(asked.tls_cert, asked.tls_key)
    elif not (_is_loopback(asked.host) or behind_proxy or asked.plain_http):
        right = (
            "give --tls-cert and --tls-key; or stand behind a proxy (DOJAZD_PUBLIC_URL and DOJAZD_TRUSTED_PROXIES); or "
            "say --plain-http if the network is nobody else's"
        )
        _refuse(f"--host {asked.host}", "would send passwords and addresses of clients in the clear", right)


def encryption(asked: Listening) -> ssl.SSLContext | None:
    """Return how to encrypt; None: not at all.

    Raises
    ------
    InputError
        If the certificate cannot be used.
    """
    return None if asked.tls_cert is None or asked.tls_key is None else _certified(asked.tls_cert, asked.tls_key)


def _certified(cert: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for option, path in (("--tls-cert", cert), ("--tls-key", key)):
        if not os.access(path, os.R_OK) or path.is_dir():
            _refuse(f"{option} {path}", "cannot be read", "name a PEM file that this user may read")
    try:
        context.load_cert_chain(cert, key, password=lambda: "")  # an encrypted key would be asked for at a terminal
    except (ssl.SSLError, ValueError, OSError) as error:
        mismatch = getattr(error, "reason", "") == "KEY_VALUES_MISMATCH"
        wrong = "does not belong to the certificate" if mismatch else "cannot be used"
        right = "give a certificate chain and its private key, both PEM, the key without a password"
        _refuse(f"--tls-cert {cert}, --tls-key {key}" if not mismatch else f"--tls-key {key}", wrong, right)
    return context


@contextmanager
def bound(asked: Listening) -> Iterator[socket.socket]:
    """Give a socket that listens.

    Raises
    ------
    InputError
        If somebody else listens there, or the address is not this computer's.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(asked.host, asked.port, type=socket.SOCK_STREAM)[0]
        # By this number asyncio knows that it may send without waiting for more (TCP_NODELAY): else 40 ms an answer.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        _refuse(f"--host {asked.host}", "is no address of this computer", "give 127.0.0.1, or one that it has")
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "TCP_NOTSENT_LOWAT"):  # so that one sees how much of an answer is read
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
            listener.bind(address)
            listener.listen(2048)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                _refuse(f"--port {asked.port}", "is taken by another program", "choose another one, or stop that")
            if error.errno == errno.EACCES:
                _refuse(f"--port {asked.port}", "needs an administrator", "choose one from 1024")
            _refuse(f"--host {asked.host}", "is no address of this computer", "give 127.0.0.1, or one that it has")
        yield listener


def is_free(asked: Listening) -> bool:
    """Return whether one can listen there just now."""
    try:
        with bound(asked):
            return True
    except InputError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(what: str, wrong: str, right: str) -> NoReturn:
    raise InputError([InputProblem(file=what, wrong=wrong, right=right)]) from None
