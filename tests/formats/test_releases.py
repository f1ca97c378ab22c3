"""Files of the last release: what others have written is still read, and what they read is still written."""

import gzip
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest

from scheduler.formats.capacity.study_reader import read_study
from scheduler.formats.known import FORMATS, Format
from scheduler.formats.plan_json import load_plan
from scheduler.formats.tds import read_orders
from scheduler.formats.town_reader import read_town
from tests.ci_scripts import CI, script
from tests.compatibility import Comparison
from tests.releases import changelog, last_release, told_as_breaking

LAST = last_release()
KEPT = {path.stem.rpartition("-")[0]: path for path in LAST.glob("dojazd.*.json")}


def broken(name: str, kept: Path, now: Format | None, log: str) -> Iterator[str]:
    """Yield what somebody would fail over who built upon a format of the last release, and was not told."""
    version = int(kept.stem.rpartition("-")[2])
    if now is None:
        yield f"{name} is gone"
        return
    old, new = json.loads(kept.read_text(encoding="utf-8")), now.shape()
    found = list(Comparison(old, new, read=now.read, written=now.written).breaks(old, new))
    if now.version > version and told_as_breaking(name, log, LAST.name):
        return
    yield from (f"{name}: {one}; raise its version, and say **Breaking** in CHANGELOG.md" for one in found)


@pytest.mark.parametrize("name", KEPT)
def test_a_format_is_as_it_was_promised(name: str) -> None:
    """A town's own script would fail on the evening after an update, and nobody would have told them."""
    assert list(broken(name, KEPT[name], FORMATS.get(name), changelog())) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_shape_is_a_schema(name: str) -> None:
    """Whoever checks their files by it would get an error of the schema instead."""
    jsonschema_rs.meta.validate(dict(FORMATS[name].shape()))


def _spoilt(name: str, shape: Any) -> Any:
    """Return a shape with one promise broken."""
    if name == "dojazd.town":
        shape["properties"]["clients"]["required"].append("sex")
    elif name == "dojazd.stops":
        del shape["properties"]["window_start"]
    elif name == "dojazd.study":
        shape["properties"]["replications"]["properties"]["kpi"] = {"type": "string", "enum": ["x"]}
    elif name == "dojazd.tds":
        shape["$defs"]["TripStatus"]["enum"].remove("no show")
    elif name == "dojazd.map":
        del shape["$defs"]["halt"]["properties"]["properties"]["properties"]["seats"]
    elif name == "dojazd.plan-summary":
        shape["properties"]["unassigned"]["items"]["properties"]["rule"] = {"type": "integer"}
    elif name == "dojazd.hook":
        shape["properties"]["data"]["required"].remove("number")
    else:
        shape["$defs"][min(shape["$defs"])]["properties"].clear()
    return shape


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_promise_is_noticed(name: str) -> None:
    """A comparison that lets everything pass would protect nobody."""
    now, spoilt = FORMATS[name], _spoilt(name, deepcopy(dict(FORMATS[name].shape())))
    changed = replace(now, shape=lambda: spoilt)
    assert list(broken(name, KEPT[name], changed, changelog()))
    newer = replace(changed, version=now.version + 1)
    assert list(broken(name, KEPT[name], newer, changelog()))
    told = f"## [Unreleased]\n\n- **Breaking** `{name}`: so and so.\n\n## [{LAST.name}]\n"
    assert list(broken(name, KEPT[name], newer, told)) == []
    assert list(broken(name, KEPT[name], None, told)) == [f"{name} is gone"]


def test_a_town_of_the_last_release_is_read(tmp_path: Path) -> None:
    """A town could not open its own files after an update."""
    with zipfile.ZipFile(LAST / "examples" / "town.zip") as archive:
        archive.extractall(tmp_path)
    assert read_town(tmp_path).requests


def test_a_plan_of_the_last_release_is_read() -> None:
    """The sheets of a day could not be printed again once somebody complains."""
    with gzip.open(LAST / "examples" / "plan.json.gz", "rt", encoding="utf-8") as file:
        plan, view = load_plan(file.read())
    assert plan.day == view.day


def test_a_question_of_the_last_release_is_read() -> None:
    """A study of last year could not be asked again."""
    assert read_study(LAST / "examples" / "study.toml").scenarios


def test_telegrams_of_the_last_release_are_read() -> None:
    """Orders of another system that has not been updated would be refused."""
    found = read_orders((LAST / "examples" / "telegrams.json").read_bytes(), ZoneInfo("Europe/Warsaw"))
    assert [[flaw.code for flaw in one.flaws] for one in found] == [[], ["trip_ended"]]


def test_the_release_is_that_of_the_project() -> None:
    """The changelog would tell of a version that nobody can install, or nothing would be compared."""
    version = tomllib.loads((CI.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## \[(.*?)\](?: - (\d{4}-\d\d-\d\d))?$", changelog(), re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    assert headings[1][0] == LAST.name == version
    assert headings[1][1]


def test_what_a_release_keeps_is_without_prose_and_with_whole_examples() -> None:
    """An example without its title would be no example, and each corrected comma would change what is kept."""
    told = {"title": "x", "properties": {"title": {"type": "string", "description": "y"}}, "example": {"title": "z"}}
    assert script("release").bare(told) == {
        "properties": {"title": {"type": "string"}}, "example": {"title": "z"}
    }  # fmt: skip
    assert zipfile.is_zipfile(io.BytesIO(script("release").zipped(CI)))
