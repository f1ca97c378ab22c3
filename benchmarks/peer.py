"""One peer on public benchmark files: the same line of JSON as `solve`; `compare` runs it once per file.

`python3 -m uv run --group bench python -m benchmarks peer --peer pyvrp --family vrptw [--objective ...] [--seconds 10]
[--threads 2] [--seed 1] FILE...`. What is timed is the library's search, not the building of its model.
"""

import argparse
import sys
import time

from benchmarks.families.answer import Answer, answer
from benchmarks.families.instance import Instance
from benchmarks.memory import forget_peak, peak_mb
from benchmarks.peers.asked import asked
from benchmarks.peers.registry import PEERS, Peer
from benchmarks.solve import Run, add_arguments, found_wrong, instances, runs


def peer_answer(peer: Peer, run: Run, instance: Instance) -> Answer:
    """Return a peer's answer, not yet checked."""
    forget_peak()
    search = peer.prepare(
        asked(instance, vehicles_first=run.vehicles_first, seconds=run.seconds, threads=run.threads, seed=run.seed)
    )
    began = time.monotonic()
    found = search()
    took = time.monotonic() - began
    routes = [[instance.nodes[node].number for node in route] for route in found]
    return answer(instance, routes, seconds=took, peak_mb=peak_mb())


def main() -> int:
    """Run the peer of the command line on its files; exit 1 if an answer is wrong, 2 if there can be none."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--peer", choices=list(PEERS), required=True)
    told = parser.parse_args()
    peer = PEERS[told.peer]
    if reason := peer.cannot.get(told.family):
        print(f"{told.peer} {reason}", file=sys.stderr)
        return 2
    if not peer.installed:
        print(f"{peer.library} is not installed: python3 -m uv run --group bench ...", file=sys.stderr)
        return 2
    read_in = instances(runs(told))
    if read_in is None:
        return 2
    wrong = 0
    for run, instance in zip(runs(told), read_in, strict=True):
        found = peer_answer(peer, run, instance)
        print(found.to_json(), flush=True)
        for said in found_wrong(found, run.path):
            print(f"{run.path}: {said}", file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
