"""Ruin and recreate on drafts: take related requests out of a few routes, put them back better (Schrimpf et al. 2000).

The removal is the slack induction by strings of Christiaans & Vanden Berghe (2020), one string a route around a seed
request; the acceptance a threshold that shrinks and starts again. Timing is exact at every step, so all relations hold
by construction. No clock: whoever iterates decides when it is enough.
"""

from collections.abc import Collection, Generator
from math import exp, log
from random import Random

from solver.search.drafting import Draft
from solver.search.insertion import Effort, inserted
from solver.search.insertion_facts import Terrain

CYCLE = 400
"""Iterations in which the threshold shrinks from its widest to its narrowest."""
WIDE, NARROW = 0.01, 0.0002
"""Thresholds as parts of the plan's money."""
LONGEST_STRING = 8
MEAN_REMOVED = 7
GUESTS = 12


def improved(draft: Draft, rng: Random) -> Generator[Draft, Draft | None]:
    """Yield the best draft found so far after every iteration, without end.

    Parameters
    ----------
    draft : Draft
        To begin with. Another one may be sent in (`generator.send`) at any time, and is gone on from if it is better.
    """
    near = Neighbours(draft.terrain)
    best = now = draft
    step = 0
    while True:
        step += 1
        if step % CYCLE == 0:
            now = best
        trial = _rebuilt(now, near, rng)
        if trial and _accepted(trial, now, step % CYCLE / CYCLE, rng):
            now = trial
            best = min(best, now, key=lambda one: one.key)
        other = yield best
        if other and other.key < best.key:
            best = now = other


def _accepted(trial: Draft, now: Draft, part: float, rng: Random) -> bool:
    if trial.key[:2] != now.key[:2]:
        return trial.key < now.key
    width = WIDE * exp(part * log(NARROW / WIDE)) * max(1, now.key[2])
    return trial.key[2] < now.key[2] - width * log(1 - rng.random())


class Neighbours:
    """Requests in order of how near they are to each other: in space by free-flow time, then in time."""

    def __init__(self, terrain: Terrain) -> None:
        self.terrain = terrain
        self._ranked: dict[int, list[int]] = {}

    def of(self, request: int) -> list[int]:
        """Return all requests, the nearest (itself) first."""
        if request not in self._ranked:
            everyone = range(len(self.terrain.request_tasks))
            self._ranked[request] = sorted(everyone, key=lambda other: (other != request, self._far_s(request, other)))
        return self._ranked[request]

    def _far_s(self, a: int, b: int) -> int:
        terrain = self.terrain
        seconds = terrain.seconds[0]
        pairs = [(i, j) for i in terrain.request_tasks[a] for j in terrain.request_tasks[b]]
        return min(
            seconds[terrain.location[i]][terrain.location[j]] + abs(_middle_s(terrain, i) - _middle_s(terrain, j)) // 4
            for i, j in pairs
        )


def _middle_s(terrain: Terrain, task: int) -> int:
    windows = terrain.windows[task]
    return (windows[0][0] + windows[-1][1]) // 2 if windows else 12 * 3600


def _rebuilt(draft: Draft, near: Neighbours, rng: Random) -> Draft | None:
    """Return a draft with a part of its routes made anew, or None if that part cannot be taken out."""
    gone = _strings(draft, near, rng)
    ruined = draft.without(gone) if gone else draft
    if ruined is None:
        return None
    return inserted(
        ruined,
        _sorted(ruined, draft.shift_of.keys(), rng),
        effort=Effort(tries=2, failures=20, width=4, skip=0.02),
        rng=rng,
    )


def _strings(draft: Draft, near: Neighbours, rng: Random) -> list[int]:
    """Return requests to take out: around a seed, from every route met, a string of neighbours in the route."""
    served, everyone = draft.shift_of, len(draft.terrain.request_tasks)
    if not served:
        return []
    wanted = 1 + min(int(rng.expovariate(1 / MEAN_REMOVED)), everyone // 2)
    gone: dict[int, None] = {}
    met: set[int] = set()
    for request in near.of(rng.randrange(everyone)):
        if len(gone) >= wanted:
            break
        shift = served.get(request)
        if shift is None or shift in met or rng.random() < 0.1:
            continue
        met.add(shift)
        gone |= dict.fromkeys(_string(draft, shift, request, rng))
    return list(gone)


def _string(draft: Draft, shift: int, request: int, rng: Random) -> list[int]:
    """Return up to `LONGEST_STRING` requests in a row that include `request`, some of them spared."""
    terrain = draft.terrain
    row = list(dict.fromkeys(terrain.request[task] for task in draft.orders[shift]))
    length = min(len(row), rng.randint(1, LONGEST_STRING))
    at = row.index(request)
    first = rng.randint(max(0, at - length + 1), min(at, len(row) - length))
    spare = rng.random() * 0.4
    string = [one for one in row[first : first + length] if one == request or rng.random() >= spare]
    frozen = {terrain.request[task] for task in terrain.prefixes[shift]}
    return [one for one in string if one not in frozen]


def _sorted(draft: Draft, gone: Collection[int], rng: Random) -> list[int]:
    """Return unserved requests in the order in which to put them in: musts first, then by some measure.

    Of those who were left out before, `GUESTS` are tried at most (musts are among them): most will not fit this time
    either.
    """
    terrain = draft.terrain
    waiting = draft.unserved()
    rng.shuffle(waiting)
    others = [r for r in waiting if r not in gone]
    others.sort(key=lambda r: not terrain.must[r])
    spared = set(others[GUESTS:])
    waiting = [r for r in waiting if r not in spared]
    kind = rng.randrange(5)
    if kind == 1:
        waiting.sort(key=lambda r: -terrain.unassigned_gr[r])
    elif kind == 2:
        waiting.sort(key=lambda r: len(terrain.fits[r]))
    elif kind == 3:
        waiting.sort(key=lambda r: _middle_s(terrain, terrain.request_tasks[r][0]))
    elif kind == 4:
        waiting.sort(key=lambda r: -sum(terrain.service_s[t] for t in terrain.request_tasks[r]))
    waiting.sort(key=lambda r: (r not in terrain.fixed, not terrain.must[r], bool(terrain.needed[r])))
    return waiting
