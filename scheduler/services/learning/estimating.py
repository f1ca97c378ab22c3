"""From observations to estimates: each client's own, shrunk towards the service's, and that towards the catalogue's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import ceil

from scheduler.domain.ids import ClientId
from scheduler.domain.learning import Door, Estimate
from scheduler.services.learning.observing import Seen
from scheduler.services.learning.shrinking import Group, Pooled, pooled, shrunk, weight_of

_NOISE = 1e-6
"""So much above a full number is the computer's, in per mille."""


def estimates(seen: Iterable[Seen]) -> tuple[Estimate, ...]:
    """Return what is learned of each service at each kind of door, and of each client who was observed there.

    Few observations change little, and the order of observations does not matter.
    """
    of: dict[Door, dict[ClientId, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for one in seen:
        of[one.service_id, one.where][one.client_id].append(one)
    return tuple(estimate for door in sorted(of) for estimate in _of_door(door, of[door]))


def _of_door(door: Door, seen: Mapping[ClientId, list[Seen]]) -> Iterator[Estimate]:
    groups = {key: _group(seen[key]) for key in sorted(seen)}
    together = pooled(groups.values())
    yield _of_service(door, groups, together)
    for client_id, group in groups.items():
        weight = weight_of(group.number, together.credibility)
        yield Estimate(
            client_id=client_id,
            service_id=door[0],
            where=door[1],
            observed=group.number,
            own_s=_mean(group.took_s),
            catalogue_s=_mean(group.catalogue_s),
            service_permille=permille_up(together.learned),
            weight_permille=round(1000 * weight),
            permille=permille_up(shrunk(group.mean, weight, together.learned)),
        )


def _of_service(door: Door, groups: Mapping[ClientId, Group], together: Pooled) -> Estimate:
    catalogue_s = _mean([second for group in groups.values() for second in group.catalogue_s])
    return Estimate(
        service_id=door[0],
        where=door[1],
        observed=sum(group.number for group in groups.values()),
        own_s=round(together.mean * catalogue_s),
        catalogue_s=catalogue_s,
        service_permille=permille_up(together.mean),
        weight_permille=round(1000 * together.weight),
        permille=permille_up(together.learned),
    )


def _group(seen: Iterable[Seen]) -> Group:
    each = tuple(seen)
    return Group(took_s=tuple(one.took_s for one in each), catalogue_s=tuple(one.catalogue_s for one in each))


def permille_up(part: float) -> int:
    """Return a part in per mille, rounded up: durations are rounded against ourselves."""
    return ceil(1000 * part - _NOISE)


def _mean(seconds: Iterable[int]) -> int:
    each = tuple(seconds)
    return round(sum(each) / len(each))
