"""How far observations are believed: pure numbers, in parts of what the catalogue says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import fsum

FLOOR, CEILING = 4.0, 40.0
"""One observation counts a fifth at most, and twenty a third at least, whatever the spread of a few clients says."""
USUAL = 8.0
"""While there is too little to tell how much clients differ: nine observations count a half."""
FEWEST_CLIENTS, FEWEST_REPEATED = 4, 12
"""So many clients, and observations beyond the first of each, tell how much they differ."""
FLOOR_OF_SERVICES = 2.0
"""A service is believed by half once two clients are known well."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was observed of one client: how long each time took, and what the catalogue says of it, in seconds."""

    took_s: Sequence[int]
    catalogue_s: Sequence[int]

    @property
    def number(self) -> int:
        """How many observations there are."""
        return len(self.took_s)

    @property
    def mean(self) -> float:
        """What they took together, in parts of the catalogue's time."""
        return sum(self.took_s) / sum(self.catalogue_s)

    @property
    def squares(self) -> float:
        """Their squared distances from the mean, added up."""
        mean = self.mean
        parts = zip(self.took_s, self.catalogue_s, strict=True)
        return fsum((took / catalogue - mean) ** 2 for took, catalogue in parts)


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """What the clients of one service tell together.

    Attributes
    ----------
    credibility : float
        So many observations count as much as what is known without them (`k`).
    mean : float
        Of the clients, in parts of the catalogue's time.
    weight : float
        How much that counts against the catalogue.
    """

    credibility: float
    mean: float
    weight: float

    @property
    def learned(self) -> float:
        """What the service takes, in parts of the catalogue's time."""
        return shrunk(self.mean, self.weight, 1.0)


def weight_of(number: float, credibility: float) -> float:
    """Return how much some observations count: none nothing, very many all."""
    return number / (number + credibility)


def shrunk(own: float, weight: float, towards: float) -> float:
    """Return a value between what was observed and what would be known without it, exactly the latter at no weight."""
    return min(max(towards + (own - towards) * weight, min(own, towards)), max(own, towards))


def pooled(groups: Collection[Group]) -> Pooled:
    """Return what clients of one service tell together; each counts as much as it is known, not as often as seen.

    So does the service against the catalogue: its weight is that of the clients added up, against two.
    """
    k = credibility(groups)
    weights = [weight_of(group.number, k) for group in groups]
    known = fsum(weights)
    if not known:
        return Pooled(credibility=k, mean=1.0, weight=0.0)
    mean = fsum(weight * group.mean for weight, group in zip(weights, groups, strict=True)) / known
    return Pooled(credibility=k, mean=mean, weight=weight_of(known, FLOOR_OF_SERVICES))


def credibility(groups: Collection[Group]) -> float:
    """Return how many observations of a client count as much as the mean of all clients.

    It is the variance within clients over the variance between them, by their unbiased estimates: the credibility of
    Buehlmann and Straub (Glaubwuerdigkeit fuer Schadensaetze, 1970), which is the shrinkage of James and Stein for
    groups of different sizes (Efron and Morris, Data analysis using Stein's estimator, 1975).
    """
    number, squared = sum(group.number for group in groups), sum(group.number**2 for group in groups)
    repeated = number - len(groups)
    if len(groups) < FEWEST_CLIENTS or repeated < FEWEST_REPEATED:
        return USUAL
    within = fsum(group.squares for group in groups) / repeated
    mean = fsum(group.number * group.mean for group in groups) / number
    apart = fsum(group.number * (group.mean - mean) ** 2 for group in groups)
    between = (apart - (len(groups) - 1) * within) / (number - squared / number)
    if between <= 0 or within > CEILING * between:
        return CEILING
    return max(FLOOR, within / between)
