"""Figures of played days as columns: one value a replication, which is what estimates are made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import fsum

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.kpis import Kpi
from scheduler.simulation.statistics.ratios import pseudo_values

type _Cell = tuple[str, str, str, str]  # scenario, kpi, district, service


@dataclass(frozen=True, kw_only=True)
class Of:
    """Whose figures are meant; empty means all of them."""

    district: str = ""
    service: str = ""


ALL = Of()


@dataclass(frozen=True)
class Played:
    """All figures of a study, found quickly.

    Attributes
    ----------
    days : mapping
        By scenario, kpi, district and service: values by replication and day.
    replications : mapping of str to mapping of int to int
        Of each scenario, in rising order: how many days were played in each.

    All sums are exact before they are rounded (`fsum`), so the order in which replications end changes no digit.
    """

    days: Mapping[_Cell, Mapping[int, Mapping[date, float]]] = field(default_factory=dict)
    replications: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> "Played":
        """Return the figures, sorted into cells.

        Raises
        ------
        ValueError
            If the same figure comes twice with two values: it would not be known which of them was played.
        """
        days: dict[_Cell, dict[int, dict[date, float]]] = defaultdict(lambda: defaultdict(dict))
        seen: dict[str, dict[int, set[date]]] = defaultdict(lambda: defaultdict(set))
        for one in figures:
            cell = days[one.scenario, one.kpi, one.district, one.service][one.replication]
            if cell.setdefault(one.day, one.value) != one.value:
                raise ValueError(f"two values of one figure: {cell[one.day]} and {one}")
            seen[one.scenario][one.replication].add(one.day)
        counted = {name: {number: len(found[number]) for number in sorted(found)} for name, found in seen.items()}
        return cls(days=days, replications=counted)

    @property
    def districts(self) -> tuple[str, ...]:
        """All districts that have figures of their own, in alphabetical order."""
        return tuple(sorted({district for _, _, district, _ in self.days if district}))

    @property
    def services(self) -> tuple[str, ...]:
        """All services that have figures of their own, in alphabetical order."""
        return tuple(sorted({service for _, _, _, service in self.days if service}))

    def common(self, *scenarios: str) -> tuple[int, ...]:
        """Return the replications that were played in all of these scenarios: only they can be compared."""
        sets = [set(self.replications.get(name, ())) for name in scenarios]
        return tuple(sorted(set.intersection(*sets))) if sets else ()

    def sums(self, scenario: str, kpi: Kpi, of: Of, replications: Sequence[int]) -> list[tuple[float, float]]:
        """Return, of each replication, what is divided and what it is divided by; of a sum: its days.

        A figure that a day does not have is 0: nobody of that district called.
        """
        return [self._sums(scenario, kpi, of, number) for number in replications]

    def column(
        self, scenario: str, kpi: Kpi, of: Of = ALL, replications: Sequence[int] | None = None
    ) -> list[float] | None:
        """Return one value a replication: of a sum its mean day, of a ratio the jackknife's pseudo-value.

        Parameters
        ----------
        replications : sequence of int, optional
            Which of them, in this order; all that were played by default.

        Returns
        -------
        list of float or None
            None: there was nothing to divide by.
        """
        wanted = tuple(self.replications.get(scenario, ())) if replications is None else replications
        sums = self.sums(scenario, kpi, of, wanted)
        if not sums:
            return None
        if not kpi.below:
            return [above / days for above, days in sums]
        return pseudo_values([above for above, _ in sums], [below for _, below in sums])

    def _sums(self, scenario: str, kpi: Kpi, of: Of, number: int) -> tuple[float, float]:
        def of_days(name: str) -> Mapping[date, float]:
            return self.days.get((scenario, name, of.district, of.service), {}).get(number, {})

        if kpi.weighted:
            ratios, weights = of_days(kpi.above[0]), of_days(kpi.below[0])
            return fsum(ratios.get(day, 0.0) * weight for day, weight in weights.items()), fsum(weights.values())

        def total(names: Iterable[str]) -> float:
            return fsum(value for name in names for value in of_days(name).values())

        above = total(kpi.above) - total(kpi.less)
        return above, total(kpi.below) if kpi.below else self.replications[scenario][number]
