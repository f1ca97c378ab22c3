"""A demand in a short file that a person writes: read, refused with reasons, and written back."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.demo.index import build_town
from scheduler.domain.capacity.calls import Back
from scheduler.domain.capacity.chances import Chances, Lognormal
from scheduler.domain.capacity.demand import OUTSIDE, Basis, Demand, Growth, ServiceDemand
from scheduler.domain.capacity.parts import Destination, Doors, Endings, Repeating, WayBack, Wishes
from scheduler.domain.catalogue import HelpLevel
from scheduler.domain.client import Mobility
from scheduler.domain.errors import InputError
from scheduler.domain.ids import DistrictId, PlaceId, PurposeId, ServiceId
from scheduler.formats.capacity.demand_reader import parse_demand, read_demand
from scheduler.formats.capacity.demand_writer import write_demand
from scheduler.simulation.demand import check, draw, occurrences

DEMO = Path(__file__).parents[3] / "fixtures" / "towns" / "starachowice" / "demand.toml"
SHORT = """
[services.bus]
per_week = 21

[services.bus.districts]
lazy = 2
"(outside)" = 1

[services.bus.hours]
8 = 1
"""

WEIGHTS = st.floats(0, 1e6, allow_subnormal=False)
SIZES = st.builds(Lognormal, median=st.floats(0.001, 1e6), sigma=st.floats(0, 5))
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.Łó", min_size=1, max_size=12)
SHARES = st.floats(0, 0.5)


def chances[T](values: st.SearchStrategy[T]) -> st.SearchStrategy[Chances[T]]:
    options = st.lists(st.tuples(values, WEIGHTS), min_size=1, max_size=4, unique_by=lambda one: one[0])
    return options.filter(lambda some: any(weight for _, weight in some)).map(lambda some: Chances(options=tuple(some)))


SERVICES = st.builds(
    ServiceDemand,
    per_day=st.dictionaries(IDS.map(DistrictId) | st.just(OUTSIDE), st.tuples(*[WEIGHTS] * 7), min_size=1, max_size=3),
    wishes=st.builds(
        Wishes,
        hours=chances(st.integers(0, 23)),
        widths_min=chances(st.integers(0, 1440)),
        lead_days=chances(st.integers(0, 366)),
    ),
    holiday=WEIGHTS,
    places=st.none()
    | chances(st.builds(Destination, place_id=IDS.map(PlaceId), purpose_id=st.none() | IDS.map(PurposeId))),
    doors=st.builds(
        Doors, planned_min=chances(st.integers(0, 1440)), ratio=SIZES, help_levels=chances(st.sampled_from(HelpLevel))
    ),
    back=st.builds(WayBack, kinds=chances(st.sampled_from(Back)), stay_min=SIZES, width_min=st.integers(0, 1440)),
    repeating=st.builds(
        Repeating, share=SHARES, per_week=chances(st.integers(1, 7)), weeks=chances(st.integers(1, 104))
    ),
    endings=st.builds(Endings, cancelled=SHARES, late=SHARES, no_show=SHARES),
    carers=chances(st.integers(0, 9)),
)
DEMANDS = st.builds(
    Demand,
    services=st.dictionaries(IDS.map(ServiceId), SERVICES, min_size=1, max_size=2),
    months=st.dictionaries(st.integers(1, 12), WEIGHTS, max_size=3),
    rings=chances(st.integers(0, 23)),
    mobility=chances(st.sampled_from(Mobility)),
    boarding_s=st.dictionaries(st.sampled_from(Mobility), SIZES),
    known=st.floats(0, 1),
    growth=st.builds(
        Growth,
        districts=st.dictionaries(IDS.map(DistrictId) | st.just(OUTSIDE), WEIGHTS, max_size=2),
        services=st.dictionaries(IDS.map(ServiceId), WEIGHTS, max_size=2),
        cells=st.dictionaries(
            IDS.map(ServiceId),
            st.dictionaries(IDS.map(DistrictId) | st.just(OUTSIDE), WEIGHTS, min_size=1, max_size=2),
            max_size=2,
        ),
    ),
    basis=st.builds(
        Basis,
        calls=st.dictionaries(IDS.map(ServiceId), st.integers(0, 10**6), max_size=2),
        days=st.integers(0, 4_000),
        first=st.none() | st.dates(),
        last=st.none() | st.dates(),
        doors=st.integers(0, 10**6),
        dispersion=st.none() | WEIGHTS,
        sources=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    ),
)


@given(DEMANDS)
def test_what_is_written_is_read_again_as_it_was(demand: Demand) -> None:
    """A fitted demand would be another one after it was saved, and a study could not be repeated."""
    assert parse_demand(write_demand(demand), "x.toml") == demand


def test_the_short_form_shares_calls_out() -> None:
    """A person would have to write seven numbers for each district."""
    own = parse_demand(SHORT, "x").services[ServiceId("bus")]
    assert own.per_day[DistrictId("lazy")] == (2.8,) * 5 + (0, 0)
    assert own.per_day[OUTSIDE] == (1.4,) * 5 + (0, 0)
    weekend = SHORT + "[services.bus.weekdays]\nsa = 1\nsu = 3\n"
    assert parse_demand(weekend, "x").services[ServiceId("bus")].per_day[OUTSIDE] == (0,) * 5 + (1.75, 5.25)


def test_what_is_left_out_is_as_the_town_plans_it() -> None:
    """The shortest file would be refused, or invent delays that nobody has seen."""
    found = parse_demand(SHORT, "x")
    own = found.services[ServiceId("bus")]
    assert (own.doors, own.back, own.endings, own.repeating) == (Doors(), WayBack(), Endings(), Repeating())
    assert found.basis.assumed
    assert (found.known, found.months, found.growth) == (1.0, {}, Growth())


def test_the_demos_file_fits_its_town_and_has_about_seventy_requests_a_day() -> None:
    """The first study that anybody runs would be of a town twice as busy as the one on the board, or stop at once."""
    demand, town = read_demand(DEMO), build_town("starachowice")
    check(demand, town, DEMO.name)
    assert demand.basis.assumed
    assert any("London" in source for source in demand.basis.sources)
    days = [date(2026, 9, 7) + timedelta(days=k) for k in range(5)]
    seeds = range(12)
    numbers: Counter[str] = Counter()
    for seed in seeds:
        for call in draw(demand, town, days, seed):
            for one in occurrences(call, demand, town, days, seed):
                numbers[one.service_id] += 1 + (one.back is not Back.NONE)
    each = {key: number / len(days) / len(seeds) for key, number in numbers.items()}
    usual = Counter(request.service_id for request in town.requests.values())
    assert 64 < sum(each.values()) < 76
    assert each.keys() == usual.keys()
    for key, number in usual.items():
        assert each[key] == pytest.approx(number, rel=0.35, abs=1)


def test_the_demos_numbers_are_those_that_were_published() -> None:
    """A citation would stand beside a number that its source does not have."""
    demand = read_demand(DEMO)
    assert {one.endings for one in demand.services.values()} == {Endings(cancelled=0.107, late=0.455, no_show=0.019)}
    assert demand.services[ServiceId("bus")].carers.share(1) == pytest.approx(0.12)
    for size in demand.boarding_s.values():
        assert 28 - 15 <= size.median <= 137 - 19
    assert (demand.months[7], demand.services[ServiceId("bus")].holiday) == (0.9, 0)


@pytest.mark.parametrize(
    ("text", "key", "value", "right"),
    [
        ("", "services", "", "[services.bus]"),
        (SHORT + "[services.buss]\n", "services.buss.per_week", "", "at least 0"),
        (SHORT.replace("per_week = 21", ""), "services.bus.per_week", "", "at least 0"),
        (SHORT.replace("21", '"many"'), "services.bus.per_week", "many", "at least 0"),
        (SHORT.replace("21", "true"), "services.bus.per_week", "True", "at least 0"),
        (SHORT.replace("21", "-1"), "services.bus.per_week", "-1", "at least 0"),
        (SHORT.replace("21", "nan"), "services.bus.per_week", "nan", "at least 0"),
        (SHORT.replace("21", "inf"), "services.bus.per_week", "inf", "at least 0"),
        (SHORT.replace("per_week", "per_wek"), "services.bus.per_wek", "21", "did you mean per_week?"),
        (SHORT.replace("8 = 1", "24 = 1"), "services.bus.hours.24", "1", "an hour of the clock, 0 to 23"),
        (SHORT.replace("8 = 1", "8 = 0"), "services.bus.hours", "", "a weight above zero"),
        (SHORT.replace("8 = 1", "8 = 1\n08 = 2"), "services.bus.hours.08", "2", "write it once"),
        (SHORT.replace("[services.bus.hours]\n8 = 1", ""), "services.bus.hours", "", "[services.bus.hours]"),
        (SHORT.replace("[services.bus.districts]", "[services.bus.district]"), "services.bus.districts", "", "weight"),
        (SHORT + "[services.bus.per_day]\nlazy = [1, 2]\n", "services.bus.per_day.lazy", "", "from Monday on"),
        (SHORT + "[services.bus.per_day]\nlazy = 3\n", "services.bus.per_day.lazy", "3", "from Monday on"),
        (
            SHORT + "[services.bus.per_day]\nlazy = [1, 1, -1, 1, 1, 0, 0]\n",
            "services.bus.per_day.lazy.we",
            "-1",
            "at least 0",
        ),
        (SHORT + "[services.bus.per_day]\n", "services.bus.per_week", "21", "keep one of them"),
        (SHORT + "[services.bus.weekdays]\nmon = 1\n", "services.bus.weekdays.mon", "1", "did you mean mo?"),
        (SHORT + "[services.bus.ratio]\nsigma = 0.3\n", "services.bus.ratio.median", "", "least 0.001"),
        (
            SHORT + "[services.bus.ratio]\nmedian = 1\nsd = 2\n",
            "services.bus.ratio.sd",
            "2",
            "use one of median, sigma",
        ),
        (SHORT + "[services.bus.help]\nlift = 1\n", "services.bus.help.lift", "1", "door, flat, kerb"),
        (SHORT + "[services.bus.back.kinds]\nboth = 1\n", "services.bus.back.kinds.both", "1", "at, none, open"),
        (SHORT + "[services.bus.back]\nwidth_min = 7.5\n", "services.bus.back.width_min", "7.5", "after the point"),
        (SHORT + "[services.bus.series]\nshare = 30\n", "services.bus.series.share", "30", "from 0 to 1"),
        (SHORT + "[services.bus.series.per_week]\n8 = 1\n", "services.bus.series.per_week.8", "1", "1 to 7"),
        (
            SHORT + "[services.bus.endings]\ncancelled = 0.9\nno_show = 0.2\n",
            "services.bus.endings.no_show",
            "0.2",
            "add up to 1",
        ),
        (SHORT + "[[services.bus.places]]\nweight = 1\n", "services.bus.places[1].place", "", "quotes"),
        (
            SHORT + '[[services.bus.places]]\nplace = "a"\n[[services.bus.places]]\nplace = "a"\n',
            "services.bus.places[2].place",
            "a",
            "once",
        ),
        (SHORT + "[services.bus.places]\nszpital = 1\n", "services.bus.places", "", "[[services.bus.places]]"),
        ("months = 3\n" + SHORT, "months", "3", "write [months]"),
        (SHORT + "[months]\n13 = 1\n", "months.13", "1", "1 to 12"),
        (SHORT + "[mobility]\nwheelchairs = 1\n", "mobility.wheelchairs", "1", "did you mean wheelchair?"),
        (SHORT + "[boarding_s.scooter]\nmedian = 9\n", "boarding_s.scooter", "", "use one of"),
        (SHORT + '[basis]\nfirst = "2026-01-01"\n', "basis.first", "2026-01-01", "without quotes"),
        (SHORT + "[basis]\nfirst = 2026-01-01T08:00:00\n", "basis.first", "2026-01-01 08:00:00", "without quotes"),
        (SHORT + '[basis]\ndispersion = "much"\n', "basis.dispersion", "much", "at least 0"),
        (SHORT + '[basis]\nsources = "GUS"\n', "basis.sources", "GUS", '["...", "..."]'),
        ("known = 1.5\n" + SHORT, "known", "1.5", "from 0 to 1"),
        ("known = 0.5\nknwon = 1\n" + SHORT, "knwon", "1", "did you mean known?"),
    ],
)
def test_what_is_wrong_is_said_with_its_key_its_value_and_what_would_be_right(
    text: str, key: str, value: str, right: str
) -> None:
    """A manager who has misspelt one word would look for it through two hundred lines, or never know."""
    with pytest.raises(InputError) as refused:
        parse_demand(text, "demand.toml")
    first = next(problem for problem in refused.value.problems if problem.column == key)
    assert (first.file, first.value) == ("demand.toml", value)
    assert right in first.right
    assert first.wrong


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("", "is missing"),
        ('"1"', "is no number"),
        ("nan", "is no number"),
        ("-1", "is too small"),
        ("2e9", "is too large"),
    ],
)
def test_a_number_that_will_not_do_is_called_what_it_is(written: str, wrong: str) -> None:
    """Somebody would look for a missing line, though the number in it is too large."""
    text = SHORT.replace("per_week = 21", f"per_week = {written}" if written else "")
    with pytest.raises(InputError) as refused:
        parse_demand(text, "x")
    assert [problem.wrong for problem in refused.value.problems] == [wrong]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Somebody would correct a file ten times to learn of ten slips."""
    text = SHORT.replace("21", "-1").replace("8 = 1", "25 = 1") + "[months]\nmay = 1\n"
    with pytest.raises(InputError) as refused:
        parse_demand(text, "x")
    assert {problem.column for problem in refused.value.problems} >= {
        "services.bus.per_week", "services.bus.hours.25", "months.may",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"per_week = = 1", "is not TOML"),
        (b"x = '\xb3'", "is not UTF-8"),
        (b"", "is empty"),
        (b"a = " + b"[" * 3_000 + b"]" * 3_000, "is not TOML"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path, content: bytes, wrong: str) -> None:
    """A spreadsheet saved under the wrong name would end in a stack trace."""
    path = tmp_path / "demand.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=wrong):
        read_demand(path)
    with pytest.raises(InputError, match="is missing"):
        read_demand(tmp_path / "none.toml")


def test_a_file_with_a_mark_and_windows_line_ends_is_read(tmp_path: Path) -> None:
    """Notepad saves files like this."""
    path = tmp_path / "demand.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SHORT.replace("\n", "\r\n").encode())
    assert read_demand(path) == parse_demand(SHORT, "x")


def test_text_in_a_file_stays_text() -> None:
    """A source with quotes and brackets would end the file early, or become a key of its own."""
    hostile = '=1+1 <b>O\'Łódź #read("x")\n[services.bus]\\'
    found = replace(parse_demand(SHORT, "x"), basis=Basis(sources=(hostile, "\x00\u202e")))
    written = write_demand(found)
    assert parse_demand(written, "x") == found
    assert tomllib.loads(written)["basis"]["sources"][0] == hostile
