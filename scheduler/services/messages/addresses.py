"""Where clients can be written to: numbers that take SMS, and addresses of e-mail."""

import re

from scheduler.domain.client import Channel, Client
from scheduler.domain.phone import phone_key

_MOBILE = re.compile(r"(45|50|51|53|57|60|66|69|72|73|78|79|88)\d{7}")
"""Polish numbers of mobile telephones (the numbering plan of UKE); others do not take an SMS."""
_ABROAD = re.compile(r"[1-9]\d{9,14}")
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL = re.compile(rf"{_WORD}(\.{_WORD})*@([a-z0-9-]{{1,63}}\.)+[a-z0-9-]{{2,63}}")
_LONGEST = 254


def sms_number(phone: str) -> str:
    """Return a number as gateways take it, +48600700800; empty: it takes no SMS, or is none."""
    key = phone_key(phone)
    if _MOBILE.fullmatch(key):
        return f"+48{key}"
    abroad = phone.strip().startswith(("+", "00")) and _ABROAD.fullmatch(key) is not None
    return f"+{key}" if abroad else ""


def mail_address(address: str) -> str:
    """Return an address that letters can be sent to, its server in small ASCII letters; empty: it is none."""
    name, at, server = address.strip().rpartition("@")
    try:
        found = f"{name}{at}{server.encode('idna').decode().lower()}"
    except UnicodeError:
        return ""
    return found if len(found) <= _LONGEST and _MAIL.fullmatch(found) else ""


def address_of(client: Client, channel: Channel) -> str:
    """Return where a client is written to by a channel; empty: nowhere."""
    match channel:
        case Channel.SMS:
            return sms_number(client.phone)
        case Channel.EMAIL:
            return mail_address(client.email)
        case _:
            return ""
