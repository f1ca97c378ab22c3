"""The windows that are read out on the phone: whole steps, inside the wish, and never without a possible start."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.services.booking.windows import meets, window_around, windows_in

QUARTER, HALF = 900, 1800
HOUR = 3600


def test_a_window_begins_at_a_whole_quarter_of_an_hour() -> None:
    """A client told '09:37 to 10:07' would write down something else."""
    assert window_around(9 * HOUR + 37 * 60, [(8 * HOUR, 12 * HOUR)], width_s=HALF, step_s=QUARTER) == (
        9 * HOUR + 30 * 60,
        10 * HOUR,
    )


def test_at_the_end_of_the_wish_the_window_reaches_back() -> None:
    """A start just before the end of the wish would be promised to the minute, and the driver be late at once."""
    assert window_around(12 * HOUR - 60, [(8 * HOUR, 12 * HOUR)], width_s=HALF, step_s=QUARTER) == (
        12 * HOUR - HALF,
        12 * HOUR,
    )


def test_a_wish_narrower_than_a_promise_is_promised_as_it_is() -> None:
    """Somebody who can only be at home for ten minutes would be told half an hour."""
    assert window_around(36_100, [(36_000, 36_600)], width_s=HALF, step_s=QUARTER) == (36_000, 36_600)


@given(
    low=st.integers(0, 80_000),
    length=st.integers(0, 20_000),
    share=st.floats(0, 1),
    width=st.integers(60, 7_200),
    step=st.sampled_from((300, 900, 3600)),
)
def test_every_window_holds_its_start_and_stays_inside_the_wish(
    low: int, length: int, share: float, width: int, step: int
) -> None:
    """A promise outside what was asked for finds nobody at home; one without its start is broken from the beginning."""
    start, high = low + round(share * length), low + length
    begin, end = window_around(start, [(low, high)], width_s=width, step_s=step)
    assert low <= begin <= start <= end <= high
    assert end - begin == min(width, high - low)


@given(
    spans=st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 4_000)), min_size=1, max_size=4),
    width=st.sampled_from((600, 1800, 3600)),
)
def test_every_window_that_is_offered_has_a_possible_start(spans: list[tuple[int, int]], width: int) -> None:
    """An offer that no start is in would be taken and refused in the same call."""
    possible = [(a, a + n) for a, n in spans]
    found = list(windows_in(possible, [(0, 86_400)], width_s=width, step_s=QUARTER))
    assert found
    assert len(found) == len(set(found))
    assert all(meets(window, possible) is not None for window in found)


@given(
    low=st.integers(0, 40_000),
    length=st.integers(0, 4_000),
    share=st.floats(0, 1),
    width=st.sampled_from((60, 600, 1800, 3600)),
)
def test_the_window_around_any_possible_start_is_offered(low: int, length: int, share: float, width: int) -> None:
    """The hour that was wished for would be free, and never be told, because promises are narrower than the steps."""
    start, within = low + round(share * length), [(0, 86_400)]
    found = set(windows_in([(low, low + length)], within, width_s=width, step_s=QUARTER))
    assert window_around(start, within, width_s=width, step_s=QUARTER) in found


def test_the_start_nearest_to_the_wish_is_told() -> None:
    """A client who wished for ten past would be told the hour, although the crew comes at ten past."""
    spans = [(0, 99), (201, 300)]
    assert [meets((0, 400), spans, wish) for wish in (50, 120, 180, 250, 400)] == [50, 99, 201, 250, 300]
    assert meets((0, 400), spans) == 0


def test_a_window_beside_all_spans_has_no_start() -> None:
    """A window in a gap would count as free."""
    assert meets((100, 200), [(0, 99), (201, 300)]) is None
    assert meets((100, 200), [(0, 100)]) == 100
