"""The pages' own files as their tests read them: templates without their logic, scripts without their comments."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

from api.pages.assets import FOLDER as STATIC
from api.pages.rendering import FOLDER as TEMPLATES

SPOKEN = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title", "value"})
"""Attributes that people read or hear."""
OWN_NAMES = frozenset({"Dojazd"})
"""What is the same in every language."""
_LOGIC = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|(?<=[;,{}\s])//\s[^\n]*", re.DOTALL | re.MULTILINE)
_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')

_MODULE = re.compile(r"<script type=\"module\" src=\"\{\{ asset\('(js/[^']+)'\)")
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


@cache
def templates() -> Mapping[str, str]:
    """Return all templates by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.html"))}


@cache
def modules() -> Mapping[str, str]:
    """Return the modules of the pages by path."""
    folder = TEMPLATES.parent
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))
    }


@cache
def scripts() -> Mapping[str, str]:
    """Return our own scripts by name, without comments."""
    paths = sorted((STATIC / "js").rglob("*.js"))
    return {path.relative_to(STATIC).as_posix(): _COMMENT.sub("", path.read_text(encoding="utf-8")) for path in paths}


def literals(script: str) -> Iterator[str]:
    """Yield the texts that stand in a script; a template's places are left out."""
    for found in _LITERAL.finditer(script):
        yield re.sub(r"\$\{.*?\}", "", next(part for part in found.groups() if part is not None))


def spoken(template: str) -> Iterator[str]:
    """Yield what a template itself says to people: text and spoken attributes that come from no catalogue."""
    reader = _Reader()
    reader.feed(_LOGIC.sub("", template))
    yield from (text for text in reader.said if re.search(r"[^\W\d_]", text) and text not in OWN_NAMES)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within.append(tag)
        told = dict(attrs)
        silent = tag in {"button", "option"} or told.get("type") in {"radio", "checkbox", "hidden"}
        self.said += [
            value.strip() for name, value in attrs if value and name in SPOKEN and not (silent and name == "value")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._within.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not (self._within and self._within[-1] in {"script", "style"}):
            self.said += filter(None, (line.replace("·", "").strip() for line in data.split("\n")))


def modules_of(template: str) -> frozenset[str]:
    """Return the scripts that a page runs, by their names below `static`: those that it names, and what they import."""
    found: set[str] = set()
    left = set(_MODULE.findall(templates()[template]))
    ours = scripts()
    while left:
        name = left.pop()
        found.add(name)
        left |= {posixpath.normpath(posixpath.join(name, "..", one)) for one in _IMPORT.findall(ours[name])} - found
    return frozenset(found)
