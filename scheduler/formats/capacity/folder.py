"""The folder of a finished study: its report in both languages, its tables, and the replications behind them."""

from collections.abc import Iterable
from pathlib import Path

from scheduler.domain.capacity.answers import Answer
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.capacity.kept import ENDING, KeptInFiles
from scheduler.formats.capacity.report import report_html, report_pdf
from scheduler.formats.capacity.tables import tables_of
from scheduler.formats.sheets.private_files import publish
from scheduler.formats.sheets.words import LANGUAGES

REPLICATIONS = "replications"


def replications_in(folder: Path, *, resume: bool) -> KeptInFiles:
    """Return where the replications of a study that goes to a folder are kept.

    Raises
    ------
    InputError
        If there are finished ones already and nobody wants them; and if the folder cannot be used.
    """
    kept = folder / REPLICATIONS
    there = sum(1 for _ in kept.glob(f"*{ENDING}")) if kept.is_dir() else 0
    if there and not resume:
        wrong, right = f"holds {there} finished replications", "go on from them with --resume, or choose another folder"
        raise InputError([InputProblem(file=str(kept), wrong=wrong, right=right)])
    return KeptInFiles(kept)


def write_study(folder: Path, answer: Answer, figures: Iterable[Figure]) -> tuple[Path, ...]:
    """Write report and tables into a folder private to its owner, each file whole or not at all.

    Returns
    -------
    tuple of Path
        The reports first.

    Raises
    ------
    InputError
        If the folder cannot be used, or holds somebody else's file of the same name.
    """
    files: dict[str, bytes] = {}
    for lang in LANGUAGES:
        files[f"report.{lang}.html"] = report_html(answer, lang=lang).encode("utf-8")
        files[f"report.{lang}.pdf"] = report_pdf(answer, lang=lang)
    files |= tables_of(figures, answer)
    return publish(folder, files, replaces=lambda _: True)
