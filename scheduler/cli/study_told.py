"""A study on the terminal: how far it is, and what it says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from scheduler.cli.language import Language
from scheduler.domain.capacity.answers import Answer
from scheduler.formats.sheets.words import NBSP, words_of
from scheduler.simulation.studies import Progress as Step

WORDS = {
    Language.PL: {
        "playing": "Symulacja",
        "replications": "powtórzeń",
        "resumed": "wznowionych",
        "left": "jeszcze ok. {left}",
        "stopped": "Przerwano: {done} z {total} powtórzeń jest gotowych.",
        "kept": "Zostały w {folder}; --resume zaczyna od nich.",
    },
    Language.EN: {
        "playing": "Simulating",
        "replications": "replications",
        "resumed": "resumed",
        "left": "about {left} left",
        "stopped": "Stopped: {done} of {total} replications are finished.",
        "kept": "They are kept in {folder}; --resume goes on from them.",
    },
}


@contextmanager
def study_line(console: Console, lang: Language) -> Iterator[Callable[[Step], None]]:
    """Show how many replications are done, and when the last is to be expected.

    Parameters
    ----------
    console : Console
        Where to; a terminal gets a live line, anything else gets nothing.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        line = bar.add_task(WORDS[lang]["playing"], total=None, told="")

        def show(step: Step) -> None:
            bar.update(line, completed=step.done, total=step.total, told=told(step, lang))

        yield show


def told(step: Step, lang: Language) -> str:
    """Return how far a study is, as one short text."""
    word = WORDS[lang]
    parts = [f"{step.done}/{step.total} {word['replications']}"]
    if step.resumed:
        parts.append(f"{step.resumed} {word['resumed']}")
    if step.left_s:
        parts.append(word["left"].format(left=words_of(lang.value).duration(step.left_s)))
    return " · ".join(parts).replace(NBSP, " ")


def answer_lines(answer: Answer, lang: Language) -> Iterator[str]:
    """Yield the answer's title and sentences."""
    yield f"{answer.town}: {answer.title}"
    yield from (sentence[lang.value] for sentence in answer.sentences)
