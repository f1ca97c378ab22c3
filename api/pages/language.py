"""The language that somebody reads: the chosen one, the browser's, Polish."""

from starlette.requests import Request

from scheduler.formats.sheets.words import LANGUAGES, Lang

COOKIE = "dojazd-language"
_DEFAULT: Lang = "pl"


def language_of(request: Request) -> Lang:
    """Return the language of a page."""
    return _known(request.cookies.get(COOKIE, "")) or _wished(request.headers.get("accept-language", "")) or _DEFAULT


def _known(name: str) -> Lang | None:
    return next((lang for lang in LANGUAGES if lang == name), None)


def _wished(header: str) -> Lang | None:
    """Return the first of ours in an `Accept-Language`, which browsers send in the order of wish."""
    names = (part.partition(";")[0].strip().lower().partition("-")[0] for part in header[:200].split(","))
    return next((lang for name in names if (lang := _known(name)) is not None), None)
