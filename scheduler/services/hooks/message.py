"""What a receiver gets: a JSON object of ids, signed as the Standard Webhooks specification (1.0.0) says.

A receiver checks the signature over `id.timestamp.body` with the shared secret, refuses old timestamps, and keeps the
ids that it has seen. Nobody's name, phone, address or service is in it: who wants to know more asks the API.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.domain.hooks import HookMessage
from scheduler.domain.ids import TownId

PREFIX = "whsec_"
"""Before a secret, where people see one."""
_BYTES = 32


def new_hook_secret() -> str:
    """Return 256 random bits as Base64."""
    return base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def body_of(message: HookMessage, town_id: TownId, zone: ZoneInfo) -> bytes:
    """Return what is told; the same at every attempt."""
    kind, _, key = message.subject.partition(":")
    about = {kind: key} | ({"version": message.version} if message.version is not None else {})
    told = {
        "type": message.action,
        "timestamp": message.happened_at.astimezone(zone).isoformat(),
        "data": {"town": town_id, "number": message.number, **about},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(message: HookMessage, body: bytes, secret: str, now: datetime) -> Mapping[str, str]:
    """Return the headers of one attempt."""
    at = str(int(now.timestamp()))
    signed = b".".join([message.id.encode(), at.encode(), body])
    digest = hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
