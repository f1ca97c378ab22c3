"""Windows narrowed by what follows from the instance alone; no plan of the instance is lost."""

from benchmarks.families.instance import Family, Instance
from benchmarks.families.scaling import Scaled
from solver.facts.requests import Span

ROUNDS = 3
"""After the second round nothing moves any more in practice; what is left wide is not wrong."""


def tightened(instance: Instance, numbers: Scaled) -> list[Span]:
    """Return the windows of the nodes; where nothing would be left of one, as they are in the file.

    Notes
    -----
    Rounded-up distances obey the triangle inequality, so nothing is reached sooner than straight from the depot or from
    its pickup. Truncated ones do not: of a customer only what lies after the depot's closing is cut off.
    """
    opens, closes = (list(bounds) for bounds in zip(*numbers.windows, strict=True))
    closes = [min(at, closes[0]) for at in closes]
    for _ in range(ROUNDS if instance.family is not Family.VRPTW else 0):
        for node in range(1, len(opens)):
            way = int(numbers.legs[0, node])
            opens[node] = max(opens[node], opens[0] + way)
            closes[node] = min(closes[node], closes[0] - way - numbers.services[node])
        for pickup, delivery in instance.pairs:
            _tie(numbers, opens, closes, pickup, delivery)
    return [
        (low, high) if low <= high else file for low, high, file in zip(opens, closes, numbers.windows, strict=True)
    ]


def _tie(numbers: Scaled, opens: list[int], closes: list[int], pickup: int, delivery: int) -> None:
    """Narrow the windows of a pair by each other: straight on, or after the longest ride."""
    board = numbers.services[pickup]
    straight = board + int(numbers.legs[pickup, delivery])
    opens[delivery] = max(opens[delivery], opens[pickup] + straight)
    closes[pickup] = min(closes[pickup], closes[delivery] - straight)
    if numbers.longest_ride is not None:
        latest = board + numbers.longest_ride
        opens[pickup] = max(opens[pickup], opens[delivery] - latest)
        closes[delivery] = min(closes[delivery], closes[pickup] + latest)
