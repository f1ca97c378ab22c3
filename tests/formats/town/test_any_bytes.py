"""Whatever stands in the files: a town, or a list of what is wrong. Never anything else, and never half."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town
from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town
from tests.formats.town.good import GOOD, write_files

FILES = sorted(GOOD)
ODD = ("", "-1", "nan", "1e999", "99:99", "24:00", "09:00+9", "2026-02-30", "|", ":", "/", "home", "@", "\x00",
       "=1+1", "'", '"', "\n", ";", "K-1", "Z-1", "x" * 5000, "00:00-00:00", "0001-01-01", "9999-12-31", "+", "0+0",
       "2026-11-23T09:00+14:59", "\u202e", "⑦", "１２", "−5", "1 000,5", "{}", "[]", "#", "[[policy]]")  # noqa: RUF001  # fmt: skip
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def outcome_of(folder: Path) -> Town | tuple[InputProblem, ...]:
    try:
        return read_town(folder)
    except InputError as error:
        return error.problems


def town_or_problems(files: dict[str, str | bytes]) -> None:
    """Read the files; anything but a whole town or a proper refusal fails the test."""
    with TemporaryDirectory() as name:
        folder = write_files(Path(name) / "in", files)
        outcome = outcome_of(folder)
        if isinstance(outcome, Town):
            write_town(outcome, Path(name) / "out")
            assert read_town(Path(name) / "out") == outcome
        else:
            assert 0 < len(outcome) <= 201
            assert all(problem.wrong and problem.right for problem in outcome)
            assert all(len(problem.value) <= 60 for problem in outcome)


@given(st.sampled_from(FILES), st.binary(max_size=300))
@example("clients.csv", b"\xff\xfe")
def test_any_bytes_in_any_file(file: str, content: bytes) -> None:
    """A file from a broken disk would end in a traceback."""
    town_or_problems({**GOOD, file: content})


@settings(phases=QUICK)
@given(st.data())
def test_any_cell_replaced_by_something_odd(data: st.DataObject) -> None:
    """One odd cell would end in a traceback, or be taken for something else when saved again."""
    files: dict[str, str | bytes] = dict(GOOD)
    for _ in range(data.draw(st.integers(1, 3))):
        file = data.draw(st.sampled_from([name for name in FILES if name.endswith(".csv")]))
        rows = [line.split(",") for line in str(files[file]).splitlines()]
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        rows[row][column] = data.draw(st.sampled_from(ODD) | st.text(max_size=12))
        files[file] = "\n".join(map(",".join, rows)) + "\n"
    files = {name: str(text).encode("utf-8", "surrogatepass") for name, text in files.items()}
    town_or_problems(files)


@settings(phases=QUICK)
@given(st.data())
def test_any_piece_of_a_file_replaced(data: st.DataObject) -> None:
    """A file cut off, doubled, or with a bite taken out of it would end in a traceback."""
    file = data.draw(st.sampled_from(FILES))
    content = GOOD[file].encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    put = data.draw(
        st.binary(max_size=8) | st.sampled_from(ODD).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
    town_or_problems({**GOOD, file: content[:start] + put + content[end:]})


@pytest.mark.parametrize(
    "value", ["1", '"x"', "[]", "[1]", "{}", "true", "1979-05-27", "nan", "[[]]", '[{a = 1}, "b"]']
)
@pytest.mark.parametrize(
    "key",
    ["policy", "providers", "contracts", "purposes", "policy.prices", "policy.speeds", "policy.speeds.car",
     "policy.speed_bands", "policy.contracted_share", "policy.district_minutes", "policy.unassigned_zl", "id"],
)  # fmt: skip
def test_any_value_under_any_table_of_the_toml(key: str, value: str) -> None:
    """A table written as a list, or the other way round, would end in a traceback."""
    head = 'id = "t"\nname = "T"\ncentre_lat = 51.037\ncentre_lon = 21.071\n'
    toml = head.replace('id = "t"\n', "") + f"{key} = {value}\n" if key == "id" else head + f"{key} = {value}\n"
    town_or_problems({**GOOD, "town.toml": toml})


@pytest.mark.parametrize(
    "value", ["1", '"x"', "[]", "[1]", "{}", "true", "null", "[[]]", "[[[]]]", "[[[1,2]]]", '{"type": []}']
)
@pytest.mark.parametrize("key", ["features", "type", "geometry", "coordinates", "properties", "name", "crs", "id"])
def test_any_value_under_any_key_of_the_map(key: str, value: str) -> None:
    """A map exported by a careless program would end in a traceback."""
    text = GOOD["districts.geojson"]
    replaced = re.sub(rf'"{key}": ("[^"]*"|\[.*\]|\{{.*\}})', f'"{key}": {value}', text, count=1, flags=re.DOTALL)
    for candidate in (replaced, text.replace('"type": "F', f'"{key}": {value}, "type": "F', 1)):
        town_or_problems({**GOOD, "districts.geojson": candidate})
