"""Speeds of rush hours, fitted to drives: the truth comes back, and odd drives do not bend it."""

import random
import stat
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from fixtures.demo.index import build_town
from scheduler.domain.actuals import Drive
from scheduler.domain.errors import InputError
from scheduler.domain.place import Door
from scheduler.domain.policy import SpeedBand
from scheduler.domain.roster import TravelMode
from scheduler.domain.time import ServiceDay
from scheduler.domain.town import Town
from scheduler.formats.drives import read_drives
from scheduler.formats.speed_bands import WHOLE_DAY, parse_hours, write_speed_bands
from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town
from scheduler.services.calibrating import FEWEST, calibrate
from scheduler.services.horizon import Traffic
from scheduler.services.ports import TravelMatrix, TravelNote, TravelPoint
from scheduler.travel.straight import StraightTravel

TRUTH = (
    SpeedBand(start_h=6, end_h=9, permille=720),
    SpeedBand(start_h=9, end_h=14, permille=950),
    SpeedBand(start_h=14, end_h=17, permille=640),
)
FLAT = tuple(replace(band, permille=1000) for band in TRUTH)
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def town() -> Town:
    return build_town("chelm")


def drive(
    town: Town,
    rng: random.Random,
    noise: float,
    day: date = DAY,
    hours: tuple[int, int] = (5, 18),
    truth: tuple[SpeedBand, ...] = TRUTH,
) -> Drive:
    """Return a drive as it would be if `truth` were true, give or take `noise`."""
    origin, destination = (Door(place_id=place) for place in rng.sample(sorted(town.places), 2))
    points = [TravelPoint(point=town.entrance(door).point) for door in (origin, destination)]
    base = int(StraightTravel(town.policy).matrix(points, TravelMode.CAR).seconds[0, 1])
    service_day = ServiceDay(date=day, zone=town.zone)
    leave = rng.randrange(hours[0] * 3600, hours[1] * 3600)
    took = Traffic(town, service_day, truth).duration_s(leave, base, [band.permille for band in truth])
    left = service_day.instant(leave)
    arrived = left + timedelta(seconds=max(1, round(took * rng.lognormvariate(0, noise))))
    return Drive(origin=origin, destination=destination, left=left, arrived=arrived)


def drives(town: Town, count: int, noise: float = 0.0, **when: object) -> list[Drive]:
    rng = random.Random(7)
    return [drive(town, rng, noise, **when) for _ in range(count)]  # type: ignore[arg-type]


def with_bands(town: Town, bands: tuple[SpeedBand, ...]) -> Town:
    return replace(town, policy=replace(town.policy, speed_bands=bands))


def hours(bands: Sequence[SpeedBand]) -> list[tuple[int, int, int]]:
    return [(band.start_h, band.end_h, band.permille) for band in bands]


def speeds(bands: Sequence[SpeedBand]) -> list[int]:
    return [band.permille for band in bands]


def test_the_truth_comes_back(town: Town) -> None:
    """Every morning's bus would be promised at the speed of the night."""
    done = calibrate(town, StraightTravel(town.policy), drives(town, 300), FLAT)

    assert speeds(done.speed_bands) == pytest.approx(speeds(TRUTH), abs=12)
    assert done.error_after < 1.5 < done.error_before
    assert done.used == 300


def test_noise_and_coffee_do_not_bend_it(town: Town) -> None:
    """One driver's breakfast would slow down the whole town."""
    noisy = drives(town, 400, noise=0.05)
    for k in range(0, 400, 4):  # every fourth stopped for something
        noisy[k] = replace(noisy[k], arrived=noisy[k].arrived + timedelta(minutes=9))

    done = calibrate(town, StraightTravel(town.policy), noisy, FLAT)

    assert speeds(done.speed_bands) == pytest.approx(speeds(TRUTH), rel=0.05)
    assert done.odd > 0


def test_few_drives_leave_a_band_as_it_is(town: Town) -> None:
    """Three drives on a snowy evening would set the speed of all evenings."""
    now = (*FLAT[:2], replace(FLAT[2], permille=810))
    morning = drives(town, 60, hours=(6, 8)) + drives(town, FEWEST - 1, hours=(14, 16))

    done = calibrate(with_bands(town, now), StraightTravel(town.policy), morning, now)

    assert [band.fitted for band in done.bands] == [True, False, False]
    assert speeds(done.speed_bands)[1:] == [1000, 810]
    assert speeds(done.speed_bands)[0] == pytest.approx(720, abs=15)


def test_drives_that_cross_a_boundary_count_in_both_bands(town: Town) -> None:
    """Drives around nine o'clock would speak for the wrong traffic."""
    crossing = drives(town, 200, hours=(8, 10))

    done = calibrate(town, StraightTravel(town.policy), crossing, FLAT[:2])

    assert speeds(done.speed_bands) == pytest.approx(speeds(TRUTH[:2]), abs=25)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_day_the_clocks_change_is_like_others(day: date, town: Town) -> None:
    """On two Sundays a year the rush would be looked for at the wrong hour."""
    done = calibrate(town, StraightTravel(town.policy), drives(town, 200, day=day), FLAT)

    assert speeds(done.speed_bands) == pytest.approx(speeds(TRUTH), abs=15)


def test_feet_know_no_rush_hour(town: Town) -> None:
    """Walks would slow down the cars."""
    walks = [replace(one, mode=TravelMode.FOOT) for one in drives(town, 30)]

    done = calibrate(with_bands(town, TRUTH), StraightTravel(town.policy), walks, TRUTH)

    assert (done.used, done.unbanded, done.fitted) == (0, 30, False)
    assert done.speed_bands == TRUTH


def test_without_drives_nothing_changes(town: Town) -> None:
    """An empty file would stop the program, or set all speeds to nothing."""
    done = calibrate(with_bands(town, TRUTH), StraightTravel(town.policy), [], FLAT)

    assert done.speed_bands == TRUTH
    assert (done.used, done.error_before, done.error_after) == (0, 0, 0)


def test_the_error_told_is_that_on_unseen_drives(town: Town) -> None:
    """A fit to pure chance would be praised as an improvement."""
    hours = tuple(SpeedBand(start_h=h, end_h=h + 1, permille=1000) for h in range(18, 24))
    chance = drives(town, 90, noise=0.5, hours=(18, 23))  # nothing slows anybody down in the evening

    done = calibrate(town, StraightTravel(town.policy), chance, hours)

    assert sum(band.fitted for band in done.bands) >= 4
    assert done.error_after > done.error_before


@pytest.mark.parametrize("order", ["ma", "mmaa", "maam", "mmma"])
def test_the_error_told_does_not_hang_on_the_order_of_the_log(order: str, town: Town) -> None:
    """A log of ways there in the morning and back in the afternoon would tell a nonsensical error."""
    parts = {"m": iter(drives(town, 60, hours=(6, 8))), "a": iter(drives(town, 60, hours=(14, 16)))}
    log = [next(parts[part]) for part in order * (60 // len(order))]

    done = calibrate(town, StraightTravel(town.policy), log, FLAT)

    assert [band.fitted for band in done.bands] == [True, False, True]
    assert done.error_after < 2


@pytest.mark.parametrize(
    ("now", "typed", "then"),
    [
        ([(0, 24, 800)], "6-9", [(0, 6, 800), (6, 9, 720), (9, 24, 800)]),
        ([(6, 8, 900), (8, 12, 500)], "7-9", [(6, 7, 900), (7, 9, 720), (9, 12, 500)]),
        ([(7, 8, 900), (14, 16, 500)], "6-9", [(6, 9, 720), (14, 16, 500)]),
        ([(6, 9, 900), (9, 17, 610)], "6-9,14-17", [(6, 9, 720), (9, 17, 610)]),  # nobody drove in the afternoon
    ],
)
def test_hours_that_are_not_fitted_keep_their_speed(
    now: list[tuple[int, int, int]], typed: str, then: list[tuple[int, int, int]], town: Town
) -> None:
    """Calibrating the morning would set the rest of the day back to free speed."""
    policy_bands = tuple(SpeedBand(start_h=start, end_h=end, permille=speed) for start, end, speed in now)
    bands = parse_hours(typed, policy_bands)

    done = calibrate(with_bands(town, policy_bands), StraightTravel(town.policy), drives(town, 90, hours=(7, 8)), bands)

    fitted = [replace(band, permille=720) if band in [one.band for one in done.bands if one.fitted] else band
              for band in done.speed_bands]  # fmt: skip
    assert hours(fitted) == then
    assert next(one.band.permille for one in done.bands if one.fitted) == pytest.approx(720, abs=12)


def test_hours_that_are_not_fitted_count_at_their_speed(town: Town) -> None:
    """Drives that begin in the slow night would make the morning slower than it is."""
    night = SpeedBand(start_h=0, end_h=6, permille=500)
    slow = drives(with_bands(town, (night,)), 200, hours=(5, 7), truth=(night, *TRUTH))

    done = calibrate(with_bands(town, (night,)), StraightTravel(town.policy), slow, FLAT[:1])

    assert done.speed_bands[0] == night
    assert done.speed_bands[1].permille == pytest.approx(720, abs=12)
    assert done.error_after < 1.5


class Shaky(StraightTravel):
    """A stand-in for the map, as the fallback chain is."""

    alarm = True

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return times of one of two engines, with a note."""
        note = TravelNote(text={"en": f"no map for {mode}"}, alarm=self.alarm)
        return replace(super().matrix(points, mode), engine=f"engine of {mode}", notes=(note,))


@pytest.mark.parametrize("alarm", [True, False])
def test_whose_times_were_compared_is_known(alarm: bool, town: Town) -> None:
    """A fit to straight lines on the day the map fails would pass for a fit to the map."""
    travel = Shaky(town.policy)
    travel.alarm = alarm
    log = drives(town, 30, hours=(6, 8))

    done = calibrate(town, travel, [*log[:15], *[replace(one, mode=TravelMode.VAN) for one in log[15:]]], FLAT)

    assert done.engines == "engine of car, engine of van"
    assert [note["en"] for note in done.notes] == ["no map for car", "no map for van"]
    assert done.alarmed is alarm


def test_drives_over_midnight_count_on_both_days(town: Town) -> None:
    """The night's drives would speak for the evening alone."""
    night = (SpeedBand(start_h=0, end_h=2, permille=1000), SpeedBand(start_h=22, end_h=24, permille=1000))
    slow = [replace(one, arrived=one.left + 2 * (one.arrived - one.left)) for one in drives(town, 60, hours=(23, 24))]
    late = [one for one in slow if one.arrived.date() > one.left.date()]

    done = calibrate(town, StraightTravel(town.policy), [*slow, *late * 5], night)

    assert [band.fitted for band in done.bands] == [True, True]
    assert speeds(done.speed_bands) == pytest.approx([500, 500], abs=25)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("6-9,9-14", [(6, 9), (9, 14)]), (" 0-24 ", [(0, 24)]), ("", [(0, 24)])],
)
def test_hours_are_typed_as_people_say_them(text: str, hours: list[tuple[int, int]]) -> None:
    """Nobody could say which hours are the rush."""
    assert [(band.start_h, band.end_h) for band in parse_hours(text, ())] == hours
    assert parse_hours("", FLAT) == FLAT
    assert parse_hours("", ()) == WHOLE_DAY


def test_typed_hours_keep_the_speed_they_have() -> None:
    """A band with too few drives would be set back to free speed."""
    assert parse_hours("7-9", TRUTH)[0].permille == 720
    assert parse_hours("5-9", TRUTH)[0].permille == (1000 + 3 * 720) / 4


@pytest.mark.parametrize("text", ["9-6", "6-9,8-10", "6-25", "rano", "6", "6-9-12", "-1-5"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    """The evening would be calibrated with the drives of the morning."""
    with pytest.raises(InputError, match="6-9,9-14,14-17"):
        parse_hours(text, ())


def test_fitted_speeds_are_written_and_nothing_else_is_touched(town: Town, tmp_path: Path) -> None:
    """Somebody's remarks in town.toml would be lost, or a price with them."""
    write_town(town, tmp_path)
    path = tmp_path / "town.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# a remark of ours: ż\n", encoding="utf-8")
    before = read_town(tmp_path)

    write_speed_bands(path, TRUTH)

    after = read_town(tmp_path)
    assert after.policy.speed_bands == TRUTH
    assert replace(after, policy=replace(after.policy, speed_bands=before.policy.speed_bands)) == before
    assert "# a remark of ours: ż" in path.read_text(encoding="utf-8")
    write_speed_bands(path, TRUTH[:1])
    assert read_town(tmp_path).policy.speed_bands == TRUTH[:1]


@pytest.mark.parametrize(
    "toml",
    [
        "# ours\n[policy]\nwait = 3 # minutes\n[[policy.speed_bands]]\nstart_h = 1\nend_h = 2\n[town]\nid = 'x'\n",
        "[policy]\nspeed_bands = [{start_h = 1, end_h = 2, speed_percent = 90}]\nwait = 3 # minutes\n",
        "policy.wait = 3 # minutes\n[town]\nid = 'x'\n",
        "[town]\nid = 'x' # minutes\n",
        "[policy]\r\nwait = 3 # minutes\r\n[policy.prices]\r\ncar = 5\r\n",
    ],
)
@pytest.mark.parametrize("bands", [TRUTH, ()])
def test_however_a_town_toml_is_written_only_its_bands_change(
    toml: str, bands: tuple[SpeedBand, ...], tmp_path: Path
) -> None:
    """After a calibration the town could not be read any more, or a price would be gone."""
    path = tmp_path / "town.toml"
    path.write_bytes(toml.encode())
    path.chmod(0o640)

    write_speed_bands(path, bands)

    now = path.read_bytes().decode()
    assert "# minutes" in now
    assert ("\r\n" in now) == ("\r\n" in toml)
    read, old = tomllib.loads(now), tomllib.loads(toml)
    found = read.setdefault("policy", {}).pop("speed_bands", [])
    told = [(band["start_h"], band["end_h"], band["speed_percent"]) for band in found]
    assert told == [(band.start_h, band.end_h, band.permille / 10) for band in bands]
    old.setdefault("policy", {}).pop("speed_bands", None)
    assert read == old
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["town.toml"]


@pytest.mark.parametrize(
    "policy", [" = {wait = 3}", " = {wait = 3, speed_bands = []}", " = 3", ".speed_bands = []\npolicy.wait = 3"]
)
def test_a_town_toml_that_bands_do_not_fit_into_is_left_alone(policy: str, tmp_path: Path) -> None:
    """After a calibration the town could not be read any more."""
    path = tmp_path / "town.toml"
    path.write_text(f"policy{policy} # minutes\n[town]\nid = 'x'\n", encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(InputError, match=r"cannot be changed .* \[policy\]"):
        write_speed_bands(path, TRUTH)

    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["town.toml"]


def test_a_town_toml_that_is_none_is_left_alone(tmp_path: Path) -> None:
    """A slip somewhere in the file would cost the whole file."""
    path = tmp_path / "town.toml"
    path.write_text("[policy\n", encoding="utf-8")

    with pytest.raises(InputError, match="cannot be changed"):
        write_speed_bands(path, TRUTH)

    assert path.read_text(encoding="utf-8") == "[policy\n"


def test_drives_are_read_from_a_file(town: Town, tmp_path: Path) -> None:
    """The town's own log of drives could not be used."""
    path = tmp_path / "drives.csv"
    path.write_text(
        "date,left,arrived,from,to,mode\n2026-11-23,08:12,08:21,cus,szpital/Poradnie,van\n"
        "2026-11-23,23:55,00:10+1,cus,senior,\n",
        encoding="utf-8",
    )

    one, other = read_drives(path, town)

    assert (one.mode, other.mode) == (TravelMode.VAN, TravelMode.CAR)
    assert one.left == datetime(2026, 11, 23, 8, 12, tzinfo=town.zone)
    assert other.arrived - other.left == timedelta(minutes=15)
    assert one.destination == Door(place_id=one.destination.place_id, entrance="Poradnie")


def test_every_bad_drive_is_told(town: Town, tmp_path: Path) -> None:
    """Half of a log would be used, and nobody would know which half."""
    path = tmp_path / "drives.csv"
    path.write_text(
        "date,left,arrived,from,to\n2026-11-23,08:12,08:02,cus,szpital\nyesterday,08:12,08:21,cus,szpital\n"
        "2026-11-23,08:12,08:21,nowhere,szpital/No\n",
        encoding="utf-8",
    )

    with pytest.raises(InputError) as caught:
        read_drives(path, town)

    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "arrived"), (3, "date"), (4, "from"), (4, "to"),
    ]  # fmt: skip


def test_a_missing_file_is_told(town: Town, tmp_path: Path) -> None:
    """A typing error would end in a page of the program's own words."""
    with pytest.raises(InputError, match="is missing"):
        read_drives(tmp_path / "none.csv", town)


def test_a_log_of_another_town_is_told_in_two_hundred_lines(town: Town, tmp_path: Path) -> None:
    """A log of a year with other names would fill the screen for minutes, or stop the program."""
    path = tmp_path / "drives.csv"
    rows = ["2026-11-23,08:12,08:21,nowhere,neither"] * 6_000
    path.write_text("\n".join(["date,left,arrived,from,to", *rows]), encoding="utf-8")

    with pytest.raises(InputError, match="nowhere") as caught:
        read_drives(path, town)

    assert len(caught.value.problems) <= 201
