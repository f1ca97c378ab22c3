"""Planning a service day, and checking a plan that somebody made."""

from scheduler.services.planning.checking import check_plan, explain_request
from scheduler.services.planning.making import PlannedDay, Wish, plan_day
from solver.result import Progress

__all__ = ["PlannedDay", "Progress", "Wish", "check_plan", "explain_request", "plan_day"]
