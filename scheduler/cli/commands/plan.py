"""`dojazd plan`: from a town's files to a printable day."""

import json

import typer
from rich.console import Console

from scheduler.cli.day import Search, plan_with_progress, view_of, write_folder
from scheduler.cli.language import Language
from scheduler.cli.options import Day, Effort, Json, Lang, Out, Seconds, Seed, Strict, TownPath, own_language
from scheduler.cli.summary import machine_summary, show_day
from scheduler.cli.words import WORDS
from scheduler.formats.town_reader import read_town


def plan(  # noqa: PLR0913, PLR0917  # a command line has as many parameters as options
    town: TownPath,
    date: Day,
    seconds: Seconds = 10.0,
    seed: Seed = 1,
    effort: Effort = None,
    out: Out = None,
    as_json: Json = False,
    lang: Lang = own_language(),  # noqa: B008  # typer reads it once
    strict: Strict = False,
) -> None:
    """Plan one service day of a town and write its sheets."""
    read = read_town(town)
    console, search = Console(stderr=as_json), Search(seconds=seconds, seed=seed, effort=effort)
    planned = plan_with_progress(read, date, search, console, lang, home=town)
    view = view_of(read, planned)
    exit_code = int(strict and bool(view.unassigned))
    if not as_json:
        show_day(console, view, Language(lang))  # first: whoever pressed Ctrl-C waits for it
    if out is not None:
        write_folder(out, planned, view, lang)
        if not as_json:
            console.print(f"{WORDS[lang]['written']} {out}", soft_wrap=True, markup=False)
    if as_json:
        typer.echo(json.dumps(machine_summary(view, exit_code), ensure_ascii=False))
    raise typer.Exit(exit_code)
