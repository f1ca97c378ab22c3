"""Orders from elsewhere become a plan: what can be kept is kept, the rest is put in anew or left out."""

from random import Random

import pytest

from solver.admissible import refusal
from solver.lowering import lowered
from solver.rule import Violation
from solver.rulekit.tiny import hm, member, ride, shift, tiny, visit
from solver.schedule import schedule
from solver.search.drafting import Workshop
from solver.search.insertion import construct
from solver.search.repair import followed, repair, without_named
from tests.solver.generate import FEATURES, make_problem, random_orders


def _names(features: frozenset[str], rng: Random) -> list[str]:
    return [name for name in sorted(features - {"start"}) if rng.random() < rng.choice([0.2, 0.6])]


@pytest.mark.parametrize("seed", range(20))
def test_orders_of_any_kind_become_a_plan_that_can_be_driven(seed: int) -> None:
    """One stop too many in an engine's proposal would cost the whole proposal, or worse, be driven."""
    rng = Random(seed)
    problem = make_problem(seed, requests=9, shifts=3, features=_names(FEATURES, rng))
    shop = Workshop(lowered(problem))
    wild = {shift: tuple(order) for shift, order in random_orders(problem, rng).items()}
    draft, _ = repair(shop, wild)
    assert refusal(shop.arrays, draft.orders, complete=True) is None
    assert schedule(shop.arrays, draft.orders) is not None


@pytest.mark.parametrize("seed", range(10))
def test_a_good_plan_is_followed_to_the_letter(seed: int) -> None:
    """Replanning would shuffle stops about which everybody has been told."""
    problem = make_problem(seed, requests=9, shifts=3, features=_names(FEATURES, Random(seed)))
    shop = Workshop(lowered(problem))
    known = construct(shop, seed)
    assert followed(shop, known.orders)[0].orders == known.orders


def test_only_what_is_in_the_way_is_dropped_and_comes_back_elsewhere() -> None:
    """Three clients would be called off because of one who cannot be served in that order."""
    early = {"windows_s": ((hm(8, 10), hm(8, 20)),)}
    problem = tiny(
        requests=[
            visit("V1", "C", unassigned_gr=9000),
            visit("V2", "B", task=early, unassigned_gr=5000),
            visit("V3", "D", unassigned_gr=9000),
        ]
    )
    draft, dropped = repair(Workshop(lowered(problem)), {0: (0, 1, 2)})
    assert dropped == [1]
    assert draft.orders == {0: (1, 0, 2)}


def test_nonsense_is_cleaned_out() -> None:
    """An order with a task twice, half a ride, or on a shift that may not do it would crash the planner."""
    problem = tiny(
        requests=[visit("V", "B", unassigned_gr=9000), ride("R", "BC", unassigned_gr=9000)],
        shifts=[shift("bus"), shift("foot", layouts=(), vehicle=None, members=(member("jan"),))],
    )
    draft, _ = followed(Workshop(lowered(problem)), {0: (0, 1, 0), 1: (0, 1, 2)})
    assert draft.orders == {0: (0,)}


def test_what_a_violation_names_is_left_out() -> None:
    """A plan with one flaw that only the verifier sees would be thrown away as a whole."""
    problem = tiny(
        requests=[visit(f"V{k}", "B", unassigned_gr=9000) for k in range(3)],
        shifts=[shift("a"), shift("b", members=(member("jan"),))],
    )
    shop = Workshop(lowered(problem))

    def left(*subjects: str) -> dict[int, tuple[int, ...]] | None:
        broken = Violation(rule="any", subjects=subjects, amount=1, unit="times")
        return without_named(problem, shop, {0: (0, 1), 1: (2,)}, [broken])

    assert left("V1") == {0: (0,), 1: (2,)}
    assert left("b") == {0: (0, 1)}
    assert left("nobody") == {}
    assert without_named(problem, shop, {}, []) is None
