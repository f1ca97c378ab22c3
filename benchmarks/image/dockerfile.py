"""A Dockerfile as instructions: of the format only what ours uses; anything else is an error."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

KNOWN = frozenset({
    "FROM", "ARG", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT", "CMD",
})  # fmt: skip
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """One instruction: its keyword in capitals, and the text after it with its lines joined."""

    word: str
    text: str

    def command(self) -> list[str]:
        """Return the list of words that ENTRYPOINT, CMD, VOLUME or HEALTHCHECK end with."""
        found: list[str] = json.loads(self.text[self.text.index("[") :])
        return found

    def pairs(self, known: dict[str, str]) -> dict[str, str]:
        """Return what ENV or ARG sets, with what is known put in place of variables."""
        return {
            name: _VARIABLE.sub(lambda found: known.get(found[1] or found[2], ""), value)
            for name, _, value in (word.partition("=") for word in shlex.split(self.text))
        }


def read_dockerfile(path: Path) -> list[Instruction]:
    """Return the instructions of a file.

    Raises
    ------
    ValueError
        If there is one that cannot be carried out.
    """
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found = [line.strip().partition(" ") for line in joined.splitlines() if line.strip()]
    read = [Instruction(word=word.upper(), text=text.strip()) for word, _, text in found]
    if unknown := {one.word for one in read} - KNOWN:
        raise ValueError(f"{path} has instructions that are not known here: {', '.join(sorted(unknown))}")
    return read
