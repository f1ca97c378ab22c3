"""The best answer of a register for a complete address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scheduler.geocoding.gazetteer.misspelt import corrections, near_words
from scheduler.geocoding.gazetteer.numbering import HousePoint, Numbered, number_on
from scheduler.geocoding.gazetteer.road import Road
from scheduler.geocoding.gazetteer.store import GazetteerFile
from scheduler.geocoding.gazetteer.wanted import Fit, Wanted, fit, town_key, wanted_of
from scheduler.services.ports import Address, AddressMatch, MatchKind

_MOST_RIVALS = 5


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    road: Road
    fit: Fit
    numbered: Numbered
    corrected: bool

    @property
    def rank(self) -> tuple[Fit, MatchKind]:
        """Smaller is better; candidates of equal rank are equally good."""
        return self.fit, self.numbered.kind


def best_match(file: GazetteerFile, address: Address, source: str) -> AddressMatch | None:
    """Return the best answer with its rivals: others that are as good, or that have the number which the best lacks.

    As it is written first; then with one letter of each word corrected; then without a first name that the register
    may not have.
    """
    wanted = wanted_of(address)
    for words, corrected in _readings(file, wanted):
        asked = replace(wanted, words=words)
        candidates = sorted(
            _candidates(file, address, asked, corrected=corrected),
            key=lambda each: (each.rank, -each.road.points, each.road.id),
        )
        if candidates:
            first, *others = candidates
            rivals = [each for each in others if each.rank == first.rank or _has_what_is_missing(each, first, address)]
            matches = tuple(_match(each, address, source) for each in rivals[:_MOST_RIVALS])
            return replace(_match(first, address, source), rivals=matches)
    return None


def _readings(file: GazetteerFile, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], bool]]:
    if not wanted.words:
        return
    yield wanted.words, False
    for words in corrections(wanted.words, file.words):
        yield words, True
    for count in range(1, len(wanted.words)):
        if not any(word.isdigit() for word in wanted.words):
            yield wanted.words[count:], True


def _candidates(file: GazetteerFile, address: Address, wanted: Wanted, *, corrected: bool) -> Iterator[_Candidate]:
    for road in _in_town(file, address, file.roads_with(wanted)):
        how = fit(road, wanted)
        if how is None:
            continue
        points = file.points(road)
        for numbered in number_on(points, address.house, address.flat, address.postcode):
            if _postcode_allows(file, address, numbered.house):
                yield _Candidate(road=road, fit=how, numbered=numbered, corrected=corrected or how.doubtful)


def _in_town(file: GazetteerFile, address: Address, roads: list[Road]) -> Iterable[Road]:
    """Return the streets in the town of an address.

    A village without streets may go by the name of its post office, "Parszów 14, 27-215 Wąchock".
    """
    key = town_key(address)
    if not key or not address.street:
        return roads if address.street else [road for road in roads if not road.name]
    towns = {key} if key in file.town_keys else set(near_words(key, file.town_keys))
    if not towns:
        return [road for road in roads if not road.name or address.postcode]
    here = [road for road in roads if road.town_key in towns]
    return here or [road for road in roads if not road.name]


def _postcode_allows(file: GazetteerFile, address: Address, house: HousePoint) -> bool:
    """Return whether a point can be meant by an address in a town that the register does not have.

    Somebody's "ul. Szkolna 5, Kielce" is not the Szkolna of our town.
    """
    key = town_key(address)
    if not key or key in file.town_keys or near_words(key, file.town_keys):
        return True
    return address.postcode != "" and house.postcode == address.postcode


def _has_what_is_missing(other: _Candidate, first: _Candidate, address: Address) -> bool:
    return address.house != "" and other.numbered.kind is MatchKind.EXACT and first.numbered.kind is not MatchKind.EXACT


def _match(candidate: _Candidate, address: Address, source: str) -> AddressMatch:
    road, house = candidate.road, candidate.numbered.house
    kind = candidate.numbered.kind
    if candidate.corrected and kind is MatchKind.EXACT:
        kind = MatchKind.FUZZY
    number = "" if kind is MatchKind.STREET else house.house
    return AddressMatch(
        kind=kind,
        address=road_address(road, house, number, candidate.numbered.flat if address.house else address.flat),
        point=house.point,
        part=house.part,
        locality_id=road.locality_id,
        street_id=road.street_id,
        source=source,
        corrected=candidate.corrected,
    )


def road_address(road: Road, house: HousePoint, number: str, flat: str) -> Address:
    """Return the address of a point as the register writes it."""
    return Address(kind=road.kind, street=road.name, house=number, flat=flat, postcode=house.postcode, town=road.town)
