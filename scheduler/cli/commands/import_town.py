"""`dojazd import`: a town of files becomes one that the office keeps."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scheduler.bootstrap import SystemClock, open_office
from scheduler.cli.language import Language
from scheduler.cli.office import who
from scheduler.cli.options import Lang, TownPath, own_language
from scheduler.cli.roads_home import kept_folder
from scheduler.cli.store_told import said, show_new_key
from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import TravelError
from scheduler.domain.ids import TownId
from scheduler.formats.town_reader import read_town
from scheduler.services.keeping import keep_town
from scheduler.settings import load_settings
from scheduler.travel.network.bringing import bring
from scheduler.travel.network.installed import Roads

By = Annotated[str, typer.Option("--by", help="Who imports it.", show_default="the computer's user")]


def import_town(
    town: TownPath,
    by: By = "",
    lang: Lang = own_language(),  # noqa: B008
) -> None:
    """Put a town's files into the office's database, all of them or none, and its road network beside it."""
    read, now = read_town(town), SystemClock().now()
    event = AuditEvent(at=now, by=who(by), action="town.imported", subject=f"town:{read.id}")
    settings, console = load_settings(), Console(soft_wrap=True)
    store = open_office(settings, told=lambda key, path: show_new_key(key, path, lang))
    with store, store.writing(TownId(read.id)) as unit:
        keep_town(unit, read, now)
        unit.audit.append(event)
    counts = {name: len(getattr(read, name)) for name in ("clients", "places", "requests", "shifts")}
    line = said(lang, "kept", town=read.name, id=read.id, **counts)
    for one in (line, _brought(town, read.id, lang)):
        console.print(one, markup=False, highlight=False)


def _brought(files: Path, town_id: str, lang: Language) -> str:
    """Bring the road network that lies beside a town's files along, and return what is to be said of it.

    Raises
    ------
    TravelError
        If there is one that cannot be brought; the town is kept all the same.
    """
    folder = files if files.is_dir() else files.parent
    if not Roads(folder).exists:
        return said(lang, "no_roads", id=town_id)
    try:
        network = bring(folder, kept_folder(town_id))
    except TravelError as error:
        way = f"build it: dojazd roads build EXTRACT.osm.pbf --town {town_id}"
        raise TravelError(f"the town is kept, but without its road network: {error}; {way}") from error
    return said(lang, "roads", version=network.version, extract=network.extract)
