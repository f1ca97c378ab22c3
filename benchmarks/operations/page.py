"""The operations page as what is to be done: its fenced blocks, one after the other."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "OPERATIONS.md"
_FENCE = re.compile(r"^```(\w+)((?: [\w-]+)*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_GAP = "..."


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block of the page.

    Attributes
    ----------
    section : str
        The heading above it.
    kind : str
        `sh`: commands; `carry`: a file that a person carries from one machine to another.
    marks : frozenset of str
        The other words of its fence: the machine if it is not the server, the database that it is for, `refused` if it
        has to fail, `sheet` if it prints the recovery sheet, `types-the-sheet` if a person types it in.
    text : str
        The commands, word by word.
    told : tuple of str
        What the output has to hold, from the block `text` after it; "..." is anything.
    """

    section: str
    kind: str
    marks: frozenset[str]
    text: str
    told: tuple[str, ...] = ()

    def missing(self, output: str) -> tuple[str, ...]:
        """Return what should have been told and was not."""
        return tuple(line for line in self.told if not re.search(_pattern(line), output))


def read_page(text: str) -> tuple[Block, ...]:
    """Return the blocks of a page in their order.

    Raises
    ------
    ValueError
        If what is told belongs to no block before it, or a block is of an unknown kind.
    """
    headings = [(found.start(), found[1]) for found in _HEADING.finditer(text)]
    blocks: list[Block] = []
    for found in _FENCE.finditer(text):
        kind, marks, body = found[1], frozenset(found[2].split()), found[3]
        if kind == "text" and blocks and not blocks[-1].told:
            blocks[-1] = _telling(blocks[-1], body)
        elif kind in {"sh", "carry"}:
            section = next((name for at, name in reversed(headings) if at < found.start()), "")
            blocks.append(Block(section=section, kind=kind, marks=marks, text=body))
        else:
            raise ValueError(f"a fence of the kind {kind!r} where none can stand: {body[:60]!r}")
    return tuple(blocks)


def _telling(block: Block, body: str) -> Block:
    told = tuple(line for line in body.splitlines() if line.strip())
    return Block(section=block.section, kind=block.kind, marks=block.marks, text=block.text, told=told)


def _pattern(line: str) -> str:
    return ".*".join(map(re.escape, line.strip().split(_GAP)))
