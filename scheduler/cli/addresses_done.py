"""What `dojazd addresses` does; loaded only by whoever asks for it, as its libraries take a second."""

import json
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console

from scheduler.bootstrap import geocoder_for, register_file
from scheduler.cli.addresses_told import batch_lines, found_row, load_lines, match_line, said, show_finding
from scheduler.cli.files import write_text
from scheduler.cli.homes import home_of
from scheduler.cli.interrupt import stop_on_interrupt
from scheduler.cli.language import Language
from scheduler.domain.town import Town
from scheduler.formats.addresses import found_text, read_addresses
from scheduler.formats.town.geography import distance_km
from scheduler.formats.town_reader import read_town
from scheduler.geocoding.addresses import format_address, normalise
from scheduler.geocoding.batch import Asked, BatchResult
from scheduler.geocoding.districts import DistrictIndex
from scheduler.geocoding.gazetteer import Gazetteer, load_osm, load_register
from scheduler.services.geography import town_box
from scheduler.services.ports import AddressMatch, MatchKind

FAR_M = 150
"""A place further than this from its address is worth a look."""


def load_addresses(source: Path, town: str, lang: Language) -> None:
    """Load a register or an extract's addresses into the town's own register."""
    home = home_of(town)
    read = read_town(home.files)
    loading = load_osm if source.name.casefold().endswith(".pbf") else load_register
    report = loading(source, register_file(home.folder), box=town_box(read), town=read.name)
    _print(load_lines(report, lang))


def search_addresses(text: str, town: str, limit: int, lang: Language, *, as_json: bool) -> None:
    """Print what the town's own register has for a text."""
    home = home_of(town)
    read = read_town(home.files)
    with Gazetteer(register_file(home.folder)) as register:
        exact = register.find(normalise(text, register.towns))
        found = list(dict.fromkeys([*([exact, *exact.rivals] if exact else []), *register.suggest(text, limit)]))
    districts = DistrictIndex(read.districts.values())
    if as_json:
        typer.echo(json.dumps([_json(match, districts) for match in found[:limit]], ensure_ascii=False))
    else:
        _print(iter([match_line(match, districts, lang) for match in found[:limit]] or [said(lang, "nothing")]))


def geocode_addresses(lines: Path, town: str, out: Path, lang: Language) -> None:
    """Find the addresses of a file and write what was found."""
    home = home_of(town)
    read = read_town(home.files)
    asked = [Asked(id=one.id, text=one.text, district_id=one.district_id) for one in read_addresses(lines, read)]
    result = _found(read, home.folder, asked, lang)
    districts = DistrictIndex(read.districts.values())
    write_text(out, found_text([found_row(one, districts, lang) for one in result.results]))
    _print(batch_lines(result, read, lang))
    _print(iter([said(lang, "wrote", path=out)]))


def check_addresses(town: str, lang: Language) -> None:
    """Compare a town's places with their addresses."""
    home = home_of(town)
    read = read_town(home.files)
    asked = [
        Asked(id=place.id, text=place.address, district_id=place.district_id)
        for place in read.places.values()
        if place.address
    ]
    result = _found(read, home.folder, asked, lang)
    _print(batch_lines(result, read, lang))
    _print(_apart(result, read, lang))


def _found(town: Town, home: Path, asked: list[Asked], lang: Language) -> BatchResult:
    console = Console(stderr=True)
    with geocoder_for(town, home) as geocoder, stop_on_interrupt() as stop, show_finding(console, lang) as show:
        return geocoder.run(asked, on_progress=show, cancelled=stop)


def _apart(result: BatchResult, town: Town, lang: Language) -> Iterator[str]:
    """Yield the places whose points are far from their addresses."""
    fine = 0
    places = {str(place.id): place for place in town.places.values()}
    for one in result.results:
        if one.match is None or one.match.kind > MatchKind.FUZZY:
            continue
        doors = places[one.asked.id].entrances
        metres = 1000 * min(distance_km(door.point, one.match.point) for door in doors)
        if metres <= FAR_M:
            fine += 1
        else:
            told = {"id": one.asked.id, "address": one.asked.text, "answer": format_address(one.match.address)}
            yield said(lang, "apart", metres=round(metres), **told)
    yield said(lang, "fine", count=fine)


def _json(match: AddressMatch, districts: DistrictIndex) -> dict[str, object]:
    district = districts.district_of(match.point)
    return {
        "address": format_address(match.address),
        "match": match.kind.name.casefold(),
        "lat": match.point.lat,
        "lon": match.point.lon,
        "district": district.id if district else None,
        "part": match.part,
        "source": match.source,
        "corrected": match.corrected,
    }


def _print(lines: Iterator[str]) -> None:
    console = Console(soft_wrap=True)
    for line in lines:
        console.print(line, markup=False, highlight=False)
