"""Bringing a network along from another folder of the same town, as it was built there."""

import shutil
import tempfile
from pathlib import Path

from scheduler.domain.errors import TravelError
from scheduler.travel.network.installed import Network, Roads, synced
from scheduler.travel.network.installing import STAGING, alone, installed, require_whole, tidy


def bring(source: Path, home: Path) -> Network:
    """Copy the network that is in force in one folder into another one, and put it in force there.

    Its version, with the checksum of the extract, stays what it was; so do its detours.

    Parameters
    ----------
    source, home : Path
        Folders of the town; networks lie in their folders `roads`.

    Raises
    ------
    TravelError
        If there is none, it is damaged or of another version of the engine, or it cannot be written; what is in force
        in `home` stays so.
    """
    there, here = Roads(source), Roads(home)
    network = there.current()
    try:
        here.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(here):
            staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=here.folder))
            try:
                _bring(there.folder / network.version, staging, here, network)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
            tidy(here)
    except OSError as error:
        why = error.strerror or "not all of its files could be copied"
        raise TravelError(f"the road network could not be copied to {here.folder} ({why})") from error
    return network


def _bring(folder: Path, staging: Path, here: Roads, network: Network) -> None:
    shutil.copytree(folder, staging, dirs_exist_ok=True, ignore=_links)
    with installed(staging, here, network.version) as target:
        require_whole(here, network.version)
        synced(target)
        here.put_in_force(network.version)


def _links(folder: str, names: list[str]) -> list[str]:
    """Return what is no file of a network: whoever gives a town's files away would name any file of this computer."""
    return [name for name in names if Path(folder, name).is_symlink()]
