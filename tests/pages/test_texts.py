"""All that pages say stands in the catalogues, in both languages."""

import re
from collections.abc import Iterator

import pytest

from api.pages.texts import FOLDER, texts_of
from scheduler.formats.sheets.words import LANGUAGES
from tests.pages.sources import literals, modules, scripts, spoken, templates

_KEY = re.compile(r"\bt(?:\.count)?\(\s*[\"']([a-z_]+\.[\w.]*)[\"']\s*(~?)")
_GROUP = re.compile(r"\bt\.named\(\s*[\"']([a-z_.]+)[\"']")
_JS_KEY = re.compile(r"\b(?:t|count)\(\s*(?:\"([a-z_]+\.[\w.]*)\"|`([a-z_]+\.[\w.]*)\$\{)")
_PY_KEY = re.compile(r"\bwords(?:\.count)?\(\s*f?[\"']([a-z_]+\.[\w.]*)(\{?)")
_PY_GROUP = re.compile(r"\bwords\.named\(\s*\"([a-z_.]+)\"")
_PLACE = re.compile(r"\{(\w+)\}")
_POLISH = re.compile(r"[ąćęłńóśźż]", re.IGNORECASE)
_SENTENCE = re.compile(r"^[A-Z][a-z]+( [a-z]+)+|\w [a-z]{2,} \w+ ")


def wanted() -> Iterator[tuple[str, str, bool]]:
    """Yield where a key is used, the key, and whether more is put behind it."""
    for name, template in templates().items():
        for key, more in _KEY.findall(template):
            yield name, key, bool(more)
        for group in _GROUP.findall(template):  # what has no name yet is shown itself
            yield name, f"{group}.", True
    for name, module in modules().items():
        for key, more in _PY_KEY.findall(module):
            yield name, key, bool(more)
        for group in _PY_GROUP.findall(module):
            yield name, f"{group}.", True
    for name, script in scripts().items():
        for whole, beginning in _JS_KEY.findall(script):
            yield name, whole or beginning, not whole


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_template_speaks_for_itself(name: str) -> None:
    """A Polish word would stand on the English page, or the other way round."""
    assert list(spoken(templates()[name])) == []


@pytest.mark.parametrize("name", sorted(scripts()))
def test_no_script_speaks_for_itself(name: str) -> None:
    """What a script says would be in one language alone."""
    assert [one for one in literals(scripts()[name]) if _POLISH.search(one) or _SENTENCE.search(one)] == []


def test_the_languages_say_the_same_things() -> None:
    """A reader of the other language would see a key instead of a sentence, or no page at all."""
    pl, en = (texts_of(lang) for lang in LANGUAGES)

    assert set(pl.texts) ^ set(en.texts) == set()
    assert set(pl.forms) ^ set(en.forms) == set()
    assert [key for key in pl.texts if set(_PLACE.findall(pl.texts[key])) != set(_PLACE.findall(en.texts[key]))] == []
    assert {len(forms) for forms in pl.forms.values()} <= {3}
    assert {len(forms) for forms in en.forms.values()} <= {2}
    assert {path.name for path in (FOLDER / "pl").iterdir()} == {path.name for path in (FOLDER / "en").iterdir()}


def test_every_key_is_in_the_catalogue() -> None:
    """The page would break, or show the key."""
    words = texts_of("pl")
    known = set(words.texts) | set(words.forms)
    missing = {(name, key) for name, key, more in wanted() if not more and key not in known}
    without = {(name, key) for name, key, more in wanted() if more and not any(one.startswith(key) for one in known)}
    without -= {("base.html", "navigation.")}

    assert missing == set()
    assert without == set()


def test_no_text_is_forgotten_in_the_catalogue() -> None:
    """Translators would look after sentences that nobody reads."""
    used = {key for _, key, more in wanted() if not more}
    begun = tuple({key for _, key, more in wanted() if more} | {"date."})
    words = texts_of("pl")

    assert {key for key in [*words.texts, *words.forms] if key not in used and not key.startswith(begun)} == set()
