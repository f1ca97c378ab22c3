"""A planned day as a dispatcher reads it in the terminal, and as a machine does."""

from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scheduler.cli.language import Language
from scheduler.cli.timeline import WIDTH, timeline
from scheduler.cli.words import WORDS
from scheduler.domain.itinerary import DayView
from scheduler.formats.sheets.words import words_of


def show_day(console: Console, view: DayView, lang: Language) -> None:
    """Print what is served, who does what when, what is left out and why, and what it costs."""
    word, kpis, told = WORDS[lang], view.kpis, words_of(lang.value)
    console.print(
        f"[bold]{escape(view.town)}[/bold] {view.day.isoformat()}: "
        f"[bold]{kpis.served}[/bold] {word['of']} {kpis.requested} {word['served']}, "
        f"{kpis.calls} {word['calls']}, {told.kilometres(kpis.distance_m)}, {told.money(kpis.cost_gr)}"
    )
    console.print(_services(view, lang), _shifts(view, lang))
    if view.idle:
        console.print(f"{word['idle']}: {escape(', '.join(view.idle))}")
    if view.unassigned:
        console.print(_unassigned(view, lang))
    else:
        console.print(f"[green]{word['none_unassigned']}[/green]")
    for note in view.travel_notes:
        console.print(f"[yellow]{word['travel']}[/yellow]: {escape(note.get(lang, ''))}")
    if view.findings:
        console.print(f"[bold]{word['findings']}[/bold]")
    for finding in view.findings:
        console.print(f"  {word[finding.status]}: {escape(finding.text[lang])}")
    console.print(_costs(view, lang))


def machine_summary(view: DayView, exit_code: int) -> Mapping[str, object]:
    """Return what `--json` prints."""
    return {
        "town": view.town_id,
        "day": view.day.isoformat(),
        "exit_code": exit_code,
        "served": view.kpis.served,
        "requested": view.kpis.requested,
        "calls": view.kpis.calls,
        "distance_m": view.kpis.distance_m,
        "cost_gr": view.kpis.cost_gr,
        "terms_gr": dict(view.terms),
        "kpis": asdict(view.kpis),
        "unassigned": [
            {"request": card.request_id, "rule": card.reason.rule, **asdict(card.reason)} for card in view.unassigned
        ],
        "findings": [asdict(finding) for finding in view.findings],
        "engine": view.engine,
        "travel": view.travel_engine,
        "travel_notes": [dict(note) for note in view.travel_notes],
    }


def _services(view: DayView, lang: Language) -> str:
    parts = [f"{escape(name)} {done}/{asked}" for name, (done, asked) in view.kpis.served_by_service.items()]
    return f"{WORDS[lang]['by_service']}: {', '.join(parts)}"


def _shifts(view: DayView, lang: Language) -> Table:
    word = WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    first = min((i.rostered[0] for i in view.itineraries), default=view.made_at)
    last = max((max(i.rostered[1], i.end) for i in view.itineraries), default=view.made_at)
    table.add_column(word["shift"], ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column(word["stops"], justify="right", no_wrap=True)
    table.add_column("km", justify="right", no_wrap=True)
    table.add_column(word["time"], no_wrap=True)
    table.add_column(f"{first:%H:%M}–{last:%H:%M}", no_wrap=True, width=WIDTH)
    for one in view.itineraries:
        table.add_row(
            escape(one.name),
            str(len(one.stops)),
            words_of(lang.value).number(one.distance_m / 1000, 1),
            f"{one.start:%H:%M}–{one.end:%H:%M}",
            timeline(one, first, last),
        )
    return table


def _unassigned(view: DayView, lang: Language) -> Table:
    word = WORDS[lang]
    table = Table(title=word["unassigned"], title_justify="left", title_style="bold red", box=None, pad_edge=False)
    for column in ("request", "why"):
        table.add_column(word[column])
    for card in view.unassigned:
        who = f"{card.request_id} {card.service}, {', '.join(card.clients)}"
        table.add_row(escape(who), escape(card.reason.summary.get(lang, "")))
    return table


def _costs(view: DayView, lang: Language) -> Table:
    word = WORDS[lang]
    names = words_of(lang.value)
    table = Table(title=word["cost_by_term"], title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(word["term"])
    table.add_column("PLN", justify="right")
    for name, amount in sorted(view.terms.items()):
        if amount:
            table.add_row(escape(names.named("term", name)), names.money(amount))
    return table
