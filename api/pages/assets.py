"""Styles, scripts and pictures: under an address that changes with them, so that browsers may keep them for good."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import Request, Response

from api.routing import needs, office_router
from scheduler.domain.errors import NotFoundError
from scheduler.formats.sheets.assets import PAGE
from scheduler.services.access import Permission

router = office_router("/static", "pages")
FOLDER = Path(__file__).with_name("static")
_SHARED = {"css/tokens.css": PAGE / "tokens.css"}
"""Of the sheets: what is drawn has the same colours on paper and on the screen."""
_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file as browsers get it.

    Attributes
    ----------
    packed : bytes
        Its content by gzip; empty: it would be no shorter.
    """

    content: bytes
    packed: bytes
    kind: str


@cache
def assets() -> Mapping[str, Asset]:
    """Return all files by their path below `static`; they are small, and read once."""
    found = {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*")) if path.is_file()}
    return {name: _read(path) for name, path in (found | _SHARED).items()}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0)
    return Asset(content=content, packed=packed if len(packed) < len(content) else b"", kind=_kind(path))


@cache
def digest() -> str:
    """Return what tells these files from those of another release."""
    told = hashlib.sha256()
    for name, asset in sorted(assets().items()):
        told.update(f"{name}\0{len(asset.content)}\0".encode() + asset.content)
    return told.hexdigest()[:16]


def address(name: str) -> str:
    """Return the address of a file; scripts find each other by relative ones.

    Raises
    ------
    KeyError
        If there is no such file: a page would be without it.
    """
    if name not in assets():
        raise KeyError(f"no file static/{name}")
    return f"/static/{digest()}/{name}"


@router.get("/{release}/{name:path}", dependencies=[needs(Permission.PUBLIC)], include_in_schema=False)
def get_asset(request: Request, release: str, name: str) -> Response:
    """Return a file; of another release what is there now, which the browser then does not keep."""
    asset = assets().get(name)
    if asset is None:
        raise NotFoundError("there is no such file")
    kept = _FOR_GOOD if release == digest() else "no-cache"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(asset.content, media_type=asset.kind, headers=headers)


def _kind(path: Path) -> str:
    kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
