"""`python -m benchmarks offers` tells how long a caller waits, and checks what it measures."""

import json
import sys
from random import Random

import pytest

from benchmarks.__main__ import main
from benchmarks.offers import calls, planned
from solver.extending import extended, lowering_of


def test_the_benchmark_tells_times_of_answers_that_are_right(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The time that a caller waits would be that of finding nothing."""
    asked = "offers --requests 16 --shifts 4 --asks 12 --seconds 0.5 --judge"
    monkeypatch.setattr(sys, "argv", ["benchmarks", *asked.split()])

    assert main() == 0

    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["requests"], told["shifts"], told["calls"]) == (16, 4, 12)
    assert told["judged"] == 12 - told["none"] > 6
    assert 0 < told["ms"]["p50"] <= told["ms"]["p99"] <= told["ms"]["max"]
    assert told["ms"]["max"] <= told["lowering"]["max"] + told["asking"]["max"] + 0.2


def test_a_call_in_the_benchmark_is_one_request_more() -> None:
    """Lowering the whole day again would be measured, or a day that the request was in from the start."""
    problem, orders = planned(16, 4, 0.5, 1)
    for call, _ in zip(calls(problem, orders, Random(1)), range(8), strict=False):
        after = call.after()
        assert len(after.requests) == len(problem.requests) == len(call.before.requests) + len(call.requests)
        assert sorted(task.id for task in after.tasks) == sorted(task.id for task in problem.tasks)
        assert extended(lowering_of(call.before), after).said == lowering_of(after).said
