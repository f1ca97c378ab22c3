"""`dojazd demo`: the whole job on an invented town, today."""

import os
import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from scheduler.cli.bad_day import bad_day_begun, bad_day_told
from scheduler.cli.day import Search, plan_with_progress, view_of, write_folder
from scheduler.cli.demo_office import demo_settings, keep_demo_office, on_its_clock, serve_demo
from scheduler.cli.language import Language
from scheduler.cli.options import Lang, Seconds, Seed, own_language, parse_day, today
from scheduler.cli.summary import show_day
from scheduler.cli.words import WORDS
from scheduler.domain.itinerary import DayView
from scheduler.domain.plan import Plan
from scheduler.domain.town import Town
from scheduler.formats.town_reader import read_town
from scheduler.formats.town_writer import write_town

TOWN = "starachowice"
ZONE = ZoneInfo("Europe/Warsaw")
OVERVIEW = "overview.html"

Where = Annotated[
    Path | None, typer.Option("--in", help="New folder to work in.", show_default="dojazd-demo, or the next free name")
]
DemoDay = Annotated[
    date | None, typer.Option("--date", parser=parse_day, metavar="DATE", help="Any date.", show_default="today")
]
Browser = Annotated[bool, typer.Option("--open/--no-open", help="Show it in a browser, if there is one.")]
Serve = Annotated[
    bool | None,
    typer.Option(
        "--serve/--no-serve",
        help="Then serve the town's office at this computer, until Ctrl-C; one signs in as any role.",
        show_default="if somebody sits at the terminal",
    ),
]
BadDay = Annotated[
    bool,
    typer.Option(
        "--bad-day",
        help="Tell of a day on which a bus breaks down, a carer falls ill, and it snows; the office that is served has "
        "its bus broken, and nothing planned anew.",
    ),
]
Port = Annotated[
    int | None,
    typer.Option(min=0, max=65_535, help="Port of the office; 0: a free one.", show_default="8000, or a free one"),
]


def demo(  # noqa: PLR0913, PLR0917  # a command line has as many parameters as options
    folder: Where = None,
    date: DemoDay = None,
    seconds: Seconds = 10.0,
    seed: Seed = 1,
    lang: Lang = own_language(),  # noqa: B008
    show: Browser = True,
    serve: Serve = None,
    port: Port = None,
    bad_day: BadDay = False,
) -> None:
    """Plan the day of an invented town, and open its office in a browser: its board, its phones, its figures."""
    # The demo towns are made for people to look at; nothing else of the program knows them.
    from fixtures.demo.index import build_town

    day, console = date or today(ZONE), Console()
    home, search = _new_folder(folder), Search(seconds=seconds, seed=seed)
    town, broken = build_town(TOWN, service_day=day), None
    serve = _is_watched() if serve is None else serve
    if bad_day:
        for line in bad_day_told(town, day, home / "told" if serve else home, search, lang):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        if not serve:
            return
        town, broken = bad_day_begun(town, day)
    town, plan = _planned_days(town, day, search, lang, home=home)
    if not serve:
        _present(console, home / "plan" / OVERVIEW, lang, show=show)
        return
    settings = on_its_clock(demo_settings(home), day, ZONE)
    keep_demo_office(settings, town, plan, broken=broken)
    serve_demo(settings, day, port, greet=lambda address: _welcome(console, address, lang, show=show))


def _planned_days(town: Town, day: date, search: Search, lang: Language, *, home: Path) -> tuple[Town, Plan]:
    """Plan a town's day, and again with a quarter fewer shifts; return the town as its files say, and its plan."""
    from fixtures.scenarios import cut_fleet

    write_town(town, home / "town")
    town = read_town(home / "town")
    plan, full = _planned(town, day, search, lang, home=home, names=("town", "plan"))
    write_town(cut_fleet(town), home / "town-fewer-shifts")
    fewer = read_town(home / "town-fewer-shifts")
    _, cut = _planned(fewer, day, search, lang, home=home, names=("town-fewer-shifts", "plan-fewer-shifts"))
    _compare(Console(), full, cut, lang)
    return town, plan


def _planned(
    town: Town, day: date, search: Search, lang: Language, *, home: Path, names: tuple[str, str]
) -> tuple[Plan, DayView]:
    """Plan a town's day and write its folder; `names` are those of the folders of the town and of the plan."""
    console, source, out = Console(), home / names[0], home / names[1]
    planned = plan_with_progress(town, day, search, console, lang, home=source)
    view = view_of(town, planned)
    show_day(console, view, lang)
    console.print()
    write_folder(out, planned, view, lang)
    return planned.plan, view


def _new_folder(wanted: Path | None) -> Path:
    candidates = (Path("dojazd-demo" if k == 1 else f"dojazd-demo-{k}") for k in range(1, 10_000))
    folder = wanted or next(path for path in candidates if not path.exists())
    try:
        folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        msg = f"cannot make a new folder {folder}: {error.strerror}"
        raise typer.BadParameter(msg) from error
    return folder


def _compare(console: Console, full: DayView, cut: DayView, lang: Language) -> None:
    word = WORDS[lang]
    for title, view in ((word["full_day"], full), (word["cut_day"], cut)):
        kpis = view.kpis
        missed = 100 * (kpis.requested - kpis.served) / max(1, kpis.requested)
        served = f"{kpis.served} {word['of']} {kpis.requested} {word['served']}"
        told = f"{title}: {served} ({missed:.0f} % {word['missed']})"
        console.print(told, markup=False, highlight=False)


def _present(console: Console, overview: Path, lang: Language, *, show: bool) -> None:
    console.print(f"{WORDS[lang]['open']}: {overview.resolve()}", soft_wrap=True, markup=False, highlight=False)
    _open(overview.resolve().as_uri(), show=show)


def _welcome(console: Console, address: str, lang: Language, *, show: bool) -> None:
    told = WORDS[lang]["welcome"].format(address=address)
    console.print(told, soft_wrap=True, markup=False, highlight=False)
    _open(address, show=show)


def _open(address: str, *, show: bool) -> None:
    """Show something in a browser, where there is a screen: a browser of the terminal would take it over."""
    windows = sys.platform in {"win32", "darwin"} or any(os.environ.get(one) for one in ("DISPLAY", "WAYLAND_DISPLAY"))
    if show and windows and sys.stdout.isatty():
        webbrowser.open(address)


def _is_watched() -> bool:
    """Return whether somebody sits at the terminal, and can stop what does not end by itself."""
    return sys.stdin.isatty() and sys.stdout.isatty()
