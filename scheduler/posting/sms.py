"""SMS: one attempt to give one to a gateway over HTTP, whichever way it wants them.

Gateways differ in names and not in kind: a form, a JSON object or a query with the number and the text, a key in a
header or beside them, and an answer of whose body some say `OK` and others `ERROR` under the same status.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from scheduler.posting.http import Answered, HttpPoster, Sent
from scheduler.services.ports import Carried, CarryFailure, Gone, Parcel, PostFailure

_LATER = frozenset({408, 425, 429})
_SERVER = 500
_LONGEST = 100
_PLACE = re.compile(r"\{([a-z]+)\}")
_FAILURES = {
    PostFailure.ADDRESS: CarryFailure.UNSAFE,
    PostFailure.UNKNOWN: CarryFailure.UNKNOWN,
    PostFailure.SILENT: CarryFailure.SILENT,
    PostFailure.BROKEN: CarryFailure.BROKEN,
}
type Json = Any


@dataclass(frozen=True, kw_only=True)
class SmsGateway:
    """A gateway and how it wants to be asked.

    Attributes
    ----------
    form : str
        form, json or query.
    body, headers : mapping
        With places: {to}, {digits}, {text}, {from}, {id}, {secret}.
    good : str
        A pattern that a good answer has; empty: any.
    reference : str
        A JSON pointer, or a pattern with a group; empty: there is none.
    """

    url: str
    method: str = "POST"
    form: str = "form"
    body: Mapping[str, Json]
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    sender: str = ""
    good: str = ""
    reference: str = ""


class SmsCarrier:
    """Sends SMS through a gateway.

    Parameters
    ----------
    poster : HttpPoster
        Sends over HTTP to whom it may: public servers by TLS, and those of the town's own network.
    """

    def __init__(self, gateway: SmsGateway, poster: HttpPoster) -> None:
        self._gateway, self._poster = gateway, poster

    @property
    def tells(self) -> bool:
        """Whether what a gateway has taken reaches somebody, as far as anybody knows."""
        return True

    @property
    def label(self) -> str:
        """The gateway's server; a key may be in the rest of its address."""
        return urlsplit(self._gateway.url).hostname or ""

    def tidy(self, before: datetime, gone: Gone) -> int:
        """Remove nothing: nothing is kept here."""
        del before, gone
        return 0

    def carry(self, parcel: Parcel) -> Carried:
        """Send an SMS once; whatever goes wrong is in the answer."""
        gateway = self._gateway
        places = {
            "to": parcel.to, "digits": parcel.to.removeprefix("+"), "text": parcel.text, "from": gateway.sender,
            "id": parcel.id, "secret": gateway.secret,
        }  # fmt: skip
        body = _filled(dict(gateway.body), places)
        headers = {name.lower(): _put(value, places) for name, value in gateway.headers.items()}
        url = gateway.url
        match gateway.form:
            case "json":
                sent = json.dumps(body, ensure_ascii=False).encode()
                headers.setdefault("content-type", "application/json")
            case "form":
                sent = urlencode(body).encode()
                headers.setdefault("content-type", "application/x-www-form-urlencoded")
            case _:
                sent, url = b"", f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(body)}"
        return self._told(self._poster.ask(url, Sent(method=gateway.method, body=sent, headers=headers)))

    def _told(self, answered: Answered) -> Carried:
        posted, said = answered.posted, answered.body.decode("utf-8", "replace")
        if posted.status is None:
            failure = _FAILURES.get(posted.failure or PostFailure.BROKEN, CarryFailure.BROKEN)
            return Carried(failure=failure, unsure=answered.unsure)
        if posted.failure is not None:
            later = posted.status in _LATER or posted.status >= _SERVER
            return Carried(failure=CarryFailure.BUSY if later else CarryFailure.REFUSED, status=posted.status)
        if self._gateway.good and re.search(self._gateway.good, said) is None:
            return Carried(failure=CarryFailure.REFUSED, status=posted.status)
        return Carried(status=posted.status, reference=_reference(self._gateway.reference, said))


def _filled(value: Json, places: Mapping[str, str]) -> Json:
    """Return a JSON value with what belongs into its places; the text itself is never read for places again."""
    match value:
        case str():
            return _put(value, places)
        case dict():
            return {name: _filled(each, places) for name, each in value.items()}
        case list():
            return [_filled(each, places) for each in value]
        case _:
            return value


def _put(template: str, places: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: places.get(found[1], found[0]), template)


def _reference(where: str, said: str) -> str:
    """Return the gateway's own id from its answer; empty: it has none."""
    if not where.startswith("/"):
        found = re.search(where, said) if where else None
        return (found[1] if found.re.groups else found[0])[:_LONGEST] if found else ""
    try:
        value = json.loads(said)
        for part in where.split("/")[1:]:
            value = value[int(part)] if isinstance(value, list) else value[part]
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value)[:_LONGEST] if isinstance(value, str | int) else ""
