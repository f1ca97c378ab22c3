"""Who carries messages to clients: the mail server and the gateway of the settings, or a folder."""

import json
import ssl
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path

from pydantic import SecretStr

from scheduler.domain.client import Channel
from scheduler.domain.errors import InputError, InputProblem
from scheduler.posting import HttpPoster, MailServer, Outbox, SmsCarrier, SmsGateway, SmtpCarrier
from scheduler.services.ports import Carrier
from scheduler.settings import PREFIX, Settings

OWN_NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
"""A gateway may be a box in the town's own rack: whoever names it in the settings looks after the network, too."""
OUTBOX = "outbox"


def carriers_of(settings: Settings) -> Mapping[Channel, Carrier]:
    """Return who carries messages of each channel.

    Raises
    ------
    InputError
        If a file with a secret or a certificate cannot be read.
    """
    outbox = Outbox(settings.outbox or settings.data / OUTBOX, tells=settings.outbox is not None)
    mail: Carrier = _mail(settings) if settings.smtp_host else outbox
    sms: Carrier = _sms(settings) if settings.sms_url.get_secret_value() else outbox
    return {Channel.SMS: sms, Channel.EMAIL: mail}


def _mail(settings: Settings) -> SmtpCarrier:
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security.value,
        user=settings.smtp_user,
        password=_secret(settings.smtp_password, settings.smtp_password_file, "SMTP_PASSWORD_FILE"),
        origin=settings.smtp_from,
        answers=settings.smtp_reply_to,
    )
    return SmtpCarrier(server, trusted=_trusted(settings.smtp_ca, "SMTP_CA"))


def _sms(settings: Settings) -> SmsCarrier:
    gateway = SmsGateway(
        url=settings.sms_url.get_secret_value(),
        method=settings.sms_method,
        form=settings.sms_format.value,
        body=json.loads(settings.sms_body),
        headers=json.loads(settings.sms_headers),
        secret=_secret(settings.sms_secret, settings.sms_secret_file, "SMS_SECRET_FILE"),
        sender=settings.sms_sender,
        good=settings.sms_good,
        reference=settings.sms_id,
    )
    networks = [ip_network(one) for one in OWN_NETWORKS]
    return SmsCarrier(gateway, HttpPoster(allowed=networks, verify=_trusted(settings.sms_ca, "SMS_CA")))


def _secret(given: SecretStr, path: Path | None, name: str) -> str:
    if path is None:
        return given.get_secret_value()
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise _unreadable(name, path) from None


def _trusted(path: Path | None, name: str) -> ssl.SSLContext | None:
    if path is None:
        return None
    try:
        return ssl.create_default_context(cafile=path)
    except OSError:
        raise _unreadable(name, path) from None


def _unreadable(name: str, path: Path) -> InputError:
    right = "name a file that the program may read"
    problem = InputProblem(file="settings", column=PREFIX + name, value=str(path), wrong="cannot be read", right=right)
    return InputError([problem])
