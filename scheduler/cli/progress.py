"""A running search on one line of the terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from scheduler.cli.language import Language
from scheduler.cli.words import WORDS
from scheduler.formats.sheets.words import words_of
from scheduler.services.planning import Progress as Step


@contextmanager
def progress_line(console: Console, lang: Language, seconds: float | None) -> Iterator[Callable[[Step], None]]:
    """Show served requests, calls to make, kilometres and cost of the best plan so far.

    Parameters
    ----------
    console : Console
        Where to; a terminal gets a live line, anything else gets nothing.
    seconds : float or None
        Of the budget, for the bar.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        line = bar.add_task(WORDS[lang]["planning"], total=seconds, told="")

        def show(step: Step) -> None:
            bar.update(line, completed=step.elapsed_s, told=told(step, lang))

        yield show


def tell_waiting(sentence: str) -> None:
    """Say on the error stream why nothing happens yet."""
    typer.echo(sentence, err=True)


def told(step: Step, lang: Language) -> str:
    """Return the figures of a step as one short text."""
    word, tell = WORDS[lang], words_of(lang.value)
    return (
        f"{step.served}/{step.requests} {word['served']} · {step.calls} {word['calls']} · "
        f"{tell.kilometres(step.metres)} · {tell.money(step.score.money_gr)}"
    )
