"""The town that a running day is planned from: shifts from where they are, and everything that is in their way."""

from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain.live_day import LiveDay
from scheduler.domain.roster import Shift
from scheduler.domain.town import Town
from scheduler.services.disruptions.breakdowns import with_breakdown, with_place
from scheduler.services.live.ways_home import with_ways_home


def with_live_day(town: Town, live: LiveDay) -> Town:
    """Return a town in which the shifts of a day start from where they are, under what is in their way.

    Whoever has been taken out has to be brought back.

    Parameters
    ----------
    town : Town
        As everything was booked and rostered.
    """
    states = live.states.values()
    taken_out = frozenset(key for state in states for key in (*state.done, *(one.request_id for one in state.aboard)))
    # Whoever stands by a broken vehicle is in none, and has to be brought back as well.
    taken_out |= {key for one in live.in_force if one.id in live.broken.values() for key in one.request_ids}
    begun = replace(town, shifts=tuple(_begun(town, live)))
    return with_disruptions(with_ways_home(begun, taken_out), live)


def with_disruptions(town: Town, live: LiveDay) -> Town:
    """Return a town under the disruptions of a day that are not over.

    Snow and closed roads are facts of the town, which make its ways longer; a breakdown takes a vehicle off the road
    and leaves people standing.

    Parameters
    ----------
    town : Town
        Its shifts start from where they are.
    """
    in_force = live.in_force
    town = replace(town, disruptions=tuple(one for one in in_force if one.snow or one.road))
    for one in live.disruptions:
        if one.breakdown is not None:
            town = with_breakdown(town, one, one.breakdown, live) if one in in_force else with_place(town, one)
    return town


def _begun(town: Town, live: LiveDay) -> Iterable[Shift]:
    """Yield shifts from where they are; nobody is taken along whose request is not there any more."""
    states = live.states
    for shift in town.shifts:
        state = states.get(shift.id)
        if state is None:
            yield shift
        else:
            aboard = tuple(one for one in state.aboard if one.request_id in town.requests)
            yield replace(shift, start_state=replace(state, aboard=aboard))
