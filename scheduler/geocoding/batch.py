"""Many addresses in one go: the register first, then what services said before, then the services."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from scheduler.domain.errors import GeocodingError
from scheduler.domain.ids import DistrictId
from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.districts import DistrictIndex
from scheduler.geocoding.doubts import Doubt, doubts_about
from scheduler.geocoding.text import fold
from scheduler.services.ports import (
    Address,
    AddressFinder,
    AddressMatch,
    AddressService,
    AnswerStore,
    BoundingBox,
    MatchKind,
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One address to find.

    Attributes
    ----------
    id : str
        Whose it is; never leaves the machine.
    district_id : DistrictId or None
        The district that the town's files give, to be compared.
    """

    id: str
    text: str
    district_id: DistrictId | None = None


@dataclass(frozen=True, kw_only=True)
class Geocoded:
    """What was found for one address.

    Attributes
    ----------
    match : AddressMatch or None
        With its kind, point, source and rivals.
    answered_at : datetime or None
        When a service said so; None for the register.
    doubts : tuple of Doubt
        Empty if nobody has to look at it.
    """

    asked: Asked
    address: Address
    match: AddressMatch | None
    answered_at: datetime | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BatchResult:
    """What became of all addresses.

    Attributes
    ----------
    results : tuple of Geocoded
        In the order asked; fewer than asked if `cancelled`.
    failures : tuple of str
        One sentence for each service that failed, the first of each.
    """

    results: tuple[Geocoded, ...]
    failures: tuple[str, ...] = ()
    cancelled: bool = False

    @property
    def review(self) -> tuple[Geocoded, ...]:
        """Those that a person should look at."""
        return tuple(each for each in self.results if each.doubts)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What the services said together."""

    match: AddressMatch | None = None
    answered_at: datetime | None = None
    failed: bool = False


@dataclass
class BatchGeocoder:
    """Finds many addresses.

    Parameters
    ----------
    home : str
        The town's name, for lines that name none.
    register : AddressFinder or None
        Asked first.
    services : sequence of AddressService
        Asked in their order until one has an exact answer; the best answer counts.
    answers : AnswerStore or None
        What services said; with it, a batch that was stopped goes on where it was.
    """

    home: str
    register: AddressFinder | None = None
    services: Sequence[AddressService] = ()
    answers: AnswerStore | None = None
    box: BoundingBox | None = None
    districts: DistrictIndex | None = None
    _failures: dict[str, str] = field(default_factory=dict)

    def run(
        self,
        asked: Iterable[Asked],
        *,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BatchResult:
        """Find addresses one after another.

        Parameters
        ----------
        on_progress : callable
            Called with how many of how many are done.
        cancelled : callable
            Asked before each address; what was found until then is returned.

        Raises
        ------
        GeocodingError
            If the register or the store of answers is damaged. Failing services are reported in the result.
        """
        everything = tuple(asked)
        self._failures = {}
        results: list[Geocoded] = []
        for done, each in enumerate(everything):
            if cancelled is not None and cancelled():
                break
            results.append(self._one(each))
            if on_progress is not None:
                on_progress(done + 1, len(everything))
        stopped = len(results) < len(everything)
        return BatchResult(results=tuple(results), failures=tuple(self._failures.values()), cancelled=stopped)

    def _one(self, asked: Asked) -> Geocoded:
        towns = frozenset({self.home}) | (self.register.towns if self.register is not None else frozenset())
        address = normalise(asked.text, towns)
        best = self.register.find(address) if self.register is not None else None
        if best is not None and best.kind is MatchKind.EXACT:
            return self._result(asked, address, best, None)
        if not _may_be_sent(address, towns):
            return self._result(asked, address, best, None, missing=Doubt.UNKNOWN_TOWN)
        said = self._from_services(replace(address, town=address.town or self.home))
        if said.match is not None and (best is None or said.match.kind < best.kind):
            return self._result(asked, address, said.match, said.answered_at)
        return self._result(asked, address, best, None, missing=Doubt.NOT_ASKED if said.failed else Doubt.NOT_FOUND)

    def _from_services(self, address: Address) -> "_Said":
        said = _Said()
        for service in self.services:
            try:
                matches, answered_at = self._ask(service, address)
            except GeocodingError as error:
                self._failures.setdefault(service.name, str(error))
                said = replace(said, failed=True)
                continue
            if matches and (said.match is None or matches[0].kind < said.match.kind):
                said = replace(said, match=_with_rivals(matches), answered_at=answered_at)
            if said.match is not None and said.match.kind is MatchKind.EXACT:
                break
        return said

    def _ask(self, service: AddressService, address: Address) -> tuple[Sequence[AddressMatch], datetime | None]:
        stored = self.answers.get(service.name, address) if self.answers is not None else None
        if stored is not None:
            return stored.matches, stored.answered_at
        matches = service.ask(address)
        if self.answers is None:
            return matches, None
        kept = self.answers.put(service.name, address, matches)
        return kept.matches, kept.answered_at

    def _result(
        self,
        asked: Asked,
        address: Address,
        match: AddressMatch | None,
        answered_at: datetime | None,
        *,
        missing: Doubt = Doubt.NOT_FOUND,
    ) -> Geocoded:
        doubts: tuple[Doubt, ...] = (missing,)
        if match is not None:
            doubts = doubts_about(match, box=self.box, districts=self.districts, expected=asked.district_id)
        return Geocoded(asked=asked, address=address, match=match, answered_at=answered_at, doubts=doubts)


def _may_be_sent(address: Address, towns: frozenset[str]) -> bool:
    """Return whether a service may be asked.

    What stands behind a street is a town only if it is a known one, or if there is a postcode: "Szkolna 5, Kowalski" is
    a client's name, which has to stay here.
    """
    if not (address.street or address.town):
        return False
    return not address.town or address.postcode != "" or fold(address.town) in {fold(town) for town in towns}


def _with_rivals(matches: Sequence[AddressMatch]) -> AddressMatch:
    """Return the best answer with those that are as good and elsewhere."""
    best, *others = matches
    rivals = tuple(each for each in others if each.kind is best.kind and _elsewhere(each, best))
    return replace(best, rivals=rivals)


def _elsewhere(one: AddressMatch, other: AddressMatch) -> bool:
    # Services name one house several times: the building, the shop in it.
    return abs(one.point.lat - other.point.lat) > 0.001 or abs(one.point.lon - other.point.lon) > 0.0015
