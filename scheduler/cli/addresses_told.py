"""What `dojazd addresses` says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scheduler.cli.language import Language
from scheduler.domain.town import Town
from scheduler.formats.sheets.words import words_of
from scheduler.geocoding.addresses import format_address
from scheduler.geocoding.batch import BatchResult, Geocoded
from scheduler.geocoding.districts import DistrictIndex
from scheduler.geocoding.doubts import Doubt
from scheduler.geocoding.gazetteer import LoadReport
from scheduler.services.ports import AddressMatch, MatchKind

MOST_REVIEWED = 50
_MATCHES = {
    Language.PL: {
        MatchKind.EXACT: "dokładnie",
        MatchKind.FUZZY: "po poprawce litery",
        MatchKind.NUMBER_NEAR: "najbliższy numer",
        MatchKind.STREET: "sama ulica",
    },
    Language.EN: {
        MatchKind.EXACT: "exact",
        MatchKind.FUZZY: "a letter corrected",
        MatchKind.NUMBER_NEAR: "nearest number",
        MatchKind.STREET: "street only",
    },
}
_DOUBTS = {
    Language.PL: {
        Doubt.NOT_FOUND: "nie znaleziono",
        Doubt.UNKNOWN_TOWN: "nieznana miejscowość, nikogo nie pytano",
        Doubt.NOT_ASKED: "nie znaleziono, usługi nie odpowiadają",
        Doubt.CORRECTED: "poprawiono literę",
        Doubt.NUMBER_NEAR: "nie ma takiego numeru",
        Doubt.STREET_ONLY: "tylko ulica",
        Doubt.SEVERAL: "kilka równie dobrych",
        Doubt.OUTSIDE_TOWN: "poza miastem",
        Doubt.NO_DISTRICT: "poza dzielnicami",
        Doubt.OTHER_DISTRICT: "inna dzielnica",
    },
    Language.EN: {
        Doubt.NOT_FOUND: "not found",
        Doubt.UNKNOWN_TOWN: "unknown town, nobody was asked",
        Doubt.NOT_ASKED: "not found, the services do not answer",
        Doubt.CORRECTED: "a letter was corrected",
        Doubt.NUMBER_NEAR: "no such number",
        Doubt.STREET_ONLY: "street only",
        Doubt.SEVERAL: "several as good",
        Doubt.OUTSIDE_TOWN: "outside the town",
        Doubt.NO_DISTRICT: "outside all districts",
        Doubt.OTHER_DISTRICT: "another district",
    },
}
_WORDS = {
    Language.PL: {
        "loaded": "Wczytano: {points} punktów adresowych, {roads} ulic i miejscowości, źródło {source}",
        "left_out": "  poza miastem: {outside}, powtórzone: {repeated}",
        "swapped": "  osie współrzędnych były zamienione; rozpoznano po położeniu miasta",
        "nothing": "Nic takiego nie ma w rejestrze.",
        "done": "Znaleziono {found} z {all}, do sprawdzenia {review}",
        "review": "  {id}: {text} → {answer}: {doubts}",
        "more": "  ... i jeszcze {count}",
        "failed": "  usługa zawiodła: {text}",
        "stopped": "Przerwano; to, co znaleziono, zostało zapisane.",
        "none": "brak",
        "wrote": "Zapisano w {path}",
        "apart": "  {id}: {address}: punkt w plikach leży {metres} m od adresu ({answer})",
        "fine": "Współrzędne pozostałych miejsc zgadzają się z adresami: {count}.",
        "finding": "Szukanie adresów",
    },
    Language.EN: {
        "loaded": "Loaded: {points} address points, {roads} streets and villages, from {source}",
        "left_out": "  outside the town: {outside}, repeated: {repeated}",
        "swapped": "  the axes of the coordinates were swapped; recognised by where the town is",
        "nothing": "The register has nothing like it.",
        "done": "Found {found} of {all}, to be reviewed {review}",
        "review": "  {id}: {text} → {answer}: {doubts}",
        "more": "  ... and {count} more",
        "failed": "  a service failed: {text}",
        "stopped": "Stopped; what was found is saved.",
        "none": "nothing",
        "wrote": "Written to {path}",
        "apart": "  {id}: {address}: the point in the files is {metres} m from the address ({answer})",
        "fine": "The coordinates of the other places agree with their addresses: {count}.",
        "finding": "Finding addresses",
    },
}


def said(lang: Language, key: str, **values: object) -> str:
    """Return a sentence."""
    return _WORDS[lang][key].format(**values)


@contextmanager
def show_finding(console: Console, lang: Language) -> Iterator[Callable[[int, int], None]]:
    """Show how many addresses are done; nothing where there is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        line = bar.add_task(said(lang, "finding"), total=None)
        yield lambda done, total: bar.update(line, completed=done, total=total)


def load_lines(report: LoadReport, lang: Language) -> Iterator[str]:
    """Yield what was loaded."""
    number = words_of(lang.value).number
    yield said(lang, "loaded", points=number(report.points), roads=number(report.roads), source=report.source)
    if report.outside or report.repeated:
        yield said(lang, "left_out", outside=number(report.outside), repeated=number(report.repeated))
    if report.swapped:
        yield said(lang, "swapped")


def match_line(match: AddressMatch, districts: DistrictIndex, lang: Language) -> str:
    """Return one answer in a line."""
    district = districts.district_of(match.point)
    where = f"{match.point.lat:.5f}, {match.point.lon:.5f}"
    parts = (format_address(match.address), match.part, district.name if district else "", where)
    return f"{' · '.join(part for part in parts if part)} ({_MATCHES[lang][match.kind]})"


def batch_lines(result: BatchResult, town: Town, lang: Language) -> Iterator[str]:
    """Yield how a batch went and what a person should look at."""
    number = words_of(lang.value).number
    found = sum(one.match is not None for one in result.results)
    counts = {"found": number(found), "all": number(len(result.results)), "review": number(len(result.review))}
    yield said(lang, "done", **counts)
    districts = DistrictIndex(town.districts.values())
    for one in result.review[:MOST_REVIEWED]:
        yield review_line(one, districts, lang)
    if len(result.review) > MOST_REVIEWED:
        yield said(lang, "more", count=len(result.review) - MOST_REVIEWED)
    for failure in result.failures:
        yield said(lang, "failed", text=failure)
    if result.cancelled:
        yield said(lang, "stopped")


def review_line(one: Geocoded, districts: DistrictIndex, lang: Language) -> str:
    """Return one doubtful answer in a line."""
    answer = said(lang, "none") if one.match is None else match_line(one.match, districts, lang)
    return said(lang, "review", id=one.asked.id, text=one.asked.text, answer=answer, doubts=doubts_text(one, lang))


def doubts_text(one: Geocoded, lang: Language) -> str:
    """Return what is doubtful about an answer; "" if nothing is."""
    return ", ".join(_DOUBTS[lang][doubt] for doubt in one.doubts)


def found_row(one: Geocoded, districts: DistrictIndex, lang: Language) -> list[str]:
    """Return an answer as a row of the table that is written."""
    match = one.match
    if match is None:
        return [one.asked.id, one.asked.text, "", "", "", "", "", "", "", doubts_text(one, lang)]
    district = districts.district_of(match.point)
    return [
        one.asked.id,
        one.asked.text,
        format_address(match.address),
        match.kind.name.casefold(),
        f"{match.point.lat:.6f}",
        f"{match.point.lon:.6f}",
        district.id if district else "",
        match.source,
        "" if one.answered_at is None else one.answered_at.date().isoformat(),
        doubts_text(one, lang),
    ]
