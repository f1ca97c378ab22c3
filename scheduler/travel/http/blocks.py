"""Cuts a table into blocks that a server takes, and asks for several at once."""

import math
import sys
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import pairwise

from scheduler.travel.http.errors import TooBigError
from scheduler.travel.http.settings import Deadline


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows top to bottom and columns left to right of a table, the second of each excluded."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> slice:
        """Its rows."""
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        """Its columns."""
        return slice(self.left, self.right)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return self.bottom - self.top, self.right - self.left

    def halves(self) -> tuple["Block", "Block"]:
        """Return the two halves across the longer side, which has at least two."""
        height, width = self.shape
        if height >= width:
            middle = self.top + height // 2
            return replace(self, bottom=middle), replace(self, top=middle)
        middle = self.left + width // 2
        return replace(self, right=middle), replace(self, left=middle)


def cut(rows: int, columns: int, *, most_pairs: int, most_points: int = sys.maxsize) -> list[Block]:
    """Return blocks that cover a table, none above the limits, as even as can be.

    Parameters
    ----------
    most_pairs : int
        Rows times columns of a block.
    most_points : int
        Rows plus columns of a block, at least two.
    """
    side = max(1, min(math.isqrt(most_pairs), most_points // 2))
    height = min(rows, side)
    width = min(columns, most_pairs // height, most_points - height) if height else 0
    height = min(rows, most_pairs // width, most_points - width) if width else 0
    return [
        Block(top=top, bottom=bottom, left=left, right=right)
        for top, bottom in _even(rows, height)
        for left, right in _even(columns, width)
    ]


def ask_all[T](
    blocks: list[Block], ask: Callable[[Block], T], *, threads: int, deadline: Deadline
) -> list[tuple[Block, T]]:
    """Return the answers to all blocks; one that is too big for the server is asked for in halves.

    The first block that fails ends the others, and its error is raised.
    """
    if len(blocks) == 1:
        return _halving(blocks[0], ask)
    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="roads") as pool:
        asked = [pool.submit(_halving, block, ask) for block in blocks]
        try:
            finished, waiting = wait(asked, return_when=FIRST_EXCEPTION)
        except BaseException:
            deadline.give_up()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        if waiting:
            deadline.give_up()
            pool.shutdown(wait=False, cancel_futures=True)
        # The first that failed, not one that was given up because of it.
        failed = next((each for each in asked if each in finished and each.exception()), None)
        return failed.result() if failed else [answer for each in asked for answer in each.result()]


def _halving[T](block: Block, ask: Callable[[Block], T]) -> list[tuple[Block, T]]:
    try:
        return [(block, ask(block))]
    except TooBigError:
        if block.shape == (1, 1):
            raise
        return [answer for half in block.halves() for answer in _halving(half, ask)]


def _even(length: int, most: int) -> list[tuple[int, int]]:
    parts = -(-length // most) if most else 0
    bounds = [length * part // parts for part in range(parts + 1)] if parts else []
    return list(pairwise(bounds))
