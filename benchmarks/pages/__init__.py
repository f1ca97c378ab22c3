"""The pages in a real browser: one line of JSON a size.

`python -m benchmarks pages [--size 150x12] [--size 1000x100] [--rounds 7] [--seconds 10] [--seed 1]` keeps a made-up
city's office with its day under way, serves it over TLS to Chromium, and measures

`board_ms`: from asking for the board, with an empty cache and then with a filled one, until the first stop is painted.
Targets: 1,500 at 150 requests and 12 shifts, 4,000 at 1,000 and 100.

`drag_ms`: from moving the pointer with a stop in hand until the frame that shows it is painted. Targets: 100 and 250.

`places_ms`: from taking a stop up until the places are shown where it fits; the server works them out.

`weight_kb`: what each page sends over the line to an empty cache, its data with it.
"""

import argparse
import json
import os

SIZES = ("150x12", "1000x100")


def main() -> int:
    """Run the benchmark; return the exit code."""
    from benchmarks.pages.measuring import measured

    given = _parser().parse_args()
    for size in given.size or SIZES:
        requests, shifts = map(int, size.split("x"))
        told = measured(requests, shifts, rounds=given.rounds, seconds=given.seconds, seed=given.seed)
        print(json.dumps(told | {"cores": os.cpu_count()}), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", action="append", help="requests x shifts; may be said several times")
    parser.add_argument("--rounds", type=int, default=7, help="so often the board is opened")
    parser.add_argument("--seconds", type=float, default=10, help="for the plan")
    parser.add_argument("--seed", type=int, default=1)
    return parser
