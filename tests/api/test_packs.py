"""Day packs: what is saved of a published day for when everything else is dead, and what happens when it cannot be."""

import io
import stat
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from anyio import from_thread
from pypdf import PdfReader

from api import app as application
from api.app import create_app
from scheduler.bootstrap.packs import Packs
from scheduler.formats.sheets.day_packs import packed_versions, remove_packs
from tests.api.office_day import DAY, DAY_PATH, OfficeDay, office_day
from tests.api.world import HOME

FILES = {"stops.pdf", "signatures.pdf", "phones.pdf"}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "packs"
    yield made
    if made.exists():
        made.chmod(0o700)


@pytest.fixture
def day(folder: Path) -> OfficeDay:
    found = office_day()
    office = found.world.office
    office.__dict__["packs"] = Packs(folder, office.store, found.world.clock)  # as a setting would have made it
    return found


def packs(day: OfficeDay) -> Packs:
    return day.world.office.packs


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / HOME).iterdir())


def publish_again(day: OfficeDay) -> None:
    """Put somebody elsewhere, and publish that."""
    day.dispatcher.post("/api/v1/bookings/cancellation", {"ids": ["R-024"]})
    answer = day.change("POST", "/publication")
    assert answer.status_code == 200, answer.text


def test_what_is_published_is_packed_privately(day: OfficeDay, folder: Path) -> None:
    """On the day when the server is dead nobody would know whom to fetch; or everybody could read who is ill."""
    packs(day).keep_up()
    assert not folder.exists()
    day.publish()
    packs(day).keep_up()
    (pack,) = (folder / HOME).iterdir()

    assert pack.name == f"{DAY} v1"
    assert {path.name for path in pack.glob("*.pdf")} == FILES
    assert {stat.S_IMODE(path.stat().st_mode) for path in pack.iterdir()} == {0o600}
    assert stat.S_IMODE(pack.stat().st_mode) == 0o700
    pages = PdfReader(io.BytesIO((pack / "phones.pdf").read_bytes())).pages
    assert "Lista telefonów" in pages[0].extract_text()
    assert f"wersja {packs(day).version(HOME, DAY)}" in day.dispatcher.get(f"/print/{DAY}").text


def test_a_newer_version_takes_the_place_of_the_older(day: OfficeDay, folder: Path) -> None:
    """Two packs of one day would lie side by side, and the crew set out with the wrong one."""
    day.publish()
    packs(day).keep_up()
    publish_again(day)
    packs(day).keep_up()

    assert day.state.published != 1
    assert names(folder) == [f"{DAY} v{day.state.published}"]


def test_a_plan_that_is_taken_back_has_no_pack(day: OfficeDay, folder: Path) -> None:
    """Crews would drive a plan that the office has withdrawn."""
    day.publish()
    packs(day).keep_up()
    assert day.change("DELETE", "/publication").status_code == 200
    packs(day).keep_up()

    assert names(folder) == []


def test_a_folder_that_cannot_be_written_stops_nothing_and_is_an_alert(day: OfficeDay, folder: Path) -> None:
    """A full disk would keep the plan from its crews; or nobody notice for weeks that there is no pack."""
    folder.write_text("a file stands where the folder should be", encoding="utf-8")
    day.publish()
    packs(day).keep_up()
    (alert,) = [one for one in alerts(day) if one["kind"] == "no_pack"]

    assert day.state.published == 1
    assert alert["severity"] == "warning"
    assert "paczki dnia" in alert["said"]["pl"]
    assert "jeszcze nie zapisano" in day.dispatcher.get(f"/print/{DAY}").text
    folder.unlink()
    packs(day).keep_up()  # it is tried again, but not twice a second
    assert not folder.exists()
    day.world.clock.at += timedelta(minutes=2)
    packs(day).keep_up()
    assert names(folder) == [f"{DAY} v1"]
    assert "no_pack" not in [one["kind"] for one in alerts(day)]


def alerts(day: OfficeDay) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = day.dispatcher.get(f"{DAY_PATH}/alerts").json()["items"]
    return found


def test_a_pack_goes_after_its_day(day: OfficeDay, folder: Path) -> None:
    """Names, addresses and illnesses of years would lie about in plain files."""
    day.publish()
    packs(day).keep_up()
    other = folder / HOME / "2026-11-23 notes of the office"
    other.mkdir()
    day.world.clock.at += timedelta(days=4)  # the night's crew is home since the day after
    packs(day).keep_up()
    assert names(folder) == [other.name, f"{DAY} v1"]
    day.world.clock.at += timedelta(days=1)
    packs(day).keep_up()

    assert names(folder) == [other.name]


def test_a_day_that_is_over_needs_no_pack_any_more(day: OfficeDay, folder: Path) -> None:
    """Its alert would stay for ever, and everything be looked through again each minute because of it."""
    folder.write_text("a file stands where the folder should be", encoding="utf-8")
    day.publish()
    packs(day).keep_up()
    assert list(packs(day).alerts(HOME, DAY))
    day.world.clock.at += timedelta(days=5)
    packs(day).keep_up()

    assert not list(packs(day).alerts(HOME, DAY))


def test_what_a_power_cut_left_of_a_pack_goes_with_its_day(tmp_path: Path) -> None:
    """Names and addresses would lie in a hidden folder that nobody ever looks into."""
    left, other = tmp_path / f".{DAY} v1-ab12_d3x", tmp_path / ".Trash"
    for folder in (left, other):
        folder.mkdir()
    (left / "phones.pdf").write_bytes(b"%PDF")

    assert remove_packs(tmp_path, before=DAY) == 0
    assert left.exists()
    assert remove_packs(tmp_path, before=DAY + timedelta(days=1)) == 1
    assert (left.exists(), other.exists()) == (False, True)


def test_removing_packs_can_be_tried_first(day: OfficeDay, folder: Path) -> None:
    """An administrator could not look before what is there is gone."""
    day.publish()
    packs(day).keep_up()
    home = folder / HOME

    assert remove_packs(home, before=DAY + timedelta(days=1), dry_run=True) == 1
    assert packed_versions(home) == {DAY: 1}
    assert remove_packs(home, before=DAY) == 0
    assert remove_packs(home, before=DAY + timedelta(days=1)) == 1
    assert packed_versions(home) == {}


def test_the_web_service_keeps_packs_up_by_itself(
    day: OfficeDay, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There would be a pack only of the days on which somebody thought of it."""
    monkeypatch.setattr(application, "PACKED_S", 0.05)
    office = day.world.office
    settings = office.settings.model_copy(update={"packs": folder})
    object.__setattr__(office, "settings", settings)
    day.publish()
    app = create_app(office)
    with (
        from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        for _ in range(600):
            if packed_versions(folder / HOME):
                break
            time.sleep(0.1)

    assert packed_versions(folder / HOME) == {DAY: 1}
