"""`dojazd explain`: why a request is not in a plan."""

from collections.abc import Mapping

import typer
from rich.console import Console

from scheduler.bootstrap import travel_of
from scheduler.cli.files import read_plan
from scheduler.cli.language import Language
from scheduler.cli.options import Lang, PlanPath, TownPath, own_language
from scheduler.cli.words import WORDS
from scheduler.domain.ids import ShiftId
from scheduler.domain.plan import UnassignedReason
from scheduler.formats.town_reader import read_town
from scheduler.services.planning import explain_request


def explain(
    town: TownPath,
    plan: PlanPath,
    request: str = typer.Argument(help="Id of the request.", show_default=False),
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Tell why a request is not served, shift by shift, and what would let it in."""
    read = read_town(town)
    made, _ = read_plan(plan)
    reason = explain_request(read, travel_of(made, read, town), made, request)
    console = Console(soft_wrap=True)
    if reason is None:
        console.print(f"{request} {WORDS[lang]['is_served']}.", markup=False)
        return
    names = {shift.id: shift.name for shift in read.shifts_on(made.day)}
    for line in _lines(reason, names, lang):
        console.print(line, markup=False, highlight=False)


def _lines(reason: UnassignedReason, names: Mapping[ShiftId, str], lang: Language) -> list[str]:
    word = WORDS[lang]
    return [
        f"{reason.request_id}: {reason.summary[lang]}",
        f"{word['alone']}: {reason.alone.get(lang) or word['possible_alone']}",
        *([f"{word['per_shift']}:"] if reason.per_shift else []),
        *(f"  {names.get(shift, shift)}: {text[lang]}" for shift, text in reason.per_shift.items()),
        *([f"{word['change']}: {reason.change[lang]}"] if lang in reason.change else []),
    ]
