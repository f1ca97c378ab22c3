"""Pages from templates: with the texts of the reader's language and what every page shows."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.asking import asking_of, office_of
from api.middleware.identity import csrf_token
from api.pages.assets import address
from api.pages.clocks import Clocks
from api.pages.language import language_of
from api.pages.navigation import entries_for
from api.pages.texts import texts_for_scripts, texts_of
from scheduler.formats.sheets.words import LANGUAGES
from scheduler.services.facts import town_head

FOLDER = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """Return the templates; what is put in is escaped, and what is missing is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.globals["asset"] = address
    return made


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page, or a part of one.

    Parameters
    ----------
    template : str
        Its file in `templates`.
    **values
        What it shows. Every template has, besides: `t` (`Words`), `clock` (`Clocks`, where a town is known), `lang`,
        `me` (`Principal` or None), `my_name`, `town_name`, `entries`, `path`, `here` (the path with its query), `csrf`
        and `scripts` (`texts_for_scripts` of pages).
    """
    known = {**_nobody(request), **_reader(request), **values}
    text = environment().get_template(template).render(known)
    return HTMLResponse(text, status_code=status, headers={"Content-Language": known["lang"], "Vary": "HX-Request"})


def bare_page(request: Request, template: str, *, status: int, **values: Any) -> HTMLResponse:
    """Return a page that shows nothing of the database, which perhaps does not answer."""
    text = environment().get_template(template).render({**_nobody(request), **values})
    return HTMLResponse(text, status_code=status)


def _nobody(request: Request) -> Mapping[str, Any]:
    lang = language_of(request)
    words = texts_of(lang)
    return {
        "t": words, "lang": lang, "languages": LANGUAGES, "path": request.url.path, "here": _here(request), "me": None,
        "my_name": "", "town_name": "", "entries": (), "csrf": "",
        "scripts": lambda *pages: texts_for_scripts(words, *pages),
    }  # fmt: skip


def _here(request: Request) -> str:
    """Return the address of a page in this service, with what was asked for."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _reader(request: Request) -> Mapping[str, Any]:
    """Return what is known of whoever reads."""
    asking = asking_of(request.scope)
    if (me := asking.principal) is None:
        return {}
    office = office_of(request)
    user = office.accounts.users.find(me.user_id)
    with office.store.reading(me.town_id) as unit:
        head = town_head(unit)
    return {
        "me": me, "my_name": user.name if user else "", "town_name": head.name, "entries": entries_for(me),
        "csrf": csrf_token(asking.cookie) if asking.cookie else "",
        "clock": Clocks(head.zone, texts_of(language_of(request)), office.clock.now().astimezone(head.zone)),
    }  # fmt: skip
