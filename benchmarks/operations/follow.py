"""Following the page: each block on its machine, and its output held against what the page says."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.operations.machine import Machine, Network
from benchmarks.operations.page import Block
from benchmarks.operations.roots import copy_of, network_of_here

DATABASES = ("postgresql", "sqlite")
_AGAIN_ON_A_NEW_MACHINE = ("Install the machine", "Install the release")
_LINES_OF_THE_SHEET = 4
_LISTED = "dojazd users list | grep --count after-the-upgrade"  # all is read: a pipe that closes early is an error
CLAIMS = {
    "Upgrade": 'echo "a long enough password" | dojazd users add after-the-upgrade --name Late --role manager',
    "Back again, and keep what was written since": _LISTED,
    "Back again, as it was before the upgrade": f"! {_LISTED}",
}
"""What the page claims in words, tried at the end of the section: what was written since stays, and then does not."""
CARRIED_TO = "srv/dojazd"
_RESTARTED = "systemctl is-active dojazd-web dojazd-work dojazd-backup.timer dojazd-retention.timer"


class DiffersError(Exception):
    """What happened is not what the page says."""


class Follower:
    """Follows the page with one database, and restores into the other kind on a new machine."""

    def __init__(self, blocks: tuple[Block, ...], folder: Path, clean: Path, say: Callable[[str], None]) -> None:
        self._blocks, self._folder, self._clean, self._say = blocks, folder, clean, say
        self._network = Network()
        self._machines: dict[str, Machine] = {}
        self._sheet = ""
        self.seconds: dict[str, float] = {}

    def follow(self, database: str, releases: dict[str, Path]) -> None:
        """Do all that the page says.

        Raises
        ------
        DiffersError
            At the first block that ends otherwise than the page says.
        """
        (other_database,) = set(DATABASES) - {database}
        self._machine("server", releases)
        self._machine("other", {})
        drilled, section = False, ""
        for block in self._blocks:
            if block.section != section:
                self._claim(section, CLAIMS.get(section, ""))
                section = block.section
            if not drilled and ("new" in block.marks or " new:" in block.text):
                self._machines["server"].halt()
                self._machine("new", releases)
                for again in self._blocks:
                    if again.section in _AGAIN_ON_A_NEW_MACHINE and again.marks <= {other_database}:
                        self._do(again, "new")
                drilled = True
            elif drilled and "new" in self._machines and not ("new" in block.marks or " new:" in block.text):
                self._machines.pop("new").destroy()
                self._machines["server"].boot()
                self._claim("a restart", _RESTARTED)
            if "checkout" not in block.marks and not block.marks & {other_database}:
                self._do(block, next((name for name in ("other", "new") if name in block.marks), "server"))

    def _claim(self, what: str, script: str) -> None:
        """Try what the page says in words."""
        ran = self._machines["server"].run(script) if script else None
        if ran is not None and ran.code:
            raise DiffersError(f"after {what}: {script}\n{ran.output}")

    def close(self) -> None:
        """Switch everything off and wipe it."""
        for machine in self._machines.values():
            machine.destroy()
        self._network.close()

    def _machine(self, name: str, releases: dict[str, Path]) -> None:
        root = copy_of(self._clean, self._folder / name)
        for called, release in releases.items():
            shutil.copytree(release, root / CARRIED_TO / called)
        self._machines[name] = Machine(name, root, self._network, network_of_here(root))
        self._machines[name].boot()

    def _do(self, block: Block, name: str) -> None:
        begun = time.monotonic()
        if block.kind == "carry":
            self._carry(block.text)
            return
        ran = self._machines[name].run(block.text, typed=self._typed() if "types-the-sheet" in block.marks else "")
        if "sheet" in block.marks:
            self._sheet = ran.output
        took = time.monotonic() - begun
        self.seconds[block.section] = self.seconds.get(block.section, 0) + took
        self._say(f"{took:7.1f} s  {name:7} {block.section}: {block.text.splitlines()[0][:80]}")
        is_right = (ran.code != 0) is ("refused" in block.marks)
        if not is_right or block.missing(ran.output):
            why = "".join(f"\nnot told: {line}" for line in block.missing(ran.output))
            raise DiffersError(
                f"{block.section}, on {name}: exit code {ran.code}{why}\n{block.text}\n{ran.output[-4000:]}"
            )

    def _typed(self) -> str:
        """Return what a person reads from the printed sheet: its four lines."""
        lines = [line for line in self._sheet.splitlines() if line[:2] in {"1:", "2:", "3:", "4:"}]
        if len(lines) != _LINES_OF_THE_SHEET:
            raise DiffersError(f"the sheet has {len(lines)} lines")
        return "\n".join(lines).lower() + "\n"

    def _carry(self, text: str) -> None:
        for line in text.splitlines():
            (source, path), (target, onto) = (end.split(":", 1) for end in line.split())
            there = self._folder / target / onto.lstrip("/")
            copied = shutil.copytree if (self._folder / source / path.lstrip("/")).is_dir() else shutil.copy
            copied(self._folder / source / path.lstrip("/"), there)
