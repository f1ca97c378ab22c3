"""What scripts say is sent along with the page that they run on."""

import re

import pytest

from api.pages.phone import kept_files
from api.pages.texts import texts_for_scripts, texts_of
from tests.pages.sources import literals, modules_of, scripts, templates

_SENT = re.compile(r"\{\{\s*scripts\(([^)]*)\)\s*\|\s*tojson\s*\}\}")
_BEGUN = re.compile(r"`([a-z_]+\.[\w.]*)\$\{")
RUNNING = sorted(name for name in templates() if modules_of(name))


def sent_with(template: str) -> frozenset[str]:
    """Return the keys of all texts that a page's scripts find in it."""
    told = _SENT.search(templates()[template]) or _SENT.search(templates()["base.html"])
    assert told is not None
    return frozenset(texts_for_scripts(texts_of("pl"), *re.findall(r'"(\w+)"', told[1])))


@pytest.mark.parametrize("template", RUNNING)
def test_a_page_sends_every_text_of_its_scripts(template: str) -> None:
    """A button would be called "frame.sign_out"."""
    words, sent = texts_of("pl"), sent_with(template)
    known = {*words.texts, *words.forms}
    groups = {key.split(".")[0] for key in known}
    missing = set()
    for name in modules_of(template):
        script = scripts()[name]
        missing |= {(name, one) for one in literals(script) if one in known and one not in sent}
        missing |= {(name, one) for one in _BEGUN.findall(script)
                    if one.split(".")[0] in groups and not any(key.startswith(one) for key in sent)}  # fmt: skip

    assert missing == set()


def test_every_page_with_a_script_is_looked_at() -> None:
    """A page that names its script in another way would not be asked at all."""
    assert {name for name, text in templates().items() if '<script type="module"' in text} == set(RUNNING)


def test_the_phone_keeps_every_script_that_it_runs() -> None:
    """Without a signal the page would stay empty: a script that another one imports would be missing."""
    kept = {address.split("/", 3)[3] for address in kept_files()}

    assert modules_of("my_day.html") <= kept
