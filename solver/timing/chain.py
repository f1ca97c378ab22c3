"""The times of one route: the least fixed point of its own updates."""

from solver.arrays import FAR, BreakSlot
from solver.facts.requests import Span
from solver.solution import BreakTime, Route, TaskTime
from solver.timing.legs import FREE, Legs
from solver.travel_time import arrival_s, departure_s

BEFORE, AFTER = 0, 1
"""Side of a break's place: before leaving for a position, or after arriving there and before the set-up."""

type Place = tuple[int, int]
"""Position and side."""


NEVER = 4 * FAR
"""Later than every limit: where a break that would start too late ends."""


def opening(windows: tuple[Span, ...], now: int) -> int:
    """Return the first instant from `now` on inside a window, `NEVER` after the last."""
    for opens, closes in windows:
        if now <= closes:
            return max(now, opens)
    return NEVER


class Chain:
    """Times of one order with given places of breaks; floors are what its own limits and other routes demand.

    Everything only ever moves later, so a chain that was settled can be pushed (a floor raised, a break taken) and
    settled again from where it is; what comes out are the least times that obey all demands so far.

    Attributes
    ----------
    places : dict of Place to tuple of BreakSlot
        Breaks taken, in order.
    undecided : tuple of BreakSlot
        Neither taken nor declined yet.
    unpaid : int
        Seconds of unpaid breaks inside the route, which are no work; undecided ones are hoped for.
    jumped : bool
        Whether the last settling ran into a window's opening.
    """

    __slots__ = (
        "arrive", "begin", "end", "floor", "jumped", "latest", "least_end", "left", "legs", "places", "start",
        "undecided", "unpaid",
    )  # fmt: skip

    def __init__(self, legs: Legs, slots: tuple[BreakSlot, ...] = ()) -> None:
        n = len(legs.order)
        self.legs = legs
        self.begin = legs.begin  # floor of the route's start
        self.floor = [-FAR] * n
        self.start = [-FAR] * n
        self.left = [0] * (n + 1)
        self.arrive = [0] * n
        self.end = 0
        self.least_end, self.latest = -FAR, legs.latest
        self.places: dict[Place, tuple[BreakSlot, ...]] = {}
        self.undecided = slots
        self.unpaid = sum(slot.duration_s for slot in slots if not slot.paid)
        self.jumped = False

    def copy(self) -> "Chain":
        """Return a chain that can be pushed without moving this one."""
        twin = Chain(self.legs, self.undecided)
        twin.begin, twin.end = self.begin, self.end
        twin.least_end, twin.latest = self.least_end, self.latest
        twin.floor, twin.start = self.floor.copy(), self.start.copy()
        twin.left, twin.arrive = self.left.copy(), self.arrive.copy()
        twin.places = self.places.copy()
        twin.unpaid = self.unpaid
        return twin

    def settle(self) -> bool:
        """Move to the least times that obey every floor and limit; False: there are none."""
        quiet = 0
        ever = False
        while True:
            self.jumped = False
            if not self._forward():
                return False
            ever |= self.jumped
            if not self._push_back():
                self.jumped = ever
                return True
            # Demands that chase each other around a circle of constant gaps never meet (Bellman-Ford).
            quiet = 0 if self.jumped else quiet + 1
            if quiet > len(self.floor) + 2 and not self.legs.bands:
                return False

    def _forward(self) -> bool:
        """Run through the route as early as floors and windows allow; False: some limit is passed."""
        legs, bands, places, start = self.legs, self.legs.bands, self.places, self.start
        now = self._set_off()
        for k, floor in enumerate(self.floor):
            self.left[k] = now
            travel = legs.travel[k]
            now = arrival_s(bands, now, travel) if bands else now + travel
            self.arrive[k] = now
            if places:
                now = self._rest((k, AFTER), now)
            now = max(now + legs.setup[k], floor)
            if windows := legs.windows[k]:
                opened = opening(windows, now)
                self.jumped |= now < opened != start[k]
                now = opened
            if now > legs.cap[k]:
                return False
            start[k] = now
            now += legs.service[k]
            if places:
                now = self._rest((k + 1, BEFORE), now)
        return self._come_home(now)

    def _set_off(self) -> int:
        """Return when the route leaves its start place; the crew may rest in the rostered day before it."""
        place = (0, BEFORE)
        return max(self.begin, self._rest(place, self.ready(place))) if place in self.places else self.begin

    def _come_home(self, now: int) -> bool:
        """Travel to the end place; False: too late for the shift or for a break after it."""
        legs = self.legs
        n = len(self.start)
        self.left[n] = now
        self.end = arrival_s(legs.bands, now, legs.travel[n])
        if self.end < self.least_end:
            self.left[n] = self._departure(n, self.least_end)
            self.end = arrival_s(legs.bands, self.left[n], legs.travel[n])
        if self.end > self.latest:
            return False
        return (n, AFTER) not in self.places or self._rest((n, AFTER), self.end) <= legs.roster_end

    def _rest(self, place: Place, now: int) -> int:
        """Return when the breaks at `place` are over for who gets there at `now`."""
        for slot in self.places.get(place, ()):
            now = max(now, slot.earliest_s)
            if now > slot.latest_start_s:
                return NEVER
            now += slot.duration_s
        return now

    def _push_back(self) -> bool:
        """Raise the floors of whom the longest rides, waits and the working day ask to be later; False: nobody."""
        legs, start, floor = self.legs, self.start, self.floor
        pushed = False
        for k in range(len(start) - 1, -1, -1):
            p = legs.pickup[k]
            if p >= 0 and (least := start[k] - legs.ride_max[k] - legs.service[p]) > start[p]:
                start[p] = floor[p] = least
                pushed = True
            if legs.wait[k] != FREE:
                pushed |= self._push_departure(k, start[k] - legs.setup[k] - legs.wait[k])
        if (least := self.end - legs.work_max - self.unpaid) > self.left[0]:
            self.begin = least
            pushed = True
        return pushed

    def _push_departure(self, k: int, arrive: int) -> bool:
        """Let the leg into position `k` start so late that it does not arrive before `arrive`; False: it does."""
        leave = self._departure(k, arrive)
        if k == 0:
            late = leave > self.left[0]
            self.begin = leave if late else self.begin
            return late
        least = leave - self.legs.service[k - 1]
        if late := least > self.start[k - 1]:
            self.start[k - 1] = self.floor[k - 1] = least
        return late

    def _departure(self, k: int, arrive: int) -> int:
        """Return the earliest departure into position `k` that does not arrive before `arrive`."""
        bands, travel = self.legs.bands, self.legs.travel[k]
        return departure_s(bands, arrive - 1, travel) + 1 if bands else arrive - travel

    def take(self, slot: BreakSlot, place: Place, at: int) -> None:
        """Take an undecided break at `place`, after `at` other breaks there; an unpaid one has to be owed."""
        there = self.places.get(place, ())
        self.places[place] = (*there[:at], slot, *there[at:])
        self._decide(slot)
        if not slot.paid:
            self.least_end = max(self.least_end, slot.only_if_after_s + 1)
            self.unpaid -= 0 if self.inside(place) else slot.duration_s

    def decline(self, slot: BreakSlot) -> None:
        """Be home so early that an undecided break is not owed, and do not take it."""
        self.latest = min(self.latest, slot.only_if_after_s)
        self._decide(slot)
        if not slot.paid:
            self.unpaid -= slot.duration_s

    def _decide(self, slot: BreakSlot) -> None:
        at = self.undecided.index(slot)
        self.undecided = (*self.undecided[:at], *self.undecided[at + 1 :])

    def inside(self, place: Place) -> bool:
        """Return whether a break at `place` lies inside the route, not in the rostered day around it."""
        return place not in {(0, BEFORE), (len(self.start), AFTER)}

    def ready(self, place: Place) -> int:
        """Return from when on breaks at `place` could be taken."""
        position, side = place
        n = len(self.start)
        if side == AFTER:
            return self.arrive[position] if position < n else self.end
        if position == 0:
            return self.legs.awake
        return self.start[position - 1] + self.legs.service[position - 1]

    def driving(self) -> int:
        """Return the time spent driving."""
        n = len(self.start)
        return (
            sum(arrive - left for arrive, left in zip(self.arrive, self.left[:n], strict=True))
            + self.end
            - self.left[n]
        )

    def route(self) -> Route:
        """Return the settled times."""
        legs = self.legs
        stops = tuple(
            TaskTime(task=task, left_s=left, arrival_s=arrive, start_s=start, end_s=start + service)
            for task, left, arrive, start, service in zip(
                legs.order, self.left, self.arrive, self.start, legs.service, strict=False
            )
        )
        return Route(
            shift=legs.shift,
            start_s=self.left[0],
            left_s=self.left[-1],
            end_s=self.end,
            stops=stops,
            breaks=self._breaks(),
        )

    def _breaks(self) -> tuple[BreakTime, ...]:
        taken = []
        for place in sorted(self.places):
            now = self.ready(place)
            for slot in self.places[place]:
                now = max(now, slot.earliest_s)
                taken.append(BreakTime(gap=place[0], start_s=now, end_s=now + slot.duration_s, paid=slot.paid))
                now += slot.duration_s
        return tuple(taken)
