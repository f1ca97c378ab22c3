"""Whose roads: those of a town of files, or of a town that the office keeps."""

from dataclasses import dataclass
from pathlib import Path

from scheduler.bootstrap import has_database, open_office
from scheduler.cli.homes import home_of
from scheduler.domain.errors import InputError
from scheduler.domain.ids import TownId
from scheduler.domain.town import Town
from scheduler.formats.town_reader import read_town
from scheduler.services.facts import part_of_town
from scheduler.settings import load_settings


@dataclass(frozen=True, kw_only=True)
class RoadsHome:
    """A town that has roads or is to have some.

    Attributes
    ----------
    folder : Path
        Where its folder `roads` lies.
    files : Path or None
        What it is read from; None: it is kept in the database.
    """

    name: str
    folder: Path
    files: Path | None

    def town(self) -> Town:
        """Return the town with its places; of a kept one nothing else but its head.

        Raises
        ------
        InputError
            If its files cannot be read.
        StoreError
            If the database cannot be.
        """
        if self.files is not None:
            return read_town(self.files)
        with open_office(load_settings()) as store, store.reading(TownId(self.name)) as unit:
            return part_of_town(unit, places=unit.places.all())


def roads_home(town: str) -> RoadsHome:
    """Return where the roads of a town are: of its files if they are named, else of the town kept under this id.

    Raises
    ------
    InputError
        If there is no such town.
    """
    try:
        home = home_of(town)
    except InputError:
        if not _is_kept(town):
            raise
        return RoadsHome(name=town, folder=kept_folder(town), files=None)
    own = home.folder == kept_folder(town) and not (home.folder / "town.toml").exists()
    return RoadsHome(name=town, folder=home.folder, files=None if own and _is_kept(town) else home.files)


def kept_folder(town: str) -> Path:
    """Return where the office looks for the roads of a kept town."""
    return load_settings().data / "towns" / town


def _is_kept(town: str) -> bool:
    settings = load_settings()
    if not has_database(settings):
        return False
    with open_office(settings) as store:
        return town in store.towns()
