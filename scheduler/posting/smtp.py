"""Letters: one attempt to give one to a mail server, encrypted on its way, and with an end to everything."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address
from threading import Timer
from typing import TYPE_CHECKING, Any

from scheduler.services.ports import Carried, CarryFailure, Gone, Parcel

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

TIMEOUT_S = 8.0
WHOLE_S = 40.0
"""So long a whole attempt may take, of a server that answers a letter at a time."""
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TRY_LATER, _NEVER = range(400, 500), range(500, 600)


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """A mail server and who we are there.

    Attributes
    ----------
    security : str
        starttls, tls or none; the last one is for addresses that are not public.
    origin, answers : str
        Addresses that letters come from, and that answers go to; empty: to the same.
    """

    host: str
    port: int | None = None
    security: str = "starttls"
    user: str = ""
    password: str = ""
    origin: str
    answers: str = ""

    @property
    def door(self) -> int:
        """Its port."""
        return self.port or _PORTS[self.security]


class SmtpCarrier:
    """Sends letters by SMTP (RFC 5321).

    Parameters
    ----------
    timeout_s : float
        Of each step.
    whole_s : float
        Of the attempt, whatever the server does.
    trusted : ssl.SSLContext, optional
        What certificates are checked by; the system's by default.
    """

    def __init__(
        self, server: MailServer, *, timeout_s: float = TIMEOUT_S, whole_s: float = WHOLE_S,
        trusted: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        self._server, self._timeout_s, self._whole_s = server, timeout_s, whole_s
        self._trusted = trusted or ssl.create_default_context()

    @property
    def tells(self) -> bool:
        """Whether what a mail server has taken reaches somebody, as far as anybody knows."""
        return True

    @property
    def label(self) -> str:
        """The server."""
        return f"{self._server.host}:{self._server.door}"

    def tidy(self, before: datetime, gone: Gone) -> int:
        """Remove nothing: nothing is kept here."""
        del before, gone
        return 0

    def carry(self, parcel: Parcel) -> Carried:
        """Send a letter once; whatever goes wrong is in the answer."""
        given = False
        try:
            letter = self._letter(parcel).as_bytes(policy=SMTP)
            with self._open() as mail:
                _expect(mail.mail(self._server.origin))
                _expect(mail.rcpt(parcel.to))
                given = True
                code, said = mail.data(letter)
                given = False
                _expect((code, said))
                return Carried(status=code, reference=said.decode("ascii", "replace")[:100])
        except smtplib.SMTPAuthenticationError as error:
            later = error.smtp_code in _TRY_LATER  # as when its list of passwords cannot be had (RFC 4954, 454)
            return Carried(failure=CarryFailure.BUSY if later else CarryFailure.SIGN_IN, status=error.smtp_code)
        except smtplib.SMTPResponseException as error:
            return Carried(failure=_failure_of(error.smtp_code), status=error.smtp_code)
        except (smtplib.SMTPNotSupportedError, ssl.SSLError, _UnsafeError) as error:
            cut = isinstance(error, ssl.SSLEOFError)  # it was restarted while we spoke
            return Carried(failure=CarryFailure.BROKEN if cut else CarryFailure.UNSAFE, unsure=given)
        except TimeoutError:
            return Carried(failure=CarryFailure.SILENT, unsure=given)
        except socket.gaierror:
            return Carried(failure=CarryFailure.UNKNOWN)
        except (OSError, smtplib.SMTPException):
            return Carried(failure=CarryFailure.BROKEN, unsure=given)
        except (ValueError, IndexError):  # no letter can be made of it
            return Carried(failure=CarryFailure.REFUSED)

    @contextmanager
    def _open(self) -> "Iterator[smtplib.SMTP]":
        """Yield a session in which we are known; how it is closed changes nothing for a letter that was taken."""
        server = self._server
        if server.security == "none":
            _require_private(server.host, server.door)
        mail = self._connected()
        try:
            if server.security == "starttls":
                mail.starttls(context=self._trusted)
                mail.ehlo()
            if server.user:
                mail.login(server.user, server.password)
            yield mail
            with suppress(OSError):  # the letter was taken, whatever becomes of the goodbye
                mail.quit()
        finally:
            mail.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        times = {"timeout": self._timeout_s, "whole_s": self._whole_s}
        if server.security == "tls":
            return _BoundedTls(server.host, server.door, **times, context=self._trusted)
        mail = _Bounded(server.host, server.door, **times)
        mail.ehlo()
        return mail

    def _letter(self, parcel: Parcel) -> EmailMessage:
        server, letter = self._server, EmailMessage(policy=SMTP)
        letter["From"] = Address(parcel.sender, addr_spec=server.origin)
        letter["To"] = Address(addr_spec=parcel.to)
        if server.answers:
            letter["Reply-To"] = Address(addr_spec=server.answers)
        letter["Subject"] = parcel.subject
        letter["Date"] = format_datetime(datetime.now(UTC))
        letter["Message-ID"] = f"<{parcel.id}@{server.origin.rpartition('@')[2]}>"  # the same at every attempt
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
        letter.set_content(parcel.text, cte="quoted-printable")
        return letter


class _Bounded(smtplib.SMTP):
    """A session that is cut when its time is over: each byte that comes would grant a timeout of its own.

    Nothing is sent after that: another server may have the message by then.
    """

    def __init__(self, host: str, port: int, *, whole_s: float, **more: Any) -> None:
        self._over, self._timer = False, Timer(whole_s, self._cut)
        self._timer.daemon = True
        self._timer.start()
        try:
            super().__init__(host, port, **more)
        except BaseException:
            self._timer.cancel()
            raise

    def send(self, s: "ReadableBuffer | str") -> None:
        """Send something, unless the time is over."""
        self._require_time()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Return the answer; a session that was cut says that it took too long, and not that nobody is there."""
        try:
            return super().getreply()
        finally:
            self._require_time()

    def close(self) -> None:
        """End it."""
        self._timer.cancel()
        super().close()

    def _require_time(self) -> None:
        if self._over:
            raise TimeoutError

    def _cut(self) -> None:
        self._over = True
        if self.sock is not None:  # there is none yet while it connects
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)  # a read that waits returns at once


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    """The same by TLS."""


class _UnsafeError(Exception):
    """Everybody on the way could read it."""


def _require_private(host: str, port: int) -> None:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if any(ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found):
        raise _UnsafeError


def _expect(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code in _TRY_LATER or code in _NEVER:
        raise smtplib.SMTPResponseException(code, said)


def _failure_of(code: int) -> CarryFailure:
    return CarryFailure.REFUSED if code in _NEVER else CarryFailure.BUSY
