"""`dojazd import`: a town of files becomes one that the office keeps."""

from typing import Annotated

import typer
from rich.console import Console

from scheduler.bootstrap import SystemClock, open_office
from scheduler.cli.office import who
from scheduler.cli.options import Lang, TownPath, own_language
from scheduler.cli.store_told import said, show_new_key
from scheduler.domain.audit import AuditEvent
from scheduler.domain.ids import TownId
from scheduler.formats.town_reader import read_town
from scheduler.services.keeping import keep_town
from scheduler.settings import load_settings

By = Annotated[str, typer.Option("--by", help="Who imports it.", show_default="the computer's user")]


def import_town(
    town: TownPath,
    by: By = "",
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Put a town's files into the office's database, all of them or none."""
    read, now = read_town(town), SystemClock().now()
    event = AuditEvent(at=now, by=who(by), action="town.imported", subject=f"town:{read.id}")
    store = open_office(load_settings(), told=lambda key, path: show_new_key(key, path, lang))
    with store, store.writing(TownId(read.id)) as unit:
        keep_town(unit, read, now)
        unit.audit.append(event)
    counts = {name: len(getattr(read, name)) for name in ("clients", "places", "requests", "shifts")}
    line = said(lang, "kept", town=read.name, id=read.id, **counts)
    Console(soft_wrap=True).print(line, markup=False, highlight=False)
