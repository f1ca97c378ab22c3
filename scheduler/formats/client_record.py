"""A client's record as a page that people can read and print; everything in it is data."""

from collections.abc import Iterator, Mapping
from html import escape

from scheduler.formats.codec import Json

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
        "town_id": "Town", "made_at": "As of",
    },
}  # fmt: skip
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:bold}dd{margin:0 0 .4rem 1.5rem}"
)


def record_html(document: Json, language: str) -> str:
    """Return the page of a record as `codec.encode` writes it.

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
