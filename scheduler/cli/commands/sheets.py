"""`dojazd sheets`: print a plan's sheets again."""

from pathlib import Path

from rich.console import Console

from scheduler.cli.files import PLAN_FILE, read_plan
from scheduler.cli.options import Lang, Out, PlanPath, own_language
from scheduler.cli.words import WORDS
from scheduler.formats.sheets.folder import ALL, Output, write_day


def sheets(
    plan: PlanPath,
    out: Out = None,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Write the overview and every itinerary of a plan (beside it, unless --out says where)."""
    made, view = read_plan(plan)
    folder: Path = out or (plan if plan.is_dir() else plan.parent)
    write_day(folder, made, view, lang=lang.value, only=_outputs(plan, folder))
    Console(soft_wrap=True).print(f"{WORDS[lang]['written']} {folder}", markup=False)


def _outputs(plan: Path, folder: Path) -> frozenset[Output]:
    """Everything but, beside the plan, the plan and its problem: these stay as they are."""
    source = plan / PLAN_FILE if plan.is_dir() else plan
    beside = source.resolve() == (folder / PLAN_FILE).resolve()
    return ALL - {Output.PLAN, Output.PROBLEM} if beside else ALL
