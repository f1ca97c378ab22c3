"""Public benchmark files as text: every variant of a format is read, and a file that lies is caught at the line."""

import re
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from benchmarks.families.instance import Family
from benchmarks.families.problem import as_problem
from benchmarks.families.reading import read
from benchmarks.families.text import FileError
from tests.solver.public_files import TEXTS, written

GEHRING = (
    "r1_2_1\r\n\r\nVEHICLE\r\nNUMBER     CAPACITY\r\n  50\t\t200\r\n\r\nCUSTOMER\r\n"
    "CUST NO.\tXCOORD.\tYCOORD.\tDEMAND\tREADY TIME\tDUE DATE\tSERVICE TIME\r\n"
    "0 70 70 0 0 1351 0\r\n1 33 78 20 750 809 10\r\n2 59 52 20 553 602 10\r\n\r\n"
)
"""As in the files of Gehring & Homberger: small letters, tabs, Windows line ends, no empty line after the names."""

CORDEAU_2003 = """1 4 90 3 30
0  0 0  0  0  0 1440
1  1 0 10  2 10   50
2  0 1 10  1  0 1440
3  2 2 10 -2  0 1440
4  3 0 10 -1 90  120
"""
"""Twice the number of requests in the first line, one depot."""


def test_gehring_and_homberger(tmp_path: Path) -> None:
    """Files of 200 to 1,000 customers, which look a little different, would be refused."""
    instance = read(Family.VRPTW, written(tmp_path, "vrptw", GEHRING))

    assert (instance.vehicles, instance.capacity, len(instance.nodes)) == (50, 200, 3)
    assert [str(instance.nodes[2].x), str(instance.nodes[2].closes)] == ["59", "602"]


def test_cordeau_2003(tmp_path: Path) -> None:
    """The older half of the dial-a-ride files, pr01 to pr20, would be refused."""
    instance = read(Family.DARP, written(tmp_path, "darp", CORDEAU_2003))

    assert instance.pairs == ((1, 3), (2, 4))
    assert instance.longest_ride == Decimal(30)
    assert instance.longest_route == Decimal(90)
    assert instance.nodes[1].demand == 2


def test_the_second_depot_binds_the_way_home(tmp_path: Path) -> None:
    """A vehicle would come home after the depot has closed."""
    text = TEXTS["darp"].replace("7   0.000   0.000  0   0   0  80", "7   0.000   0.000  0   0   0  77")
    instance = read(Family.DARP, written(tmp_path, "darp", text))

    assert len(instance.nodes) == 7
    assert as_problem(instance).shifts[0].end_s == 77_000


@pytest.mark.parametrize("family", ["vrptw", "pdptw"])
def test_numbers_may_have_gaps(family: str, tmp_path: Path) -> None:
    """The answer to a part of a file would speak of other customers."""
    columns = r"^(\s*)5(\s)" if family == "vrptw" else r"(^|\t)5(\t)"
    text = re.sub(columns, r"\g<1>50\2", TEXTS[family], flags=re.MULTILINE).replace("\t50\t0\n", "\t50\t0\n")
    problem = as_problem(read(Family(family), written(tmp_path, family, text)))

    assert problem.locations[5] == "50"


def test_what_is_read_is_what_stands_there(tmp_path: Path) -> None:
    """A column mistaken for its neighbour would still look like a day."""
    darp = read(Family.DARP, written(tmp_path, "darp")).nodes[5]
    pdptw = read(Family.PDPTW, written(tmp_path, "pdptw"))

    assert [darp.x, darp.y, darp.service, darp.opens, darp.closes] == [*map(Decimal, ("8", "-2.5", "1", "15", "30"))]
    assert (darp.demand, darp.number, darp.line) == (-1, 5, 7)
    assert pdptw.pairs == ((1, 2), (3, 4), (5, 6))
    assert (pdptw.vehicles, pdptw.capacity, pdptw.nodes[2].demand) == (2, 5, -4)


LIES = [
    (
        "vrptw",
        "  3          10\n",
        "  3\n",
        r"line 5: there are 1 values; there should be 2 numbers: vehicles, capacity",
    ),
    ("vrptw", "  3          10\n", "  0          10\n", r"line 5: number of vehicles is 0; .* 1 or more"),
    ("vrptw", "  3          10\n", "  3          ten\n", r"line 5: capacity is 'ten'; it should be a number"),
    ("vrptw", "  3          10\n", "  3          4\n", r"line 14: demand is 5; .* at most the capacity, 4"),
    ("vrptw", "VEHICLE\n", "VEHICLES\n", r"the file ends here without a line VEHICLE"),
    ("vrptw", "CUSTOMER\n", "\n", r"the file ends here without a line CUSTOMER"),
    ("vrptw", "    1     11", "    2     11", r"line 12: number 2 stands in line 11 already"),
    ("vrptw", "    0      0 ", "    9      0 ", r"line 10: the first number is 9; it should be 0, the depot"),
    ("vrptw", "          3          9         17 ", " 3 18 17 ", r"line 15: it opens at 18 and closes at 17"),
    ("vrptw", "         17          5", "         17         -5", r"line 15: service is -5; it should be 0 or more"),
    (
        "vrptw",
        "         17          5",
        "         17",
        r"line 15: there are 6 values; there should be 7 numbers: number",
    ),
    (
        "vrptw",
        "    0      0          0          0 ",
        "    0 0 0 7 ",
        r"line 10: the depot's demand is 7; it should be 0",
    ),
    (
        "vrptw",
        "    1     11         -6          3 ",
        "    1 11 -6 -3 ",
        r"line 11: demand is -3; it should be 0 or more",
    ),
    ("vrptw", "    1     11 ", "    1    nan ", r"line 11: x is 'nan'; it should be a number of at most"),
    ("vrptw", "    1     11 ", "    1   1e99 ", r"line 11: x is '1e99'; it should be a number of at most"),
    ("vrptw", "    1     11 ", "  1.5     11 ", r"line 11: number is 1.5; it should be a whole number, 0 or more"),
    ("pdptw", "2\t5\t1\n", "2\t5\t1\t7\n", r"line 1: there are 4 values; there should be 3 numbers: vehicles"),
    ("pdptw", "2\t0\t4\n", "2\t0\t6\n", r"line 5: its partner is 6, which has \(5, 0\); it should have \(3, 0\)"),
    ("pdptw", "2\t3\t0\n", "2\t9\t0\n", r"line 5: its partner is 4, which has \(9, 0\); it should have \(3, 0\)"),
    ("pdptw", "2\t0\t4\n", "2\t0\t9\n", r"line 5: its partner is 9, which has no row"),
    ("pdptw", "2\t0\t4\n", "2\t0\t0\n", r"line 5: pickup is 0 and delivery 0; exactly one of them should be 0"),
    ("pdptw", "2\t0\t4\n", "2\t1\t4\n", r"line 5: pickup is 1 and delivery 4; exactly one of them should be 0"),
    ("pdptw", "\t-4\t21\t", "\t-3\t21\t", r"line 4: demand is -3; it should be -4, as 1 loads 4"),
    ("pdptw", "2\t5\t1\n", "2\t3\t1\n", r"line 3: demand is 4; of a pickup it should be from 0 to the capacity, 3"),
    ("pdptw", "100\t0\t0\t0\n", "100\t0\t0\t6\n", r"line 2: the depot has a partner or a demand"),
    ("pdptw", "\t100\t", "\t99999999\t", r"the depot closes at 99999999; it should close well before 1073741"),
    ("darp", "2 3 70 2 12", "2 4 70 2 12", r"line 1: there are 8 rows; for 4 requests there should be 9 or 10"),
    ("darp", "2 3 70 2 12", "2 3 70 2", r"line 1: there are 4 values; there should be 5 numbers: vehicles, requests"),
    ("darp", "2 3 70 2 12", "2 3 70 2 -1", r"line 1: the longest ride is -1; it should be 0 or more"),
    ("darp", "3   2.000", "4   2.000", r"line 6: number 4 stands in line 5 already"),
    ("darp", "6  -3.000", "8  -3.000", r"line 8: number 8 follows 5; it should be 6"),
    (
        "darp",
        "7   0.000   0.000",
        "7   0.000   1.000",
        r"line 9: the depot is at 0.000 1.000; it should be where it was",
    ),
    ("darp", "7   0.000   0.000  0", "7   0.000   0.000  2", r"line 9: the depot has a load or a service time"),
    ("darp", "-1  15  30", "-2  15  30", r"line 7: load is -2; it should be -1, as 2 boards 1"),
    (
        "darp",
        "1   1   5  25",
        "1   3   5  25",
        r"line 3: load is 3; of a pickup it should be from 0 to the capacity, 2",
    ),
]
"""Family, what is changed in its tiny file, and what should be said."""


@pytest.mark.parametrize(("family", "old", "new", "said"), LIES)
def test_a_file_that_lies_is_caught_at_the_line(family: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    """A slip in a file would become another instance, whose best known value is not its own."""
    assert TEXTS[family].count(old) == 1
    path = written(tmp_path, family, TEXTS[family].replace(old, new))

    with pytest.raises(FileError, match=said) as caught:
        as_problem(read(Family(family), path))

    assert family in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r"line 1: the file ends here; there should be something to read"),
        (b"\n \n", r"line 1: the file ends here; there should be something to read"),
        (b"25 200 1\n0 1 \xff", r"cannot be read: it is not text"),
        (
            b"25 200 1\n",
            r"line 1: the file ends here; there should be the depot, numbered 0, and at least one row more",
        ),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    """A picture or an empty download would end in a traceback."""
    path = tmp_path / "file.txt"
    path.write_bytes(content)

    with pytest.raises(FileError, match=said):
        read(Family.PDPTW, path)


JUNK = ["", "x", "-1", "0", "1", "7", "1e3", "1e300", "-0.5", "NaN", "inf", "99999999999", "0x10", "½", "0 0", "\n"]


@pytest.mark.parametrize("family", list(TEXTS))
def test_no_file_crashes_the_reader(family: str, tmp_path: Path) -> None:
    """One bad token in a folder of files would end a night's run in a traceback."""
    refused = 0
    for seed in range(250):
        rng = Random(seed)
        words = re.split(r"(\s+)", TEXTS[family])
        for _ in range(rng.choice([1, 1, 2])):
            words[rng.randrange(len(words))] = rng.choice(JUNK)
        path = written(tmp_path, family, "".join(words))
        try:
            problem = as_problem(read(Family(family), path))
        except FileError:
            refused += 1
        else:
            assert problem.requests
    assert 100 < refused < 250
