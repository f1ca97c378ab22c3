"""What counts as work in a route."""

from solver.solution import Route


def worked_s(route: Route) -> int:
    """Return the time from leaving to coming home without the unpaid breaks in between."""
    unpaid, until = 0, route.start_s
    for rest in sorted((b for b in route.breaks if not b.paid), key=lambda b: b.start_s):
        unpaid += max(0, min(rest.end_s, route.end_s) - max(rest.start_s, until))
        until = max(until, rest.end_s)
    return route.end_s - route.start_s - unpaid


def ceil_div(value: int, by: int) -> int:
    """Return a quotient rounded up: prices are rounded against ourselves."""
    return -(-value // by)
