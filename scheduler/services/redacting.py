"""A plan without what would tell of an erased client: their name in sentences, and the drawn way to their door."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from scheduler.domain.ids import ClientId, PlaceId
from scheduler.domain.plan import Plan, PlannedRoute, PlannedStop

Reworded = Callable[[str], str]


def without_name(name: str, client_id: ClientId) -> Reworded:
    """Return a function that puts a client's id in the place of the name, in any case of letters.

    Offices write the surname first as often as last. What only a surname or another form of it says is not found.
    """
    parts = name.split()
    if not parts:
        return lambda text: text
    orders = dict.fromkeys((*parts[at:], *parts[:at]) for at in (0, 1, -1))
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, order)) for order in orders), re.IGNORECASE)
    return lambda text: pattern.sub(lambda _: str(client_id), text)


def redacted(plan: Plan, reworded: Reworded, places: Collection[PlaceId]) -> Plan:
    """Return a plan whose sentences are reworded, and that says of some places neither door nor way."""
    return replace(
        plan,
        routes=tuple(_route(route, places) for route in plan.routes),
        unassigned=tuple(
            replace(
                one,
                summary=_sentences(one.summary, reworded),
                alone=_sentences(one.alone, reworded),
                per_shift={shift: _sentences(told, reworded) for shift, told in one.per_shift.items()},
                change=_sentences(one.change, reworded),
            )
            for one in plan.unassigned
        ),
        findings=tuple(
            replace(one, subject=reworded(one.subject), text=_sentences(one.text, reworded)) for one in plan.findings
        ),
        overrides=tuple(replace(one, reason=reworded(one.reason)) for one in plan.overrides),
        travel_notes=tuple(_sentences(note, reworded) for note in plan.travel_notes),
    )


def _sentences(told: Mapping[str, str], reworded: Reworded) -> dict[str, str]:
    return {language: reworded(text) for language, text in told.items()}


def _route(route: PlannedRoute, places: Collection[PlaceId]) -> PlannedRoute:
    """Return a route without doors of the places, and ways that touch one; leg i leads to stop i, the last one home."""
    hidden = [stop.location_id.partition("/")[0] in places for stop in route.stops]
    if not any(hidden):
        return route
    route = replace(
        route, stops=tuple(_without_door(one) if gone else one for one, gone in zip(route.stops, hidden, strict=True))
    )
    if not route.ways:
        return route
    if len(route.ways) != len(route.stops) + 1:  # whose way is whose cannot be told
        return replace(route, ways=())
    touched = [any(pair) for pair in zip([False, *hidden], [*hidden, False], strict=True)]
    return replace(route, ways=tuple("" if gone else way for gone, way in zip(touched, route.ways, strict=True)))


def _without_door(stop: PlannedStop) -> PlannedStop:
    return replace(stop, location_id=stop.location_id.partition("/")[0] + "/")
