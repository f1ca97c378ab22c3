"""The catalogues of the pages: a TOML file a page and language, in the folder `texts`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scheduler.formats.sheets.words import Lang, Words, read_words

FOLDER = Path(__file__).with_name("texts")


@cache
def texts_of(lang: Lang) -> Words:
    """Return all texts of a language; the keys of `board.toml` begin with `board.`."""
    return read_words(lang, {path.stem: path for path in sorted((FOLDER / lang).glob("*.toml"))})


def texts_for_scripts(words: Words, *pages: str) -> Mapping[str, str | list[str]]:
    """Return what the scripts of a page may say: everything of the page's own catalogues."""
    ours = tuple(f"{page}." for page in ("scripts", *pages))
    texts = {key: text for key, text in words.texts.items() if key.startswith(ours)}
    return texts | {key: list(forms) for key, forms in words.forms.items() if key.startswith(ours)}
