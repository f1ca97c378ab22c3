"""`dojazd addresses` as people type it: the demo town Chełm with a register made of its own places."""

import csv
import json
import shutil
import stat
from pathlib import Path

import pytest
from pyproj import Transformer

from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town
from tests.cli.conftest import ROOT, Done, run_dojazd
from tests.geocoding.service_server import says, serving

HEADER = "miejscowosc,ulica,numer_porzadkowy,kod_pocztowy,x_epsg_2180,y_epsg_2180"


def places() -> list[dict[str, str]]:
    with (ROOT / "fixtures" / "towns" / "chelm" / "places.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["address"].startswith("ul. ")]


def register_text(*, swapped: bool = False) -> str:
    to_metres = Transformer.from_crs(4326, 2180, always_xy=True)
    lines = [HEADER]
    for row in places():
        street, _, number = row["address"].partition(" m. ")[0].rpartition(" ")
        metres = to_metres.transform(float(row["lon"]), float(row["lat"]))
        x, y = reversed(metres) if swapped else metres
        lines.append(f"Chełm,{street},{number},22-100,{x:.2f},{y:.2f}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chełm with a register of its own addresses."""
    home = Path(shutil.copytree(ROOT / "fixtures" / "towns" / "chelm", tmp_path_factory.mktemp("found") / "chelm"))
    source = home / "register.csv"
    source.write_text(register_text(), encoding="utf-8")
    assert run_dojazd("addresses", "load", source, "--town", home).returncode == 0
    source.unlink()
    return home


def search(home: Path, text: str, *words: str) -> Done:
    return run_dojazd("addresses", "search", text, "--town", home, "--lang", "en", *words)


def test_loading_tells_what_came(tmp_path: Path, town: Path) -> None:
    """Somebody would work for a month with a register of another town."""
    source = tmp_path / "export.csv"
    source.write_text(register_text(swapped=True), encoding="utf-8")

    done = run_dojazd("addresses", "load", source, "--town", town, "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert f"Loaded: {len(places())} address points" in done.stdout
    assert "axes of the coordinates were swapped" in done.stdout
    assert stat.S_IMODE((town / "addresses.sqlite").stat().st_mode) == 0o600


def test_an_address_is_found_with_its_district(town: Path) -> None:
    """The dispatcher would have to look every address up on a map."""
    done = search(town, "wolynska 57")

    assert done.returncode == 0, done.stderr
    assert "ul. Wołyńska 57" in done.stdout
    assert "51.12650, 23.46313 (exact)" in done.stdout
    assert "Słoneczne" in done.stdout


def test_machines_get_json(town: Path) -> None:
    """The booking page could not ask."""
    found = json.loads(search(town, "Lubelsk", "--json").stdout)

    assert {"address", "match", "lat", "lon", "district"} <= found[0].keys()
    assert all("Lubelska" in one["address"] for one in found)


def test_what_is_not_there_is_said(town: Path) -> None:
    """An empty answer would look like a program that hangs."""
    done = search(town, "ul. Nieistniejąca 999")

    assert done.returncode == 0
    assert "nothing like it" in done.stdout


def asked_file(folder: Path) -> Path:
    path = folder / "asked.csv"
    path.write_text(
        "id,address,district\nK-1,ul. Wołyńska 57 m. 3,sloneczne\nK-2,ul. Wolynsak 57,\n"
        "K-3,ul. Wołyńska 57,bielawin\nK-4,=1+1 <b>O'Łódź 5,\n",
        encoding="utf-8",
    )
    return path


def test_a_list_is_found_and_the_doubtful_are_for_review(town: Path, tmp_path: Path) -> None:
    """A wrong guess of the program would be driven to, because nobody looked."""
    out = tmp_path / "found.csv"

    done = run_dojazd("addresses", "geocode", asked_file(tmp_path), "--town", town, "--out", out, "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "Found 3 of 4, to be reviewed 3" in done.stdout
    assert "K-3: ul. Wołyńska 57" in done.stdout
    assert "another district" in done.stdout
    assert "K-4" in done.stdout
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert (rows["K-1"]["match"], rows["K-1"]["lat"], rows["K-1"]["review"]) == ("exact", "51.126500", "")
    assert rows["K-4"]["address"].startswith("'=")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_list_that_is_none_is_refused_whole(town: Path, tmp_path: Path) -> None:
    """Half of a list would be found, and nobody would know which half."""
    path = tmp_path / "bad.csv"
    path.write_text("id,address,district\nK-1,ul. Wołyńska 57,atlantyda\n,x,\n", encoding="utf-8")

    done = run_dojazd("addresses", "geocode", path, "--town", town, "--out", tmp_path / "out.csv")

    assert done.returncode == 2
    assert "row 2, district" in done.stderr
    assert "row 3, id" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_places_far_from_their_address_are_told(town: Path, tmp_path: Path) -> None:
    """A slip in a coordinate would stand in the files until a driver rings at the wrong door."""
    home = Path(shutil.copytree(town, tmp_path / "chelm"))
    path = home / "places.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("51.1265,23.46313", "51.1295,23.46313"), encoding="utf-8")

    done = run_dojazd("addresses", "check", "--town", home, "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "senior: ul. Wołyńska 57: the point in the files is 334 m from the address" in done.stdout
    assert "agree with their addresses" in done.stdout


def test_without_a_register_it_says_how_to_get_one(tmp_path: Path) -> None:
    """A newcomer would see a riddle about a missing file."""
    home = shutil.copytree(ROOT / "fixtures" / "towns" / "chelm", tmp_path / "chelm")

    for words in (("search", "x"), ("check",)):
        done = run_dojazd("addresses", *words, "--town", home)
        assert done.returncode == 2
        assert "load" in done.stderr


@pytest.mark.parametrize("content", ["", "to nie jest rejestr", "miejscowosc,ulica\nChełm,ul. Wiejska\n"])
def test_what_is_no_register_leaves_the_old_one(content: str, town: Path, tmp_path: Path) -> None:
    """A wrong file would cost the town its register."""
    source = tmp_path / "bad.csv"
    source.write_text(content, encoding="utf-8")

    done = run_dojazd("addresses", "load", source, "--town", town)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "(exact)" in search(town, "Wołyńska 57").stdout


def test_a_service_of_the_settings_is_asked_for_what_is_missing(
    tmp_path: Path, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New houses, which the register lacks, could not be found although the town runs a server."""
    found = {"lat": "51.1301", "lon": "23.4701", "address": {"road": "Nowa", "house_number": "3", "city": "Chełm"}}
    path = tmp_path / "asked.csv"
    path.write_text('id,address\nKowalska Maria,"ul. Nowa 3 m. 8, Chełm"\n', encoding="utf-8")
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DOJAZD_GEOCODERS", "nominatim")
    monkeypatch.setenv("DOJAZD_GEOCODER_USER_AGENT", "Dojazd tests (it@town.example)")
    with serving(says([{**found, "display_name": "Nowa 3", "type": "house", "class": "building"}])) as served:
        monkeypatch.setenv("DOJAZD_NOMINATIM_URL", served.url)
        for name in ("first", "again"):
            out = tmp_path / f"{name}.csv"
            done = run_dojazd("addresses", "geocode", path, "--town", town, "--out", out, "--lang", "en")
            assert done.returncode == 0, done.stderr
            with out.open(encoding="utf-8", newline="") as file:
                row = next(csv.DictReader(file))
            assert (row["lat"], row["source"]) == ("51.130100", "nominatim")
            assert row["date"]

        assert len(served.requests) == 1  # the second time from the kept answers
        assert not any("Kowalska" in str(part) or " 8" in str(part) for part in served.requests[0])


def test_a_service_without_a_name_to_complain_to_is_refused(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public service would lock the town out."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DOJAZD_GEOCODERS", "nominatim")

    done = run_dojazd("addresses", "check", "--town", town)

    assert done.returncode == 2
    assert "DOJAZD_GEOCODER_USER_AGENT" in done.stderr


def test_a_town_may_be_a_workbook_of_any_name(town: Path, tmp_path: Path) -> None:
    """A town that `dojazd check` reads could have no register of addresses."""
    write_town(read_town(town), tmp_path, as_workbook=True)
    book = (tmp_path / "town.xlsx").rename(tmp_path / "Chelm.xlsx")
    source = tmp_path / "register.csv"
    source.write_text(register_text(), encoding="utf-8")

    loaded = run_dojazd("addresses", "load", source, "--town", book)
    checked = run_dojazd("addresses", "check", "--town", book, "--lang", "en")

    assert loaded.returncode == 0, loaded.stderr
    assert (tmp_path / "addresses.sqlite").exists()
    assert "(exact)" in search(book, "wolynska 57").stdout
    assert checked.returncode == 0, checked.stderr
