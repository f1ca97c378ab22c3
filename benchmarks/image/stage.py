"""Building stages: each a root to itself, in which the instructions are carried out one after the other."""

import fnmatch
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.image.dockerfile import Instruction

_ENTER = Path(__file__).with_name("enter.sh")
_PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


class BuildError(Exception):
    """An instruction failed."""


@dataclass(kw_only=True)
class Stage:
    """One stage, and what its instructions have set so far."""

    root: Path
    name: str
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": _PATH, "HOME": "/root"})
    arguments: dict[str, str] = field(default_factory=dict)
    network: dict[str, str] = field(default_factory=dict)
    user: str = "0"
    workdir: str = "/"
    said: dict[str, Instruction] = field(default_factory=dict)

    def do(self, one: Instruction, context: Path, others: dict[str, "Stage"]) -> None:
        """Carry an instruction out.

        Raises
        ------
        BuildError
            If it fails.
        """
        if one.word == "ARG":
            self.arguments |= one.pairs(self.arguments)
        elif one.word == "ENV":
            self.environment |= one.pairs(self.environment | self.arguments)
        elif one.word == "WORKDIR":
            self.workdir = one.text
            self._at(one.text).mkdir(parents=True, exist_ok=True)
        elif one.word == "USER":
            self.user = one.text
        elif one.word == "COPY":
            self._copy(shlex.split(one.text), context, others)
        elif one.word == "RUN":
            done = self.run(["/bin/sh", "-c", one.text])
            if done.returncode:
                raise BuildError(f"RUN {one.text}\n{done.stdout[-4000:]}")
        else:
            self.said[one.word] = one

    def run(self, command: list[str], *, data: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command as the stage's user; with a data folder as a container does: read-only, without a network."""
        known = self.environment | ({} if data else self.arguments | self.network)
        words = ["env", "-i", *(f"{name}={value}" for name, value in known.items()), *command]
        spaces = ["--mount", "--pid", "--fork", "--kill-child", *(["--net"] if data else [])]
        into = ["sh", str(_ENTER), str(self.root), self.user, self.workdir, str(data or "")]
        return subprocess.run(
            ["unshare", *spaces, *into, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _copy(self, words: list[str], context: Path, others: dict[str, "Stage"]) -> None:
        source = context
        if words[0].startswith("--from="):
            source = others[words.pop(0).removeprefix("--from=")].root
        *names, target = words
        into = self._at(target)
        for name in names:
            found = source / name.lstrip("/")
            if source == context and _ignored(context, name):
                raise BuildError(f"COPY {name}: .dockerignore keeps it out")
            if found.is_dir():
                ignore = shutil.ignore_patterns("__pycache__", "*.pyc") if source == context else None
                shutil.copytree(found, into, symlinks=True, dirs_exist_ok=True, ignore=ignore)
            else:
                to = into / found.name if target.endswith("/") else into
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(found, to)

    def _at(self, path: str) -> Path:
        """Return where a path of the image lies here."""
        return self.root / str(Path(self.workdir) / path).lstrip("/") if path != "./" else self._at(self.workdir)


def _ignored(context: Path, name: str) -> bool:
    lines = (context / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    fitting = [one for one in patterns if fnmatch.fnmatch(name, one.removeprefix("!"))]
    return bool(fitting) and not fitting[-1].startswith("!")
