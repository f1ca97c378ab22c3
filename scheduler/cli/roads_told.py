"""What `dojazd roads` says."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from scheduler.cli.language import Language
from scheduler.formats.sheets.words import words_of
from scheduler.services.calibrating import Calibration, FittedBand
from scheduler.travel.coverage import Coverage
from scheduler.travel.network.anchors import Fit
from scheduler.travel.network.build import BuildReport, Step

_STEPS = {
    Language.PL: {
        "checksum": "suma kontrolna",
        "extract": "drogi z wycinka",
        "contract": "skróty",
        "install": "zapis",
        "check": "porównanie z miastem",
    },
    Language.EN: {
        "checksum": "checksum",
        "extract": "roads from the extract",
        "contract": "shortcuts",
        "install": "save",
        "check": "comparison with the town",
    },
}
_PROFILES = {
    Language.PL: {"car": "samochód", "foot": "pieszo", "bicycle": "rower"},
    Language.EN: {"car": "car", "foot": "on foot", "bicycle": "bicycle"},
}
_WORDS = {
    Language.PL: {
        "built": "Sieć {version} zbudowana w {seconds} s, na dysku {size} MB, pamięć {peak} MB: {folder}",
        "profile": "  {profile}: {seconds} s, {size} MB, pamięć {peak} MB",
        "all": "Wszystkie miejsca leżą przy drogach: {doors}.",
        "some": "Przy połączonych drogach leży {reached} z {doors} miejsc. Pozostałe:",
        "far": "  {name}: {metres} m od najbliższej drogi",
        "cut": "  {name}: żadna droga nie prowadzi stąd do pozostałych albo z powrotem",
        "no_town": "Plików miasta nie da się jeszcze wczytać; nie sprawdzono, czy jego miejsca leżą przy drogach.\n"
        "  {why}",
        "fit": "Na wypadek awarii mapy oszacowania ({profile}) dopasowano: błąd {after} %, bez dopasowania {before} %",
        "note": "  uwaga: {text}",
        "none_fitted": "W żadnym przedziale nie ma dość przejazdów; prędkości zostają, nic nie ma do zapisania.",
        "no_drives": "Brak przejazdów, z których można by coś wyliczyć.",
        "engine": "Porównano z czasami „{engine}”; użyto przejazdów: {used}",
        "odd": "  pominięto jako nieprawdopodobne: {odd}; pieszo i rowerem: {unbanded}",
        "band": "  {start}:00–{end}:00: {speed} % (było {before} %), przejazdów: {drives}",
        "kept": "  {start}:00–{end}:00: {speed} % bez zmian, za mało przejazdów: {drives}",
        "error": "Średni błąd czasu przejazdu: było {before} %, będzie {after} % (na przejazdach spoza dopasowania)",
        "snippet": "Do town.toml:",
        "wrote": "Zapisano w {path}",
    },
    Language.EN: {
        "built": "Network {version} built in {seconds} s, {size} MB on disk, {peak} MB of memory: {folder}",
        "profile": "  {profile}: {seconds} s, {size} MB, {peak} MB of memory",
        "all": "All places lie by a road: {doors}.",
        "some": "{reached} of {doors} places lie by connected roads. The others:",
        "far": "  {name}: {metres} m from the nearest road",
        "cut": "  {name}: no way leads from there to the others, or back",
        "no_town": "The town's files cannot be read yet; whether its places lie by a road was not looked at.\n  {why}",
        "fit": "Estimates in case the map fails ({profile}): error {after} %, {before} % without this map",
        "note": "  note: {text}",
        "none_fitted": "No band has drives enough; the speeds stay as they are, there is nothing to write.",
        "no_drives": "There are no drives to fit anything to.",
        "engine": "Compared with the times of {engine}; drives used: {used}",
        "odd": "  left out as improbable: {odd}; on foot and by bicycle: {unbanded}",
        "band": "  {start}:00–{end}:00: {speed} % (was {before} %), drives: {drives}",
        "kept": "  {start}:00–{end}:00: {speed} % as before, too few drives: {drives}",
        "error": "Mean error of driving times: was {before} %, will be {after} % (on drives left out of the fit)",
        "snippet": "For town.toml:",
        "wrote": "Written to {path}",
    },
}


MOST_NAMED = 20


def said(lang: Language, key: str, **values: object) -> str:
    """Return a sentence."""
    return _WORDS[lang][key].format(**values)


@contextmanager
def show_steps(console: Console, lang: Language) -> Iterator[Callable[[Step], None]]:
    """Show the steps of a build: a bar in a terminal, a line each elsewhere."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        line = bar.add_task("")

        def show(step: Step) -> None:
            told = " ".join(filter(None, (_PROFILES[lang].get(step.profile), _STEPS[lang][step.what])))
            bar.update(line, description=told, completed=step.number - 1, total=step.total)
            if not console.is_terminal:
                console.print(f"{step.number}/{step.total} {told}", markup=False, highlight=False)

        yield show


def build_lines(report: BuildReport, lang: Language) -> Iterator[str]:
    """Yield what a build took."""
    number = words_of(lang.value).number
    yield said(
        lang,
        "built",
        version=report.network.version,
        seconds=number(report.seconds, 1),
        size=number(report.size_bytes / 1e6, 1),
        peak=_megabytes(report.peak_bytes, lang),
        folder=report.folder,
    )
    for one in report.profiles:
        yield said(
            lang,
            "profile",
            profile=_PROFILES[lang][one.profile],
            seconds=number(one.seconds, 1),
            size=number(one.size_bytes / 1e6, 1),
            peak=_megabytes(one.peak_bytes, lang),
        )


def _megabytes(peak: int, lang: Language) -> str:
    return words_of(lang.value).number(peak / 1e6) if peak else "?"


def coverage_lines(found: Coverage, lang: Language) -> Iterator[str]:
    """Yield which places a network does not reach."""
    number = words_of(lang.value).number
    if found.reached == found.doors:
        yield said(lang, "all", doors=found.doors)
        return
    yield said(lang, "some", reached=found.reached, doors=found.doors)
    for point, metres in found.far[:MOST_NAMED]:
        yield said(lang, "far", name=point.name, metres="?" if metres is None else number(metres))
    for point in found.cut_off[:MOST_NAMED]:
        yield said(lang, "cut", name=point.name)
    if max(len(found.far), len(found.cut_off)) > MOST_NAMED:
        yield "  ..."


def fit_lines(fits: Sequence[Fit], lang: Language) -> Iterator[str]:
    """Yield how good the estimates are that stand in for the network."""
    number = words_of(lang.value).number
    for one in fits:
        profile = _PROFILES[lang][one.profile]
        yield said(lang, "fit", profile=profile, before=number(one.before, 1), after=number(one.after, 1))


def calibration_lines(done: Calibration, lang: Language) -> Iterator[str]:
    """Yield the fitted speeds, what they are worth, and how to write them down."""
    number = words_of(lang.value).number
    yield from (said(lang, "note", text=note.get(lang, "")) for note in done.notes)
    if not done.used:
        yield said(lang, "no_drives")
    else:
        yield said(lang, "engine", engine=done.engines, used=done.used)
    if done.odd or done.unbanded:
        yield said(lang, "odd", odd=done.odd, unbanded=done.unbanded)
    yield from (_band_line(fitted, lang) for fitted in done.bands)
    if not done.fitted:
        yield said(lang, "none_fitted")
        return
    yield said(lang, "error", before=number(done.error_before, 1), after=number(done.error_after, 1))
    yield said(lang, "snippet")
    for band in done.speed_bands:
        yield "[[policy.speed_bands]]"
        yield f"start_h = {band.start_h}\nend_h = {band.end_h}\nspeed_percent = {band.permille / 10:g}"


def _band_line(fitted: FittedBand, lang: Language) -> str:
    number, band = words_of(lang.value).number, fitted.band
    return said(
        lang,
        "band" if fitted.fitted else "kept",
        start=band.start_h,
        end=band.end_h,
        speed=number(band.permille / 10, 1),
        before=number(fitted.before_permille / 10, 1),
        drives=fitted.drives,
    )
