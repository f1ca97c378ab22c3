"""Files of the last release: what others have written is still read, and what they read is still written."""

import csv
import gzip
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs
import pyarrow.parquet as pq
import pytest

from scheduler.bootstrap import restoring
from scheduler.bootstrap.known_formats import FORMATS
from scheduler.domain.errors import StoreError
from scheduler.domain.ids import UserId
from scheduler.formats.capacity.study_reader import read_study
from scheduler.formats.capacity.tables import TABLES, arrow_schema
from scheduler.formats.known import Format
from scheduler.formats.plan_json import load_plan
from scheduler.formats.sheets.report_files import report_csv
from scheduler.formats.sheets.stops_csv import BOM
from scheduler.formats.sheets.words import Lang
from scheduler.formats.tds import read_orders
from scheduler.formats.town_reader import read_town
from scheduler.store.backup import format as backup_format
from scheduler.store.backup import key_ring, read_key_ring, restore
from scheduler.store.backup.format import MANIFEST
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import open_store, ring_of
from scheduler.store.sql.schema import status
from solver.vroom import read_document
from tests.ci_scripts import CI, script
from tests.compatibility import Comparison
from tests.formats.report_of import report_of
from tests.releases import changelog, last_release, told_as_breaking

LAST = last_release()
KEPT = {path.stem.rpartition("-")[0]: path for path in LAST.glob("dojazd.*.json")}


def wrong(shape: Any, document: Any) -> list[str]:
    """Return what of a document is not as a shape says."""
    validator = jsonschema_rs.Draft202012Validator(dict(shape), validate_formats=True)
    return [one.message for one in validator.iter_errors(document)]


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


_SPOILT: dict[str, Callable[[Any], object]] = {
    "dojazd.town": lambda shape: shape["properties"]["clients"]["required"].append("sex"),
    "dojazd.stops": lambda shape: shape["properties"].pop("window_start"),
    "dojazd.study": lambda shape: shape["properties"]["replications"]["properties"].update(
        kpi={"type": "string", "enum": ["x"]}
    ),
    "dojazd.tds": lambda shape: shape["$defs"]["TripStatus"]["enum"].remove("no show"),
    "dojazd.map": lambda shape: shape["$defs"]["halt"]["properties"]["properties"]["properties"].pop("seats"),
    "dojazd.plan-summary": lambda shape: shape["properties"]["unassigned"]["items"]["properties"].update(
        rule={"type": "integer"}
    ),
    "dojazd.hook": lambda shape: shape["properties"]["data"]["required"].remove("number"),
    "dojazd.reports": lambda shape: shape["properties"]["pl"]["properties"]["kpis"]["properties"].popitem(),
    "dojazd.cash": lambda shape: shape["properties"]["en"]["properties"]["cash"]["properties"].popitem(),
    "dojazd.study-tables": lambda shape: shape["properties"]["figures"]["properties"]["value"].update(type="string"),
    "dojazd.vroom": lambda shape: shape["properties"]["jobs"]["items"]["properties"].pop("time_windows"),
    "dojazd.vroom-solution": lambda shape: shape["properties"]["summary"]["required"].remove("cost"),
}


def _spoilt(name: str, shape: Any) -> Any:
    """Return a shape with one promise broken."""
    if name in _SPOILT:
        _SPOILT[name](shape)
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


def test_a_problem_of_the_last_release_is_read() -> None:
    """Whoever plans with us by VROOM's format would have every day refused."""
    asked = json.loads((LAST / "examples" / "vroom.json").read_text(encoding="utf-8"))
    assert [work.path for work in read_document(asked).works] == ["jobs[0]", "jobs[1]", "shipments[0]"]
    assert wrong(FORMATS["dojazd.vroom"].shape(), asked) == []


def test_a_backup_of_the_last_release_is_restored_or_said_to_need_its_program(tmp_path: Path) -> None:
    """After a fire there would be a backup that this program calls damaged, and no word of what can read it."""
    examples = LAST / "examples"
    ring, master = read_key_ring(examples / key_ring.FILE), MasterKey(bytes(32))
    how = restoring(by=UserId("u-1"), at=datetime(2026, 11, 24, tzinfo=UTC))
    with zipfile.ZipFile(examples / "backup.zip") as archive:
        manifest = json.loads(archive.read(MANIFEST))
    assert wrong(FORMATS["dojazd.backup"].shape(), manifest) == []
    assert wrong(FORMATS["dojazd.key-ring"].shape(), json.loads((examples / key_ring.FILE).read_bytes())) == []
    with open_store(f"sqlite:///{tmp_path}/new.sqlite", ring_of(master)) as store:
        if manifest["revision"] == status(store.engine).newest:
            assert restore(store.engine, examples / "backup.zip", ring, master, how).manifest.towns == ()
        else:
            with pytest.raises(StoreError, match="restore it with the program that it was made with"):
                restore(store.engine, examples / "backup.zip", ring, master, how)
    numbers = FORMATS["dojazd.backup"].version, FORMATS["dojazd.key-ring"].version
    assert numbers == (backup_format.FORMAT, key_ring.FORMAT)


@pytest.mark.parametrize("name", ["answer", "client", "vroom-solution"])
def test_what_the_last_release_has_written_is_as_it_promised(name: str) -> None:
    """Whoever built upon the shape of a release would fail over that release's own files."""
    document = json.loads((LAST / "examples" / f"{name}.json").read_text(encoding="utf-8"))
    kept = json.loads(KEPT[f"dojazd.{name}"].read_text(encoding="utf-8"))
    assert wrong(kept, document) == []
    assert wrong(FORMATS[f"dojazd.{name}"].shape(), document) == []


def test_tables_of_the_last_release_have_the_columns_of_today() -> None:
    """A script that puts last year's study beside this year's would find one of them without its figures."""
    with zipfile.ZipFile(LAST / "examples" / "study-tables.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, fields in TABLES.items():
        kept, today = pq.read_schema(io.BytesIO(files[f"{name}.parquet"])), arrow_schema(fields)
        assert {one.name: one.type for one in kept}.items() <= {one.name: one.type for one in today}.items()
        assert files[f"{name}.csv"].decode("utf-8-sig").splitlines()[0].split(";") == kept.names


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_headers_of_the_last_release_are_those_of_today(lang: Lang) -> None:
    """The accountant's spreadsheet looks columns up by their names, and would add up nothing."""
    shape: Any = FORMATS["dojazd.reports"].shape()["properties"]
    with zipfile.ZipFile(LAST / "examples" / "reports.zip") as archive:
        for name in archive.namelist():
            table, language, _ = name.split(".")
            kept, now = archive.read(name).decode(), report_csv(report_of(table), lang=lang)
            if language == lang:
                before, after = (next(islice(_rows(text), 1, None)) for text in (kept, now))
                assert set(before) <= set(after) == set(shape[lang]["properties"][table]["properties"])


def test_the_list_of_cash_has_the_columns_of_its_shape() -> None:
    """The cashier's spreadsheet would look for the amount where it is not."""
    shape: Any = FORMATS["dojazd.cash"].shape()["properties"]
    (before, *_) = _rows((LAST / "examples" / "cash.csv").read_text(encoding="utf-8"))
    assert set(before) <= set(shape["pl"]["properties"]["cash"]["properties"])


def _rows(text: str) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=";")


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
