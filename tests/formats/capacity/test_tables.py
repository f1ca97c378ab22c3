"""The tables of a study are read by others' programs as they were written."""

import csv
import io
import json
from dataclasses import replace

import pandas as pd
import pyarrow.parquet as pq
import pytest

from scheduler.domain.capacity.figures import Figure
from scheduler.formats.capacity.tables import SCHEMA, TABLES, tables_of
from tests.formats.capacity.an_answer import FIGURES, MONDAY, WEIRD, an_answer

STRINGS = ["scenario", "kpi", "district", "service"]


def test_parquet_is_read_back_with_its_types() -> None:
    """An analyst would add up texts, or lose the days."""
    files = tables_of(FIGURES, an_answer())
    table = pq.read_table(io.BytesIO(files["figures.parquet"]))
    assert table.schema.metadata[b"dojazd.schema"] == str(SCHEMA).encode()
    frame = pd.read_parquet(io.BytesIO(files["figures.parquet"]))
    assert list(frame.columns) == [field.name for field in TABLES["figures"]]
    assert [Figure(**dict(zip(frame.columns, row, strict=True))) for row in frame.itertuples(index=False)] == FIGURES
    by_scenario = frame[frame.district == ""].groupby("scenario").value.sum()
    assert by_scenario["base"] == pytest.approx(127)


def test_csv_says_the_same_as_parquet() -> None:
    """The spreadsheet and the program would come to two results."""
    files = tables_of(FIGURES, an_answer())
    for name, fields in TABLES.items():
        texts = [field.name for field in fields if field.kind == "string"]
        plain = pd.read_parquet(io.BytesIO(files[f"{name}.parquet"]))
        numbers = {field.name: [""] for field in fields if field.kind == "number"}
        read = pd.read_csv(
            io.BytesIO(files[f"{name}.csv"]), sep=";", decimal=",", encoding="utf-8-sig", keep_default_na=False,
            dtype=dict.fromkeys(texts, str), na_values=numbers,
        )  # fmt: skip
        if "day" in read:
            read["day"] = pd.to_datetime(read["day"]).dt.date
        read = read.replace({"district": {"'-bugaj": "-bugaj"}})
        pd.testing.assert_frame_equal(read, plain, check_dtype=False, check_exact=True)


def test_no_cell_is_a_formula() -> None:
    """A district called =HYPERLINK(...) would run on the treasurer's computer."""
    odd = [replace(FIGURES[0], district=WEIRD, scenario="@x", kpi="+1\n2")]
    content = tables_of(odd, an_answer())["figures.csv"].decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert row == ["'@x", "0", MONDAY.isoformat(), "'+1 2", f"'{WEIRD}", "", "20,0"]


def test_a_study_without_figures_has_empty_tables() -> None:
    """A study of holidays alone would end with a page of program text."""
    frame = pd.read_parquet(io.BytesIO(tables_of([], replace(an_answer(), cells=()))["figures.parquet"]))
    assert frame.empty
    assert list(frame.columns) == [field.name for field in TABLES["figures"]]


def test_the_package_names_every_column() -> None:
    """In five years nobody would know what a column means, or with which seed it was made."""
    package = json.loads(tables_of(FIGURES, an_answer())["datapackage.json"])
    assert package["version"] == f"{SCHEMA}.0.0"
    assert (package["seed"], package["reference"], package["level"]) == (7, "base", 0.95)
    for resource in package["resources"]:
        named = [field["name"] for field in resource["schema"]["fields"]]
        assert named == [field.name for field in TABLES[resource["name"]]]
