"""How far observations are believed: few change little, many much, and nothing is ever beyond what was seen."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.ids import ClientId, ServiceId
from scheduler.domain.learning import Estimate, Where
from scheduler.services.learning.estimating import estimates, permille_up
from scheduler.services.learning.observing import Seen
from scheduler.services.learning.shrinking import CEILING, FLOOR, USUAL, Group, credibility, shrunk, weight_of

PARTS = st.floats(0.25, 4)
CREDIBILITIES = st.floats(FLOOR, CEILING)
LENGTHS_S = st.integers(60, 4 * 3600)
SEEN = st.lists(
    st.builds(
        Seen,
        client_id=st.sampled_from([ClientId(f"K-{k}") for k in range(6)]),
        service_id=st.just(ServiceId("fizjo")),
        where=st.just(Where.VISIT),
        took_s=LENGTHS_S,
        catalogue_s=st.just(2700),
    ),
    min_size=1,
    max_size=60,
)


def seen(client: str, *minutes: float, catalogue_min: int = 45) -> list[Seen]:
    """Return visits to a client that took so long."""
    return [
        Seen(
            client_id=ClientId(client), service_id=ServiceId("fizjo"), where=Where.VISIT,
            took_s=round(60 * one), catalogue_s=60 * catalogue_min,
        )
        for one in minutes
    ]  # fmt: skip


def of(found: tuple[Estimate, ...], client: str | None) -> Estimate:
    return next(one for one in found if one.client_id == client)


def town(rng: Random, spread_min: float, noise_min: float, visits: int = 20) -> list[Seen]:
    """Return visits to ten clients who differ by some minutes, each of whom differs from day to day by others."""
    true = [45 + rng.gauss(0, spread_min) for _ in range(10)]
    return [
        one
        for k, mean in enumerate(true)
        for one in seen(f"K-{k}", *(max(12, mean + rng.gauss(0, noise_min)) for _ in range(visits)))
    ]


@given(PARTS, PARTS, st.integers(0, 500), CREDIBILITIES)
def test_an_estimate_lies_between_what_was_seen_and_what_was_known(own: float, known: float, n: int, k: float) -> None:
    """A visit would be planned shorter than it ever was, and shorter than anybody's."""
    found = shrunk(own, weight_of(n, k), known)
    assert min(own, known) <= found <= max(own, known)


@given(PARTS, PARTS, st.integers(0, 500), CREDIBILITIES)
def test_more_observations_never_count_less(own: float, known: float, n: int, k: float) -> None:
    """The better somebody is known, the less the plan would believe it."""
    fewer, more = (shrunk(own, weight_of(number, k), known) for number in (n, n + 1))
    assert abs(more - own) <= abs(fewer - own) + 1e-12


@given(PARTS, PARTS)
def test_without_an_observation_it_is_exactly_what_was_known(own: float, known: float) -> None:
    """A town that has learned nothing would plan otherwise than its catalogue says, by a second here and there."""
    assert shrunk(own, weight_of(0, USUAL), known) == known


@given(CREDIBILITIES)
def test_one_observation_counts_little_and_twenty_count_much(k: float) -> None:
    """One long talk at the door would shorten everybody else's visits; or nothing would ever be learned."""
    assert weight_of(1, k) <= 0.2
    assert weight_of(20, k) >= 1 / 3


@given(SEEN, st.randoms(use_true_random=False))
def test_the_order_of_observations_does_not_matter(some: list[Seen], rng: Random) -> None:
    """Two servers would plan the same day differently, after the same reports."""
    other = list(some)
    rng.shuffle(other)
    assert estimates(other) == estimates(some)


@given(SEEN)
def test_each_clients_estimate_lies_between_theirs_and_the_services(some: list[Seen]) -> None:
    """Rounding or a wrong sum would plan what nobody has ever taken."""
    for one in estimates(some):
        if one.client_id is not None:
            mine = [each.took_s for each in some if each.client_id == one.client_id]
            own = permille_up(sum(mine) / (len(mine) * 2700))
            assert min(own, one.service_permille) <= one.permille <= max(own, one.service_permille)


@given(SEEN)
def test_the_services_estimate_lies_between_its_clients_and_the_catalogue(some: list[Seen]) -> None:
    """One client seen often would make the service longer than anybody has taken."""
    found = estimates(some)
    mine = of(found, None)
    clients = {one.client_id for one in some}
    own = [
        permille_up(sum(each.took_s for each in some if each.client_id == key) / (2700 * number))
        for key in clients
        for number in [sum(each.client_id == key for each in some)]
    ]
    assert min([*own, 1000]) <= mine.permille <= max([*own, 1000])


def test_a_service_that_nobody_has_observed_has_no_estimate() -> None:
    """Something would be planned otherwise although nothing is known."""
    assert estimates([]) == ()


def test_clients_who_differ_much_are_believed_sooner() -> None:
    """Where each client is another case, twenty visits to one would count as little as where all are alike."""
    alike, different = town(Random(1), spread_min=1, noise_min=12), town(Random(1), spread_min=12, noise_min=1)
    weights = [of(estimates(some), "K-0").weight_permille for some in (alike, different)]
    assert weights == [round(1000 * weight_of(20, k)) for k in (CEILING, FLOOR)]


def test_how_much_clients_differ_is_found_in_the_data() -> None:
    """The number of visits that count a half would be anybody's guess: here it is 16, by how the data were made."""
    some = [one for seed in range(40) for one in _renamed(town(Random(seed), spread_min=3, noise_min=12), seed)]
    clients = {one.client_id for one in some}
    groups = [
        Group(took_s=[o.took_s for o in some if o.client_id == key], catalogue_s=[2700] * 20) for key in sorted(clients)
    ]
    assert 10 < credibility(groups) < 24


def _renamed(some: list[Seen], seed: int) -> list[Seen]:
    return [
        Seen(client_id=ClientId(f"{seed}-{one.client_id}"), service_id=one.service_id, where=one.where,
             took_s=one.took_s, catalogue_s=one.catalogue_s)
        for one in some
    ]  # fmt: skip


def test_too_few_clients_do_not_tell_how_much_clients_differ() -> None:
    """Three clients who happen to be alike would keep everybody at the mean."""
    some = seen("K-1", *[30] * 10) + seen("K-2", *[30] * 10) + seen("K-3", *[30] * 10)
    assert of(estimates(some), "K-1").weight_permille == round(1000 * weight_of(10, USUAL))


def test_a_client_seen_often_is_not_the_service() -> None:
    """The visits of three others would be planned like those of one who comes every day."""
    some = seen("K-1", *[90] * 200) + seen("K-2", *[45] * 9) + seen("K-3", *[45] * 9) + seen("K-4", *[45] * 9)
    mine = of(estimates(some), None)
    assert mine.own_s < 60 * 62, "200 of 227 visits took 90 minutes; four clients count nearly the same"
