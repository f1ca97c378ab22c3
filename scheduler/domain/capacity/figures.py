"""One number of one played day: the row that every table, estimate and report of a study is made from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What one replication of one scenario came to, on one day, in one respect.

    Attributes
    ----------
    scenario : str
        The scenario's id.
    replication : int
        Counted from 0; the same number in two scenarios means the same chance.
    kpi : str
        What was counted; it names its unit where it is not a plain count, as in ``cost_gr``.
    district, service : str
        Whose; empty means all of them.
    value : float
    """

    scenario: str
    replication: int
    day: date
    kpi: str
    district: str = ""
    service: str = ""
    value: float
