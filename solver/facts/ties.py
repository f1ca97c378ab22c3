"""What ties requests together: gaps, the same or other workers, a client's day, limits and shares over several."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Gap:
    """`after`'s first task starts between `min_s` and `max_s` (None: no limit) after `before`'s last task has ended.

    Attributes
    ----------
    needs : bool
        Whether `after` may be served only if `before` is.
    why : str
        "repair" (inspection first) or "stay" (return after the stay).
    """

    before: int
    after: int
    min_s: int = 0
    max_s: int | None = None
    needs: bool = True
    why: str = "stay"


@dataclass(frozen=True, kw_only=True)
class StaffLink:
    """Both requests by the same shift, or by shifts that share no worker."""

    a: int
    b: int
    same: bool


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """A stretch of a client's day: from the start of the first request's first task to the end of the last's last.

    Attributes
    ----------
    requests : tuple of int
        One for a visit or a lone ride; the legs of a journey in order.
    """

    client: str
    requests: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Cap:
    """A limit on a weighted sum over the served requests of a set.

    Attributes
    ----------
    weights : tuple of (request, weight)
    limit : int
        In the unit of the weights (`unit` names it).
    price_gr_per_unit : int or None
        None: hard; else the price of each unit above the limit.
    """

    id: str
    client: str = ""
    weights: tuple[tuple[int, int], ...]
    limit: int
    unit: str = ""
    price_gr_per_unit: int | None = None


@dataclass(frozen=True, kw_only=True)
class Share:
    """The contracted part of all work over a grant period.

    Attributes
    ----------
    weights : tuple of int
        By request, in the unit of the measure (grosze, seconds, thousandths of a request).
    part_balance, all_balance : int
        Running totals before this day, same unit.
    counts : tuple of bool
        By shift: whether its work counts as contracted.
    price_gr, price_unit : int
        `price_gr` per `price_unit` weight short of `target_permille` of everything.
    """

    target_permille: int
    weights: tuple[int, ...]
    counts: tuple[bool, ...]
    part_balance: int = 0
    all_balance: int = 0
    price_gr: int = 0
    price_unit: int = 1
