"""`dojazd verify`: whether a plan keeps every rule."""

import json
from dataclasses import asdict

import typer
from rich.console import Console

from scheduler.bootstrap import travel_of
from scheduler.cli.files import read_plan
from scheduler.cli.options import Json, Lang, PlanPath, TownPath, own_language
from scheduler.cli.words import WORDS
from scheduler.formats.town_reader import read_town
from scheduler.services.planning import check_plan


def verify(
    town: TownPath,
    plan: PlanPath,
    as_json: Json = False,
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Recompute a plan from the town's files and list every rule it breaks and every wrong figure."""
    read = read_town(town)
    made, view = read_plan(plan)
    findings = check_plan(read, travel_of(made, read, town), made, view)
    broken = any(finding.status == "broken" for finding in findings)
    if as_json:
        typer.echo(json.dumps({"broken": broken, "findings": [asdict(f) for f in findings]}, ensure_ascii=False))
    else:
        console = Console(soft_wrap=True)
        for finding in findings:
            said = f"{WORDS[lang][finding.status]}: {finding.rule} {finding.subject}: {finding.text[lang]}"
            console.print(said, markup=False, highlight=False)
        if not broken:
            console.print(WORDS[lang]["nothing_wrong"])
    raise typer.Exit(int(broken))
