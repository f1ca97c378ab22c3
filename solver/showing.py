"""Plans on their way from the teams to the judge: the best of all teams together, and rivals of a team's best."""

from itertools import cycle

from solver.judging import Judge, Orders
from solver.team import Team


class Showing:
    """What the judge has been shown, and what he thought of it.

    Parameters
    ----------
    judge : Judge
    teams : list of Team
        Lists of orders below have one for each.

    Attributes
    ----------
    sound : list of orders
        Those of the best plan that the judge has accepted.
    took_s : float
        How long he has looked at a plan at most.
    """

    def __init__(self, judge: Judge, teams: list[Team]) -> None:
        self.judge = judge
        self.teams = teams
        self.sound: list[Orders] = []
        self.took_s = 0.0
        self._shown: list[Orders] = []  # the best plans that he has seen
        self._preferred: dict[int, tuple[Orders, Orders]] = {}  # by team what seems best, and what he says is better
        self._heard: set[int] = set()  # which plans of which team he has seen
        self._turn_of = cycle(range(len(teams)))  # whose rivals come first

    @property
    def effort(self) -> dict[str, int]:
        """How often everybody did everything."""
        total: dict[str, int] = {}
        for team in self.teams:
            for name, times in team.effort.items():
                total[name] = total.get(name, 0) + times
        return total

    def best(self) -> bool:
        """Show the judge the best plan; False: he has seen it."""
        best = [self.best_of(number) for number in range(len(self.teams))]
        if self._shown and all(new is old for new, old in zip(best, self._shown, strict=True)):
            return False
        before, self._shown = self._base, best
        self._heard.update(_named(number, orders) for number, orders in enumerate(best))
        self.judge.pace = int(self.effort["iterations"] / max(1e-3, self.judge.elapsed_s()))
        if not self._accepted(best) and before:
            self._changes(before, best)
        return True

    @property
    def _base(self) -> list[Orders]:
        """The plan that parts are changed of: the best one accepted, or what was no better than the plan given."""
        return self.sound or self._shown

    def best_of(self, number: int) -> Orders:
        """Return a team's best plan: what it thinks is, unless the judge says that a rival of that is better."""
        seeming, better = self._preferred.get(number, ({}, {}))
        best = self.teams[number].orders
        return better if best is seeming else best

    def rival(self) -> bool:
        """Show the judge a plan that seems a little dearer than the best: he knows better; False: there is none."""
        begin = next(self._turn_of)
        for number in (*range(begin, len(self.teams)), *range(begin)):
            seeming = self.teams[number].orders
            for orders in self.teams[number].rivals if self._base else ():
                name = _named(number, orders)
                if name not in self._heard:
                    self._heard.add(name)
                    if self._accepted(_with(self._base, number, orders)):
                        self._preferred[number] = seeming, orders
                        self._shown = _with(self._shown, number, orders)
                    return True
        return False

    def _accepted(self, plans: list[Orders]) -> bool:
        """Return whether a plan, given by team, is the best that the judge has seen so far."""
        whole: dict[int, tuple[int, ...]] = {}
        for team, orders in zip(self.teams, plans, strict=True):
            whole |= team.part.outward(orders)
        began_s = self.judge.elapsed_s()
        accepted = self.judge.consider(whole)
        self.took_s = max(self.took_s, self.judge.elapsed_s() - began_s)
        if accepted:
            self.sound = plans
        return accepted

    def _changes(self, before: list[Orders], best: list[Orders]) -> None:
        """Show the changed parts one at a time: what one has gained must not be lost because another was mistaken."""
        changed = [k for k, (new, old) in enumerate(zip(best, before, strict=True)) if new is not old]
        for k in changed if len(changed) > 1 else ():
            if self.judge.over():
                return
            self._accepted(_with(self.sound or before, k, best[k]))


def _named(number: int, orders: Orders) -> int:
    return hash((number, *sorted((shift, tuple(order)) for shift, order in orders.items())))


def _with(plans: list[Orders], number: int, orders: Orders) -> list[Orders]:
    return [*plans[:number], orders, *plans[number + 1 :]]
