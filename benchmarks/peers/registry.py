"""The peers by name: what they can model, and where they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from benchmarks.families.instance import Family
from benchmarks.peers.asked import Asked, Search


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One way to run a library.

    Attributes
    ----------
    library : str
        The name by which people choose it, and the installed package.
    package, module, search : str
        What is imported, and the function that builds its model.
    cannot : mapping of Family to str
        Families that it cannot model, with the reason.
    """

    library: str
    package: str
    module: str
    search: str
    cannot: Mapping[Family, str]

    @property
    def installed(self) -> bool:
        """Whether its library is there."""
        return find_spec(self.package) is not None

    def prepare(self, asked: Asked) -> Search:
        """Return its search on an instance."""
        search: Search = getattr(import_module(f"benchmarks.peers.{self.module}"), self.search)(asked)
        return search


NO_RIDE = {Family.DARP: "knows no longest ride"}

PEERS: Mapping[str, Peer] = {
    "ortools-gls": Peer(library="ortools", package="ortools", module="ortools_routing", search="guided", cannot={}),
    "ortools-ils": Peer(library="ortools", package="ortools", module="ortools_routing", search="iterated", cannot={}),
    "pyvrp": Peer(library="pyvrp", package="pyvrp", module="pyvrp_ils", search="prepare", cannot=NO_RIDE),
    "pyvroom": Peer(library="pyvroom", package="vroom", module="vroom_search", search="prepare", cannot=NO_RIDE),
}
"""OR-Tools and PyVRP search on one core; VROOM has threads, and stops by itself before the time is over."""

LIBRARIES = tuple(dict.fromkeys(peer.library for peer in PEERS.values()))
