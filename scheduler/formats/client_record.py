"""A client's record as a document for programs, and as a page that people can read and print; all in it is data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from zoneinfo import ZoneInfo

from scheduler.domain.client_record import ClientRecord
from scheduler.domain.request import Delivery, Ride, Visit
from scheduler.formats.codec import Json, encode, json_schema

_REQUESTS = (Visit, Ride, Delivery)
SCHEMA = 1
"""A key that goes or changes its meaning raises it."""

_TITLES: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "record": "Wszystko, co o Państwu przechowujemy", "client": "Osoba", "places": "Dom", "bookings": "Rezerwacje",
        "planned": "Zaplanowane przyjazdy", "events": "Meldunki załóg z trasy", "disruptions": "Zakłócenia",
        "checks": "Gdy nikt nie otwierał", "absences": "Nieobecności", "enquiries": "Zgłoszenia",
        "series": "Usługi powtarzane",
        "waiting": "Lista oczekujących", "notices": "Powiadomienia",
        "messages": "Wysłane wiadomości", "message_wishes": "Życzenia co do wiadomości", "cards": "Linki do kart",
        "entitlements": "Uprawnienia",
        "statements": "Ustalenia biura", "actuals": "Zapisy zamkniętych dni",
        "learned": "Czas trwania usług według zapisów",
        "consumptions": "Wykorzystanie uprawnień",
        "audit": "Kto czytał lub zmieniał dane", "town_id": "Miasto", "made_at": "Stan na",
        "schema": "Wersja zapisu",
    },
    "en": {
        "record": "Everything that we keep about you", "client": "Person", "places": "Home", "bookings": "Bookings",
        "planned": "Planned arrivals", "events": "Reports of crews on their way", "disruptions": "Disruptions",
        "checks": "When nobody answered", "absences": "Absences", "enquiries": "Enquiries",
        "series": "Recurring services", "statements": "What the office found out", "actuals": "Records of closed days",
        "learned": "How long services take by these records",
        "waiting": "Waiting list", "notices": "Notices",
        "messages": "Messages sent", "message_wishes": "Wishes about messages", "cards": "Links to cards",
        "entitlements": "Entitlements", "consumptions": "Use of entitlements", "audit": "Who read or changed the data",
        "town_id": "Town", "made_at": "As of", "schema": "Version of this record",
    },
}  # fmt: skip
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:bold}dd{margin:0 0 .4rem 1.5rem}"
)


@dataclass(frozen=True, kw_only=True)
class RecordDocument(ClientRecord):
    """A record with the number of its shape."""

    schema: int


def record_document(record: ClientRecord, zone: ZoneInfo) -> Json:
    """Return a record in plain values, its instants by the town's clock."""
    return encode(RecordDocument(schema=SCHEMA, **vars(record)), zone=zone)


def record_schema() -> Mapping[str, Json]:
    """Return the JSON Schema of such documents; a request is a visit, a ride or a delivery."""
    schema = json_schema(RecordDocument)
    definitions: dict[str, Json] = {}
    for document in (schema, *map(json_schema, _REQUESTS)):
        found = document["$defs"]
        definitions |= found if isinstance(found, dict) else {}
    either: list[Json] = [{"$ref": f"#/$defs/{kind.__name__}"} for kind in _REQUESTS]
    return {**schema, "$defs": {**definitions, "Request": {"anyOf": either}}}


def record_html(document: Json, language: str) -> str:
    """Return the page of a record as `record_document` returns it.

    Parameters
    ----------
    language : str
        pl or en.
    """
    titles = _TITLES[language]
    sections = document if isinstance(document, dict) else {}
    body = "".join(
        f"<section><h2>{escape(titles.get(name, name))}</h2>{''.join(_shown(value))}</section>"
        for name, value in sections.items()
        if value not in ([], {}, None, "")
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{titles["record"]}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{titles['record']}</h1>{body}</body></html>\n"
    )


def _shown(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        yield "<dl>"
        for name, each in value.items():
            if each not in ([], {}, None, ""):
                yield f"<dt>{escape(name)}</dt><dd>{''.join(_shown(each))}</dd>"
        yield "</dl>"
    elif isinstance(value, list):
        yield "<ol>"
        for each in value:
            yield f"<li>{''.join(_shown(each))}</li>"
        yield "</ol>"
    else:
        yield escape(str(value))
