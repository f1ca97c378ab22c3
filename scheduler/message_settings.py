"""Settings of messages to clients: who carries letters, and who SMS. What is not set lies in a folder of files."""

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

_NAMES = frozenset({"to", "digits", "text", "from", "id", "secret"})
_PLACE = re.compile(r"\{([a-z]+)\}")


def _is_object(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False


class SmtpSecurity(StrEnum):
    """How the way to the mail server is kept from readers. NONE: only inside the town's own network."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SmsFormat(StrEnum):
    """How a gateway wants what is sent to it."""

    FORM = "form"
    JSON = "json"
    QUERY = "query"


class MessageSettings(BaseSettings):
    """Who carries messages.

    Attributes
    ----------
    outbox : Path or None
        A folder of its own for what nobody else carries, from which the town's own program sends them. None: they lie
        in the folder `outbox` of the data, from which nobody is known to send, so somebody has to phone as well.
    smtp_host, smtp_port, smtp_security : str, int or None, SmtpSecurity
        The mail server; empty: none. Without a port it is 587, with `tls` 465, with `none` 25.
    smtp_user, smtp_password, smtp_password_file : str, str, Path or None
        Who we are there; empty: nobody.
    smtp_from, smtp_reply_to : str
        Addresses that letters come from, and that answers go to.
    smtp_ca, sms_ca : Path or None
        Certificates that are trusted instead of the system's, for a server of the town's own.
    sms_url, sms_method : str, str
        The SMS gateway; empty: none.
    sms_format, sms_body : SmsFormat, str
        What it is sent, as a JSON object. {to} is the number with its +48, {digits} the same without the plus, {text}
        what it says, {from} the sender, {id} our own id of the message, {secret} the secret.
    sms_headers : str
        A JSON object, with the same places.
    sms_secret, sms_secret_file : str, Path or None
        A key of the gateway.
    sms_sender : str
        As the gateway names us: a registered name or a number.
    sms_good : str
        A pattern that a good answer has; empty: whatever has a status of 2xx.
    sms_id : str
        Where a good answer has the gateway's own id: a JSON pointer (`/messages/0/id`), or a pattern with a group.
    """

    outbox: Path | None = None

    smtp_host: str = ""
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: Path | None = None
    smtp_from: str = ""
    smtp_reply_to: str = ""
    smtp_ca: Path | None = None

    sms_url: SecretStr = SecretStr("")
    sms_method: str = Field(default="POST", pattern="^(GET|POST|PUT)$")
    sms_format: SmsFormat = SmsFormat.FORM
    sms_body: str = '{"to": "{to}", "from": "{from}", "message": "{text}"}'
    sms_headers: str = "{}"
    sms_secret: SecretStr = SecretStr("")
    sms_secret_file: Path | None = None
    sms_sender: str = ""
    sms_good: str = ""
    sms_id: str = ""
    sms_ca: Path | None = None

    @field_validator("outbox", "smtp_password_file", "sms_secret_file", "smtp_ca", "sms_ca")
    @classmethod
    def _at_home(cls, value: Path | None) -> Path | None:
        try:
            return None if value is None else value.expanduser().absolute()
        except RuntimeError as error:  # ~nobody
            raise ValueError("there is no such home folder") from error

    @field_validator("sms_body", "sms_headers")
    @classmethod
    def _object(cls, value: str) -> str:
        if not _is_object(value):
            raise ValueError('it is a JSON object, such as {"to": "{to}", "message": "{text}"}')
        unknown = sorted(set(_PLACE.findall(value)) - _NAMES)
        if unknown:
            raise ValueError(f"nothing is known to put for {{{unknown[0]}}}; known are {', '.join(sorted(_NAMES))}")
        return value

    @field_validator("sms_headers")
    @classmethod
    def _lines(cls, value: str) -> str:
        read = json.loads(value)
        if not all(isinstance(one, str) and one.isprintable() and name.isprintable() for name, one in read.items()):
            raise ValueError("headers are texts of one line each")
        return value

    @field_validator("sms_good", "sms_id")
    @classmethod
    def _pattern(cls, value: str) -> str:
        try:
            re.compile(value if not value.startswith("/") else "")
        except re.error as error:
            raise ValueError("it is no pattern that can be read") from error
        return value

    @model_validator(mode="after")
    def _messages_whole(self) -> Self:
        if self.smtp_host and "@" not in self.smtp_from:
            raise ValueError("with DOJAZD_SMTP_HOST an address has to be given that letters come from, SMTP_FROM")
        return self
