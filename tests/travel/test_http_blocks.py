"""Tables are cut into blocks that a server takes, and the blocks are asked for several at once."""

import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.travel.http.blocks import Block, ask_all, cut
from scheduler.travel.http.errors import RefusedError, TooBigError
from scheduler.travel.http.settings import Deadline


def deadline() -> Deadline:
    return Deadline(60, lambda: 0.0)


def covered(blocks: list[Block], rows: int, columns: int) -> bool:
    times = np.zeros((rows, columns), dtype=int)
    for block in blocks:
        times[block.rows, block.columns] += 1
    return bool(np.all(times == 1))


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 400), st.integers(2, 50))
def test_blocks_cover_a_table_within_the_limits(rows: int, columns: int, most_pairs: int, most_points: int) -> None:
    """A leg would be missing, or the server would refuse a block."""
    blocks = cut(rows, columns, most_pairs=most_pairs, most_points=most_points)

    assert covered(blocks, rows, columns)
    assert all(height * width <= most_pairs and height + width <= most_points for height, width in shapes(blocks))


@pytest.mark.parametrize(
    ("rows", "columns", "most_pairs", "most_points", "count"),
    [
        (400, 400, 10_000, 200, 16),
        (100, 100, 10_000, 200, 1),
        (1, 199, 10_000, 200, 1),
        (1, 400, 10_000, 200, 3),
        (400, 1, 10_000, 200, 3),
        (1, 2500, 2500, 10_000, 1),
        (2500, 1, 2500, 10_000, 1),
        (51, 51, 2500, 10_000, 4),
        (0, 5, 2500, 10_000, 0),
        (5, 0, 2500, 10_000, 0),
    ],
)
def test_there_are_few_blocks(rows: int, columns: int, most_pairs: int, most_points: int, count: int) -> None:
    """One new request would cost as many questions as a new town."""
    assert len(cut(rows, columns, most_pairs=most_pairs, most_points=most_points)) == count


def test_blocks_are_even() -> None:
    """The threads would wait for a big block while a tiny one has long been answered."""
    assert set(shapes(cut(51, 60, most_pairs=2500, most_points=10_000))) == {(25, 30), (26, 30)}


def test_answers_keep_their_blocks() -> None:
    """Legs would land in another part of the table."""
    blocks = cut(30, 30, most_pairs=25, most_points=100)
    answers = ask_all(blocks, lambda block: block, threads=4, deadline=deadline())

    assert [block for block, _ in answers] == blocks
    assert all(block == answer for block, answer in answers)


def test_as_many_blocks_are_asked_for_at_once_as_was_set() -> None:
    """A big table would take four times as long, or a public server would be flooded."""
    together, busy, most = threading.Barrier(3), threading.Semaphore(3), []

    def ask(block: Block) -> None:
        most.append(busy.acquire(blocking=False))
        together.wait(5)
        busy.release()

    ask_all(cut(6, 1, most_pairs=1, most_points=2), ask, threads=3, deadline=deadline())

    assert most == [True] * 6


def test_a_block_that_is_too_big_is_asked_for_in_halves() -> None:
    """A server with a lower limit than was set would give no times at all."""
    asked: list[tuple[int, int]] = []

    def ask(block: Block) -> int:
        asked.append(block.shape)
        if block.shape[0] * block.shape[1] > 30:
            raise TooBigError("too big")
        return 1

    for rows, columns in ((20, 20), (1, 100), (100, 1)):
        answers = ask_all(cut(rows, columns, most_pairs=10_000, most_points=200), ask, threads=4, deadline=deadline())
        assert covered([block for block, _ in answers], rows, columns)

    assert max(height * width for height, width in asked) == 400


def test_a_single_leg_cannot_be_too_big() -> None:
    """A server that refuses everything would be asked for ever."""

    def ask(block: Block) -> int:
        raise TooBigError(f"{block.shape}")

    with pytest.raises(TooBigError) as caught:
        ask_all(cut(10, 10, most_pairs=10_000, most_points=200), ask, threads=4, deadline=deadline())

    assert str(caught.value) == "(1, 1)"


def test_the_first_failure_ends_the_others() -> None:
    """A plan would wait for sixteen time-outs instead of one."""
    until, failed, given_up = deadline(), threading.Event(), threading.Event()
    asked: list[Block] = []

    def ask(block: Block) -> None:
        asked.append(block)
        if len(asked) == 1:
            failed.set()
            raise RefusedError("the first")
        assert failed.wait(5)
        given_up.wait(0.3 if until.left_s() > 0 else 0)
        raise RefusedError("given up")

    with pytest.raises(RefusedError, match="the first"):
        ask_all(cut(100, 1, most_pairs=1, most_points=2), ask, threads=2, deadline=until)

    assert len(asked) < 10


def test_halves_are_across_the_longer_side() -> None:
    """A row of many points would be halved into rows of none."""
    low, high = Block(top=0, bottom=3, left=5, right=6).halves()
    left, right = Block(top=0, bottom=3, left=5, right=9).halves()

    assert [low.shape, high.shape, left.shape, right.shape] == [(1, 1), (2, 1), (3, 2), (3, 2)]
    assert all(a.bottom == b.top or a.right == b.left for a, b in pairwise((low, high)))


def shapes(blocks: list[Block]) -> list[tuple[int, int]]:
    return [block.shape for block in blocks]
