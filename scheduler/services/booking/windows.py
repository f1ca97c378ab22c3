"""From the starts that a request may have to the windows that a client is told.

A window of a minute or more that meets a span of possible starts can be promised: some start of it is possible then.
Windows begin at whole steps after midnight, so that they can be said on the phone, and end with what was asked for.
"""

from collections.abc import Iterable, Iterator, Sequence

type Span = tuple[int, int]

MINUTE_S = 60


def window_around(start_s: int, within: Iterable[Span], *, width_s: int, step_s: int) -> Span:
    """Return the window to promise for a service that is expected to start then.

    Parameters
    ----------
    start_s : int
        A possible start; seconds.
    within : iterable of Span
        What was asked for; the window ends and begins with the span that holds the start.
    width_s, step_s : int
        How wide it is, unless what was asked for is narrower; and of what it begins at a multiple.
    """
    low, high = next(((a, b) for a, b in within if a <= start_s <= b), (start_s, start_s))
    begin = max(low, start_s - start_s % min(step_s, width_s))
    if begin + width_s > high:  # at the edge it reaches back, so that the client is told no less than usual
        begin = max(low, high - width_s)
    return begin, min(high, begin + width_s)


def windows_in(spans: Sequence[Span], within: Sequence[Span], *, width_s: int, step_s: int) -> Iterator[Span]:
    """Yield all windows that can be promised, in the order of the clock.

    Parameters
    ----------
    spans : sequence of Span
        Starts that are possible.
    within : sequence of Span
        What was asked for.
    """
    told: set[Span] = set()
    every = min(step_s, width_s)  # a narrow window begins more often, as `window_around` says
    for low, high in spans:
        for start in (low, *range(low - low % every + every, high + 1, every)):
            window = window_around(start, within, width_s=width_s, step_s=step_s)
            if window not in told:
                told.add(window)
                yield window


def meets(window: Span, spans: Iterable[Span], wish_s: int | None = None) -> int | None:
    """Return the possible start in a window that is nearest to the wish, without one the first; None: there is none."""
    inside = ((max(window[0], a), min(window[1], b)) for a, b in spans if a <= window[1] and window[0] <= b)
    wish = window[0] if wish_s is None else wish_s
    return min((min(max(wish, a), b) for a, b in inside), key=lambda start: abs(start - wish), default=None)
