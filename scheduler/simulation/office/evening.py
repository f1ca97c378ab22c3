"""The evening before: the real engine looks for a better plan of tomorrow, and the office publishes it."""

from datetime import date

from scheduler.domain.ids import RequestId
from scheduler.services.planning.tentative import ensure_tentative, improve
from scheduler.services.ports import UnitOfWork
from scheduler.services.publishing import publish
from scheduler.simulation.office.world import World


def plan_evening(world: World, day: date) -> bool:
    """Plan a day and publish it; return whether there was anything to publish."""
    with world.spent.on("planning"):
        state = ensure_tentative(world.store, world.id, day, world.travel, world.clock.now())
        if state.closed or not world.read(lambda unit: _has_bookings(unit, day)):
            return False
    world.before_search(day)
    with world.spent.on("planning"):
        improve(world.store, world.id, day, world.travel, world.effort, now=world.clock.now)
        left = world.read(lambda unit: _left_out(unit, day))
        world.write(lambda unit: publish(unit, world.travel, day, world.hand, world.new_id, leaving_out=left))
    return True


def _has_bookings(unit: UnitOfWork, day: date) -> bool:
    return any(one.held for one in unit.bookings.between(day, day).values())


def _left_out(unit: UnitOfWork, day: date) -> frozenset[RequestId]:
    """Return whom the plan has no place for; a plan that holds all promises leaves nobody out."""
    plan = unit.plans.get(day, unit.days.get(day).plan or 0)
    return frozenset(one.request_id for one in plan.unassigned)
