"""The phone of a driver or field worker: an app that is installed from a page and works without a signal.

The page itself is the same for everybody: it is kept by the phone, and what it shows comes from the phone's own copy.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath

from fastapi import Request
from starlette.responses import Response

from api.pages.assets import FOLDER, address, assets, digest
from api.pages.language import language_of
from api.pages.rendering import FOLDER as TEMPLATES
from api.pages.rendering import bare_page
from api.pages.routing import page_router
from api.pages.texts import FOLDER as TEXTS
from api.pages.texts import texts_of
from api.routing import needs
from scheduler.services.access import Permission

router = page_router()
SHELL, SIGN_IN = "/my-day", "/phone"
_public = [needs(Permission.PUBLIC)]
_BEGINS = ("css/tokens.css", "css/base.css", "css/phone.css", "img/icon.svg", "img/icon-192.png")
_IMPORT = re.compile(r'^\s*(?:import|export)\b[^"\n]*"(\.{1,2}/[^"]+)"', re.MULTILINE)
_GROUND = "#0d5f73"
_ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-mask-512", 512, "maskable"))


@router.get(SHELL, dependencies=_public)
def my_day(request: Request) -> Response:
    """Show a worker's day; nothing of it is in the page."""
    return bare_page(request, "my_day.html", status=200, is_demo=request.app.state.is_demo)


@router.get(SIGN_IN, dependencies=_public)
def sign_phone_in(request: Request) -> Response:
    """Show where a phone is signed in by the office's code, which no server sees in the address."""
    return bare_page(request, "phone.html", status=200)


@router.get(f"{SHELL}/worker.js", dependencies=_public)
def worker() -> Response:
    """Return the program that keeps the page on the phone; another release has another one."""
    known = {"release": release(), "shell": SHELL, "files": list(kept_files())}
    text = f"const KEPT = {json.dumps(known)};\n{assets()['js/phone/worker.js'].content.decode()}"
    headers = {"Service-Worker-Allowed": SHELL, "Cache-Control": "no-cache"}
    return Response(text, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get(f"{SHELL}/app.webmanifest", dependencies=_public)
def manifest(request: Request) -> Response:
    """Return what a phone shows of the app once it is installed."""
    words = texts_of(language_of(request))
    icons = [
        {"src": address(f"img/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in _ICONS
    ]
    told = {
        "id": SHELL, "start_url": SHELL, "scope": "/", "display": "standalone", "orientation": "portrait",
        "name": f"Dojazd: {words('phone.title')}", "short_name": words("phone.title"), "lang": words.lang,
        "background_color": _GROUND, "theme_color": _GROUND, "icons": icons,
    }  # fmt: skip
    return Response(json.dumps(told), media_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@cache
def release() -> str:
    """Return what tells this release's app from another one's: its files, words and templates."""
    told = hashlib.sha256(digest().encode())
    for folder in (TEMPLATES, TEXTS):
        for path in sorted(folder.rglob("*.*")):
            told.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:16]


@cache
def kept_files() -> tuple[str, ...]:
    """Return the addresses of all files that the page needs, so that none is missing where there is no signal."""
    return tuple(address(name) for name in dict.fromkeys((*_BEGINS, *_with_imports(["js/phone/app.js"]))))


def _with_imports(names: Iterable[str]) -> Iterator[str]:
    """Yield modules, and whatever they import."""
    found: dict[str, None] = {}
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found[name] = None
            text = (FOLDER / name).read_text(encoding="utf-8")
            left += [_beside(name, one) for one in _IMPORT.findall(text)]
    yield from found


def _beside(name: str, relative: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / relative).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
