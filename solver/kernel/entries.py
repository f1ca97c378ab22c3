"""Everything compiled that plain Python calls, called once on a tiny problem: same types, same layouts of arrays."""

from solver.arrays import Arrays


def _tiny() -> Arrays:
    from solver.lowering import lowered
    from solver.rulekit.tiny import ride, shift, tiny, visit

    return lowered(tiny(requests=[visit("V", "B", must=True), ride("P", "BC")], shifts=[shift(use_gr=100)]))


def search() -> None:
    """Begin, fill and run."""
    from solver.searcher import Searcher, ground_of

    searcher = Searcher(ground_of(_tiny()), 1)
    searcher.begin({})
    searcher.fill()
    searcher.run(1, 0.1, 0.1)
    searcher.save_shifts(1, 0.1)


def timing() -> None:
    """Time a row alone, and rows jointly."""
    import numpy as np

    from solver.kernel.handles import handle
    from solver.kernel.rows import rows_for
    from solver.kernel.timing.schedule import time_row, time_rows
    from solver.kernel.timing.scratch import scratch_for
    from solver.kernel.world import world_of

    world = world_of(_tiny())
    rows = rows_for(world, 0)
    rows.n[0] = 1
    held = handle(world), handle(rows), handle(scratch_for(world))
    time_row(*held, 0)
    time_rows(*held, np.zeros(1, dtype=np.int64))


def questions() -> None:
    """Ask something about a plan."""
    from solver.board import Board
    from solver.rulekit.tiny import tiny, visit

    Board(tiny(requests=[visit("V", "B")]), {}).scan(0)
