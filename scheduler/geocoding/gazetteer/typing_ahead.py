"""What a line that is still being typed may become."""

import heapq
from dataclasses import replace

from scheduler.geocoding.addresses import normalise
from scheduler.geocoding.gazetteer.finding import road_address
from scheduler.geocoding.gazetteer.misspelt import corrections
from scheduler.geocoding.gazetteer.numbering import HousePoint, middle
from scheduler.geocoding.gazetteer.road import Road
from scheduler.geocoding.gazetteer.store import GazetteerFile
from scheduler.geocoding.gazetteer.wanted import Wanted, typed_fit
from scheduler.geocoding.numbers import covers, number_key
from scheduler.geocoding.streets import street_words
from scheduler.geocoding.text import LONGEST
from scheduler.services.ports import Address, AddressMatch, MatchKind

_MOST_STREETS = 40
_MOST_WORDS = 8


def suggestions(file: GazetteerFile, text: str, limit: int) -> tuple[AddressMatch, ...]:
    """Return streets, or houses once a number is typed, best first; at most `limit`."""
    text = text[:LONGEST]
    typed = normalise(text, file.towns)
    wanted = _wanted(typed, open_end=not typed.house and not text.endswith(" "))
    if not wanted.words or limit < 1:
        return ()
    ranked = _ranked(file, wanted) or _ranked(file, replace(wanted, all_open=True))
    corrected = not ranked
    if corrected:
        ranked = _corrected(file, wanted)
    if typed.house:
        return _houses(file, ranked, typed, limit, corrected=corrected)
    return tuple(_street(file, road, corrected=corrected) for road in ranked[:limit])


def _wanted(typed: Address, *, open_end: bool) -> Wanted:
    street = street_words(typed.street)
    town = street_words(typed.town).names if typed.town else ()
    # What was typed last may still grow: the town if there is one, and until then the street.
    words = tuple(word for word in (*street.names, *town) if word)[:_MOST_WORDS]
    return Wanted(words=words, titles=street.titles, kind=typed.kind, open_end=open_end or bool(typed.house and town))


def _ranked(file: GazetteerFile, wanted: Wanted) -> list[Road]:
    ranked: list[tuple[bool, tuple[int, ...], int]] = []
    for road in file.roads_with(wanted):
        how = typed_fit(road, wanted)
        if how is not None:
            other_kind = wanted.kind is not None and road.kind is not wanted.kind
            ranked.append((other_kind, how, road.id))
    return [file.roads[number] for _, _, number in heapq.nsmallest(_MOST_STREETS, ranked)]


def _corrected(file: GazetteerFile, wanted: Wanted) -> list[Road]:
    for words in corrections(wanted.words, file.words):
        ranked = _ranked(file, replace(wanted, words=words))
        if ranked:
            return ranked
    return []


def _street(file: GazetteerFile, road: Road, *, corrected: bool) -> AddressMatch:
    house = middle(file.points(road))
    return _suggestion(road, house, "", "", MatchKind.STREET, corrected=corrected)


def _houses(
    file: GazetteerFile, roads: list[Road], typed: Address, limit: int, *, corrected: bool
) -> tuple[AddressMatch, ...]:
    """Return houses whose number is, or begins like, what was typed; streets without any come last."""
    key = number_key(typed.house)
    exact: list[AddressMatch] = []
    begun: list[AddressMatch] = []
    without: list[AddressMatch] = []
    kind = MatchKind.FUZZY if corrected else MatchKind.EXACT
    for road in roads[:limit]:
        points = file.points(road)
        here = [each for each in points if each.key == key] or [each for each in points if covers(each.key, key)]
        more = [each for each in points if each.key.startswith(key) and each not in here]
        exact += [_suggestion(road, each, each.house, typed.flat, kind, corrected=corrected) for each in here]
        begun += [_suggestion(road, each, each.house, "", kind, corrected=corrected) for each in more]
        if not here and not more:
            without.append(_suggestion(road, middle(points), "", "", MatchKind.STREET, corrected=corrected))
        if len(exact) >= limit:
            break
    return tuple((exact + begun + without)[:limit])


def _suggestion(
    road: Road, house: HousePoint, number: str, flat: str, kind: MatchKind, *, corrected: bool
) -> AddressMatch:
    return AddressMatch(
        kind=kind,
        address=road_address(road, house, number, flat),
        point=house.point,
        part=house.part,
        locality_id=road.locality_id,
        street_id=road.street_id,
        corrected=corrected,
    )
