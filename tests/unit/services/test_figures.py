"""Figures of closed days: sums are added up and divided once, and every grosz stands somewhere."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.actuals import age_band
from scheduler.domain.figures import Counts, Load, added
from scheduler.domain.ids import StaffId
from scheduler.domain.policy import ShareMeasure
from scheduler.services.reporting.definitions import MEASURES, uneven_s
from scheduler.services.reporting.figures import month_span
from scheduler.services.reporting.sharing import shared, split

KEYS = st.sampled_from("abcdefgh")


def loads(*hours: tuple[int, int]) -> Counts:
    """Return the hours at doors and at work of some workers."""
    return Counts(
        loads={StaffId(str(k)): Load(service_s=at * 3600, working_s=work * 3600) for k, (at, work) in enumerate(hours)}
    )


def test_a_month_is_no_mean_of_its_days() -> None:
    """A Sunday with one late ride would weigh as much as a Monday with forty on time."""
    days = [Counts(pickups=1, pickups_on_time=0), Counts(pickups=40, pickups_on_time=40)]
    measure = next(one for one in MEASURES if one.key == "on_time_pickup")
    numerator, denominator = measure.of(added(days), ShareMeasure.REQUESTS)

    assert (numerator, denominator) == (40, 41)
    assert measure.value(numerator, denominator) == pytest.approx(1000 * 40 / 41)


def test_workers_are_added_up_as_themselves() -> None:
    """Two half days of one worker would look like two workers with half the work."""
    both = added([loads((1, 4), (3, 4)), loads((3, 4), (1, 4))])
    assert both.loads == {
        "0": Load(service_s=4 * 3600, working_s=8 * 3600),
        "1": Load(service_s=4 * 3600, working_s=8 * 3600),
    }
    assert uneven_s(both) == (0, 8 * 3600)


def test_denials_are_added_up_by_what_stood_in_the_way() -> None:
    """A month with six denials for the seats would look like one with two, and no second bus be asked for."""
    both = added([Counts(denials={"seats": 2, "declined": 1}), Counts(), Counts(denials={"seats": 4})])
    assert both.denials == {"seats": 6, "declined": 1}


def test_money_and_ways_are_told_as_people_read_them() -> None:
    """A request would cost five thousand, in grosze that the page calls złoty."""
    told = {one.key: one.value(*one.of(Counts(served=4, cost_gr=20_050, way_m=7_250), ShareMeasure.REQUESTS))
            for one in MEASURES}  # fmt: skip
    assert (told["cost_per_served"], told["distance"]) == (50.125, 7.25)


@pytest.mark.parametrize(
    ("hours", "moved_h"),
    [(((4, 8), (4, 8)), 0), (((4, 8), (2, 4)), 0), (((6, 8), (2, 8)), 2), (((8, 8), (0, 8)), 4), (((5, 8),), 0)],
)
def test_uneven_is_what_would_have_to_change_hands(hours: tuple[tuple[int, int], ...], moved_h: int) -> None:
    """A colleague with half a post would be told to work as much as one with a whole one."""
    moved, whole = uneven_s(loads(*hours))
    assert (moved, whole) == (moved_h * 3600, sum(at for at, _ in hours) * 3600)


@pytest.mark.parametrize("measure", MEASURES, ids=[one.key for one in MEASURES])
def test_a_measure_of_nothing_is_nothing_and_says_what_it_is(measure: object) -> None:
    """A district without rides would be called perfectly punctual, or never on time."""
    one = next(each for each in MEASURES if each is measure)
    numerator, denominator = one.of(Counts(), ShareMeasure.HOURS)
    assert one.value(numerator, denominator) in {None, 0.0}
    assert (one.value(numerator, denominator) is None) == (one.unit not in {"requests", "km"})
    for texts in (one.name, one.says, one.formula):
        assert set(texts) == {"pl", "en"}
        assert all(text.strip() for text in texts.values())


@given(st.integers(0, 10**9), st.dictionaries(KEYS, st.integers(0, 10**5), min_size=1))
def test_parts_are_the_whole_and_as_fair_as_whole_grosze_can_be(amount: int, weights: dict[str, int]) -> None:
    """A settlement would lack a grosz, or have one too many, and be sent back."""
    parts = split(amount, weights)
    whole = sum(weights.values())

    assert sum(parts.values()) == amount
    assert min(parts.values()) >= 0
    for key, part in parts.items():
        fair = Fraction(amount * weights[key], whole) if whole else Fraction(amount, len(weights))
        assert abs(part - fair) < 1


def test_everybody_pays_the_rate_and_shares_the_hours() -> None:
    """The contractor's price of a short visit would be spread over the long ones."""
    assert shared(100, {"a": 3, "b": 1}, 10) == {"a": 85, "b": 35}
    assert shared(100, {}, 10) == {}


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, ""), (0, "0-17"), (17, "0-17"), (64, "60-64"), (65, "65-74"), (84, "75-84"), (85, "85+"), (120, "85+")],
)
def test_ages_go_into_bands(age: int | None, band: str) -> None:
    """Somebody of 65 would be missing among the seniors of the statistics."""
    assert age_band(age) == band


@pytest.mark.parametrize(
    ("month", "last"),
    [(date(2026, 2, 1), 28), (date(2028, 2, 29), 29), (date(2026, 12, 31), 31), (date(2026, 3, 9), 31)],
)
def test_a_month_has_all_its_days(month: date, last: int) -> None:
    """The last day of the year would be paid in neither year."""
    assert month_span(month) == (month.replace(day=1), month.replace(day=last))
