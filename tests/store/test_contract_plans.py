"""What every store does with versions of plans."""

import dataclasses

import pytest

from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.ids import RequestId
from scheduler.domain.plan import Override, UnassignedReason
from scheduler.services.ports import Store
from tests.store.samples import DAY, NEXT_DAY, TOWN, head, plan, plan_head


def test_plans_are_kept_by_version(store: Store) -> None:
    """A published plan would be another one the next time somebody looks."""
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.plans.add(plan(2), plan_head(2))
        assert unit.plans.get(DAY, 2) == plan(2)
    with store.writing(TOWN) as unit:
        unit.plans.add(plan(1), plan_head(1))
        assert [one.version for one in unit.plans.heads(DAY)] == [1, 2]

    with store.reading(TOWN) as unit:
        assert unit.plans.get(DAY, 1) == plan(1)
        assert unit.plans.get(DAY, 2) == plan(2)
        assert unit.plans.heads(DAY) == [plan_head(1), plan_head(2)]
        assert not unit.plans.heads(NEXT_DAY)
        for day, version in ((DAY, 3), (NEXT_DAY, 1)):
            with pytest.raises(NotFoundError):
                unit.plans.get(day, version)


@pytest.mark.parametrize("name", ["Łucja", 'O"Łódź #read(\\)', "<b>=1+1"])
def test_plans_that_name_somebody_are_found(store: Store, name: str) -> None:
    """A resident who asked to be forgotten would still be named in the plan of some past day."""
    said = {"pl": f"Do {name.upper()} jest za daleko.", "en": "far"}
    spoken = dataclasses.replace(plan(2), travel_notes=(said,))
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.plans.add(plan(1), plan_head(1))
        unit.plans.add(spoken, plan_head(2))
        assert unit.plans.naming([], [name]) == {(DAY, 1): frozenset(), (DAY, 2): {name}}
    with store.writing(TOWN) as unit:
        assert unit.plans.naming([], [name]) == {(DAY, 1): frozenset(), (DAY, 2): {name}}
        assert unit.plans.naming([], ["", "nobody"]) == {(DAY, 1): frozenset(), (DAY, 2): frozenset()}
        unit.plans.redact(dataclasses.replace(spoken, travel_notes=()))
        assert not any(unit.plans.naming([], [name]).values())
    with store.writing(TOWN) as unit:
        assert not any(unit.plans.naming([], [name]).values())


def test_plans_of_somebodys_requests_are_found(store: Store) -> None:
    """Every day on which a request of another resident with a longer number was planned would be locked and read."""
    planned, others = RequestId("R-1"), RequestId("R-11")
    wanted = [RequestId("R-1"), RequestId("R-2"), RequestId("R-3")]
    (route,), bare = plan().routes, dataclasses.replace(plan(), unassigned=(), overrides=())
    task = dataclasses.replace(route.stops[0].tasks[0], task_id="R-11:visit", request_id=others)
    stops = (dataclasses.replace(route.stops[0], tasks=(task,)),)
    other = dataclasses.replace(bare, routes=(dataclasses.replace(route, stops=stops),))
    task = dataclasses.replace(task, task_id="R-1:visit", request_id=planned)
    stops = (dataclasses.replace(route.stops[0], tasks=(task,)),)
    left_out = UnassignedReason(request_id=wanted[1], rule="time", summary={})
    accepted = Override(rule="time", request_id=wanted[2], reason="może")
    mine = dataclasses.replace(
        bare,
        version=2,
        routes=(dataclasses.replace(route, stops=stops),),
        unassigned=(left_out,),
        overrides=(accepted, Override(rule="time", reason="może")),
    )
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.plans.add(other, plan_head(1))
        unit.plans.add(mine, plan_head(2))
        assert unit.plans.naming(wanted, []) == {(DAY, 1): frozenset(), (DAY, 2): {*wanted}}
        assert unit.plans.naming(wanted, [], but=[(DAY, 2)]) == {(DAY, 1): frozenset()}
    with store.writing(TOWN) as unit:
        assert unit.plans.naming(wanted, []) == {(DAY, 1): frozenset(), (DAY, 2): {*wanted}}
        assert unit.plans.naming([others], ["MOŻE"]) == {(DAY, 1): {others}, (DAY, 2): {"MOŻE"}}
        assert unit.plans.naming(wanted, [], but=[(DAY, 1)]) == {(DAY, 2): {*wanted}}
        unit.plans.forget(DAY, 1)
        assert unit.plans.naming(wanted, []).keys() == {(DAY, 2)}
    with store.reading(TOWN) as unit:
        assert unit.plans.naming(wanted, []).keys() == {(DAY, 2)}


def test_a_plan_of_a_known_version_is_refused(store: Store) -> None:
    """A plan that crews have on their phones would change under their eyes."""
    with store.writing(TOWN) as unit:
        unit.plans.add(plan(), plan_head())
        with pytest.raises(ConflictError):
            unit.plans.add(plan(), plan_head())
    with store.writing(TOWN) as unit, pytest.raises(ConflictError):
        unit.plans.add(plan(), plan_head())


def test_the_orders_of_a_version_are_those_of_its_routes(store: Store) -> None:
    """The desk would look for room in another order of stops than the crews have."""
    with store.writing(TOWN) as unit:
        unit.plans.add(plan(1), plan_head(1))
        assert unit.plans.orders(DAY, 1) == plan(1).orders
    with store.writing(TOWN) as unit:
        assert unit.plans.orders(DAY, 1) == plan(1).orders
        assert any(plan(1).orders.values())
        unit.plans.redact(dataclasses.replace(plan(1), routes=()))
        assert unit.plans.orders(DAY, 1) == {}
    with store.writing(TOWN) as unit:
        assert unit.plans.orders(DAY, 1) == {}
        unit.plans.forget(DAY, 1)
        with pytest.raises(NotFoundError):
            unit.plans.orders(DAY, 1)
    with store.reading(TOWN) as unit, pytest.raises(NotFoundError):
        unit.plans.orders(DAY, 1)


def test_a_forgotten_plan_leaves_its_head(store: Store) -> None:
    """The disk would fill with tentative plans, or the list of them would have holes."""
    with store.writing(TOWN) as unit:
        unit.plans.add(plan(1), plan_head(1))
        unit.plans.add(plan(2), plan_head(2))
        unit.plans.keep_problem(DAY, 1, "{}")
        unit.plans.forget(DAY, 2)
        with pytest.raises(NotFoundError):
            unit.plans.get(DAY, 2)
        with pytest.raises(NotFoundError):
            unit.plans.keep_problem(DAY, 2, "{}")
    with store.writing(TOWN) as unit:
        unit.plans.forget(DAY, 1)
        assert unit.plans.problem(DAY, 1) is None

    with store.reading(TOWN) as unit:
        assert [one.version for one in unit.plans.heads(DAY)] == [1, 2]
        assert unit.plans.problem(DAY, 1) is None
        for version in (1, 2):
            with pytest.raises(NotFoundError):
                unit.plans.get(DAY, version)


def test_the_problem_of_a_plan_is_kept(store: Store) -> None:
    """A complaint could not be replayed."""
    problem = '{"ł": "' + "x" * 100_000 + '"}'
    with store.writing(TOWN) as unit:
        unit.plans.add(plan(), plan_head())
        unit.plans.keep_problem(DAY, 1, problem)
        assert unit.plans.problem(DAY, 1) == problem
        with pytest.raises(NotFoundError):
            unit.plans.keep_problem(DAY, 2, problem)
        with pytest.raises(NotFoundError):
            unit.plans.forget(DAY, 2)

    with store.reading(TOWN) as unit:
        assert unit.plans.problem(DAY, 1) == problem
        assert unit.plans.problem(DAY, 2) is None


def test_a_redacted_plan_takes_its_own_place(store: Store) -> None:
    """The name of a client who asked to be forgotten would stay in every plan of the past."""
    clean = dataclasses.replace(plan(), findings=())
    with store.writing(TOWN) as unit:
        unit.head.put(head())
        unit.plans.add(plan(), plan_head())
        unit.plans.keep_problem(DAY, 1, "{}")
    with store.writing(TOWN) as unit:
        unit.plans.redact(clean)
        assert unit.plans.get(DAY, 1) == clean
        with pytest.raises(NotFoundError):
            unit.plans.redact(plan(2))

    with store.reading(TOWN) as unit:
        assert unit.plans.get(DAY, 1) == clean
        assert unit.plans.heads(DAY) == [plan_head()]
        assert unit.plans.problem(DAY, 1) == "{}"
