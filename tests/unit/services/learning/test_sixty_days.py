"""Sixty invented days: whether what is learned comes nearer to what clients really take, and for whom it does not."""

from collections import defaultdict
from collections.abc import Mapping
from random import Random
from statistics import fmean

import pytest

from scheduler.domain.ids import ClientId, ServiceId
from scheduler.domain.learning import Where, taught_s
from scheduler.services.learning.estimating import estimates
from scheduler.services.learning.observing import Seen

PHYSIO, CATALOGUE_S = ServiceId("fizjo"), 45 * 60
DAYS, NOISE = 60, 0.25


def true_times(rng: Random, clients: int, spread: float) -> dict[ClientId, float]:
    """Return what each client really takes, in parts of the catalogue's time; the town is a bit quicker than that."""
    return {ClientId(f"K-{k:02}"): max(0.4, rng.gauss(0.9, spread)) for k in range(clients)}


def visits(rng: Random, true: Mapping[ClientId, float], days: int = DAYS, noise: float = NOISE) -> list[Seen]:
    """Return what crews report: each client is visited as often as suits them, and no visit is like another."""
    found = []
    for k, (client, part) in enumerate(true.items()):
        number = sum(rng.random() < (k + 1) / (2 * len(true)) for _ in range(days))
        for _ in range(number):
            took_s = round(CATALOGUE_S * part * rng.lognormvariate(-noise * noise / 2, noise))
            found.append(
                Seen(client_id=client, service_id=PHYSIO, where=Where.VISIT, took_s=took_s, catalogue_s=CATALOGUE_S)
            )
    return found


def planned(seen: list[Seen], true: Mapping[ClientId, float]) -> dict[ClientId, float]:
    """Return what would be planned for each client, in seconds."""
    found = {one.client_id: one.permille for one in estimates(seen)}
    service = found.get(None, 1000)
    return {client: taught_s(CATALOGUE_S, found.get(client, service)) for client in true}


def own_means(seen: list[Seen], true: Mapping[ClientId, float]) -> dict[ClientId, float]:
    """Return what each client took on average, in seconds; of who was never seen what the catalogue says."""
    own: dict[ClientId, list[int]] = defaultdict(list)
    for one in seen:
        own[one.client_id].append(one.took_s)
    return {client: fmean(own.get(client, [CATALOGUE_S])) for client in true}


def error_s(plan: Mapping[ClientId, float], true: Mapping[ClientId, float]) -> float:
    return fmean(abs(plan[client] - CATALOGUE_S * part) for client, part in true.items())


@pytest.mark.parametrize("seed", range(20))
def test_after_sixty_days_plans_are_nearer_to_what_clients_take(seed: int) -> None:
    """Crews would run late all day by a plan that knows better, or believes whatever it saw last."""
    rng = Random(seed)
    true = true_times(rng, 30, spread=0.25)
    seen = visits(rng, true)
    catalogue = dict.fromkeys(true, float(CATALOGUE_S))
    learned = error_s(planned(seen, true), true)
    assert learned < 0.5 * error_s(catalogue, true)


@pytest.mark.parametrize("seed", range(20))
def test_where_days_differ_more_than_clients_own_means_are_not_to_be_believed(seed: int) -> None:
    """A town would learn its clients' good and bad days, and plan by them."""
    rng = Random(seed)
    true = true_times(rng, 30, spread=0.1)
    seen = visits(rng, true, noise=0.4)
    assert error_s(planned(seen, true), true) < error_s(own_means(seen, true), true)


def test_it_gets_better_with_the_days() -> None:
    """More reports would not help; then nobody need press the buttons."""
    rng = Random(4)
    errors = []
    for days in (0, 5, 20, 60):
        towns = [true_times(rng, 30, spread=0.25) for _ in range(20)]
        errors.append(fmean(error_s(planned(visits(rng, true, days), true), true) for true in towns))
    assert errors == sorted(errors, reverse=True)


def test_one_visit_never_makes_a_plan_much_worse() -> None:
    """Somebody's birthday visit would be planned for ever; a client seen once must not pay for it."""
    rng = Random(5)
    worse = []
    for _ in range(300):
        true = true_times(rng, 20, spread=0.25)
        seen = visits(rng, true)
        newcomer = ClientId("nowa")
        part = max(0.4, rng.gauss(0.9, 0.25))
        took_s = round(CATALOGUE_S * part * rng.choice([0.5, 0.8, 1, 1.25, 2]))
        once = Seen(client_id=newcomer, service_id=PHYSIO, where=Where.VISIT, took_s=took_s, catalogue_s=CATALOGUE_S)
        of = {newcomer: part}
        before, after = planned(seen, of), planned([*seen, once], of)
        worse.append(error_s(after, of) - error_s(before, of))
        assert worse[-1] <= 0.25 * abs(took_s - before[newcomer]), "a fifth, and what it moves the service by"
    assert fmean(worse) < 0


def test_where_all_clients_are_alike_their_luck_is_not_learned() -> None:
    """Who had two long visits would get long ones, although everybody takes the same."""
    rng = Random(6)
    true = true_times(rng, 40, spread=0.0)
    seen = visits(rng, true)
    learned, raw = (
        max(abs(plan[client] - CATALOGUE_S * part) for client, part in true.items())
        for plan in (planned(seen, true), own_means(seen, true))
    )
    assert learned < raw / 2
