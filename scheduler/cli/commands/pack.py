"""`dojazd pack`: a published day on paper, for when servers and phones are dead."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scheduler.bootstrap import SystemClock
from scheduler.cli.language import Language
from scheduler.cli.office import KeptTown, office, say, town_of
from scheduler.cli.options import Lang, own_language, parse_day
from scheduler.domain.errors import InputError, InputProblem
from scheduler.settings import load_settings

DayArgument = Annotated[
    date, typer.Argument(parser=parse_day, metavar="DAY", help="Service day, e.g. 2026-11-23.", show_default=False)
]
Into = Annotated[Path | None, typer.Option("--out", help="Folder for it.", show_default="DOJAZD_PACKS")]
_WRITTEN = {
    Language.PL: "Zapisano paczkę dnia (zawiera dane osobowe):",
    Language.EN: "The day pack (personal data) is in",
}


def pack(
    day: DayArgument,
    out: Into = None,
    town: KeptTown = "",
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Write the sheets, lists to sign and phones of a published day as PDF."""
    from scheduler.bootstrap.packs import pack_files, printed_day
    from scheduler.formats.sheets.day_packs import write_pack

    kept = load_settings().packs
    if out is None and kept is None:
        right = "name a folder, or set DOJAZD_PACKS"
        raise InputError([InputProblem(file="--out", wrong="is missing", right=right)])
    with office() as store:
        town_id = town_of(store, town)
        with store.reading(town_id) as unit:
            found = printed_day(unit, town_id, day, SystemClock().now())
    folder = out if out is not None or kept is None else kept / town_id
    made = write_pack(folder or Path(), found.day, found.version, pack_files(found, lang.value))
    say(f"{_WRITTEN[lang]} {made}")
