"""Files that are missing, huge, broken, or not what their name says; and faults that span rows."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.town_reader import read_town
from tests.formats.town.good import GOOD, changed, write_files

type Files = Mapping[str, str | bytes]
HEADER = GOOD["requests.csv"].splitlines()[0]


def problems_of(folder: Path) -> tuple[InputProblem, ...]:
    with pytest.raises(InputError) as caught:
        read_town(folder)
    return caught.value.problems


def only_problem(tmp_path: Path, files: Files) -> InputProblem:
    """Return the one problem that these files have."""
    problems = problems_of(write_files(tmp_path, files))
    assert len(problems) == 1, "\n".join(map(str, problems))
    return problems[0]


def without(file: str) -> Files:
    return {name: content for name, content in GOOD.items() if name != file}


OPTIONAL = frozenset({"contacts", "patterns", "promises", "pins", "overrides", "published", "start_states"})


@pytest.mark.parametrize("file", [name for name in GOOD if name != "town.toml"])
def test_a_missing_file_is_one_problem_or_none(file: str, tmp_path: Path) -> None:
    """A forgotten clients.csv would be reported once per request, or an optional sheet demanded."""
    folder = write_files(tmp_path, without(file))
    if file.removesuffix(".csv") in OPTIONAL:
        assert read_town(folder).id == "testowo"
    else:
        assert [(problem.file, problem.wrong) for problem in problems_of(folder)] == [(file, "is missing")]


@pytest.mark.parametrize("file", ["town.toml", "clients.csv", "districts.geojson", "pins.csv"])
@pytest.mark.parametrize("content", [b"", b"  \n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_named(file: str, content: bytes, tmp_path: Path) -> None:
    """A download that failed would look like a day without clients."""
    problem = only_problem(tmp_path, {**GOOD, file: content})

    assert problem.file == file
    assert "empty" in problem.wrong or "does not begin" in problem.wrong


UNREADABLE: tuple[tuple[str, bytes, str], ...] = (
    ("clients.csv", "id,name\n".encode("utf-16"), "is UTF-16 text"),
    ("clients.csv", b"id,name\n\0\0\0", "holds NUL bytes"),
    ("clients.csv", b"PK\x03\x04 a workbook renamed", "is a workbook or an archive"),
    ("clients.csv", b"id,name\nK-1,\x81\x83\x90", "neither UTF-8 nor Windows-1250"),
    ("clients.csv", b'id,name,home\nK-1,"Maria,dom-1\n', "cannot be read as CSV"),
    ("clients.csv", b"\n" + GOOD["clients.csv"].encode(), "does not begin with the column names"),
    ("clients.csv", b"id,name,home" + b",x" * 300 + b"\n", "has 303 columns"),
    ("clients.csv", b'id,name,home\nK-1,"' + b"x" * 200_000 + b'",dom-1\n', "field larger than field limit"),
    ("requests.csv", HEADER.encode() + b"\nx" * 100_001, "has more than 100000 rows"),
    ("requests.csv", b"x" * (20 * 1024 * 1024 + 1), "is larger than 20 MB"),
    ("town.toml", b"#" * (1024 * 1024 + 1), "is larger than 1 MB"),
    ("town.toml", b"[policy", "is not TOML"),
    ("town.toml", b"x = " + b"[" * 50_000, "is not TOML"),
    ("town.toml", b"x = 1" + b"0" * 5_000, "is not TOML"),
    ("districts.geojson", b"[" * 200_000, "is not JSON"),
    ("districts.geojson", b'{"features": []}', "is not a FeatureCollection"),
    ("town.xlsx", b"not a zip", "is not a workbook"),
)


@pytest.mark.parametrize(
    ("file", "content", "says"), UNREADABLE, ids=[f"{file}: {says}" for file, _, says in UNREADABLE]
)
def test_a_file_that_cannot_be_used_is_one_problem(file: str, content: bytes, says: str, tmp_path: Path) -> None:
    """A hostile or broken file would end in a traceback, or fill the memory of the office's machine."""
    files: Files = {**GOOD, file: content}
    if file == "town.xlsx":
        files = {name: text for name, text in files.items() if not name.endswith(".csv")}

    problem = only_problem(tmp_path, files)

    assert (problem.file, says in problem.wrong) == (file, True), problem


def test_a_directory_a_pipe_and_a_link_to_itself_are_not_files(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever; the others would end in a traceback."""
    write_files(tmp_path, GOOD)
    for name in ("clients.csv", "pins.csv", "promises.csv"):
        (tmp_path / name).unlink()
    (tmp_path / "clients.csv").mkdir()
    os.mkfifo(tmp_path / "pins.csv")
    (tmp_path / "promises.csv").symlink_to(tmp_path / "promises.csv")

    found = {problem.file: problem.wrong for problem in problems_of(tmp_path)}

    assert found["clients.csv"] == "is a directory"
    assert found["pins.csv"] == "is not a regular file"
    assert found["promises.csv"].startswith("cannot be read")


@pytest.mark.parametrize("name", ["nowhere", "town.toml", "nowhere/town.xlsx", "a\0b"])
def test_a_town_that_is_not_a_folder_is_named(name: str, tmp_path: Path) -> None:
    """A typing slip on the command line would give a traceback."""
    problem = problems_of(write_files(tmp_path, GOOD) / name)[0]

    assert problem.wrong == "is not a folder"


def test_misspelt_file_names_are_not_passed_over(tmp_path: Path) -> None:
    """Promises in promise.csv would silently not be kept."""
    files = {**without("promises.csv"), "promise.csv": GOOD["promises.csv"], "notes.csv": "whatever"}

    problem = only_problem(tmp_path, files)

    assert (problem.file, problem.right) == ("promise.csv", "did you mean promises.csv?")


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    """A town could not be planned while somebody keeps a list of their own beside it."""
    files: Files = {**GOOD, "notatki.xlsx": b"PK", "pin.csv": "numery PIN", "notes.csv": "whatever", "README.md": "x"}

    assert read_town(write_files(tmp_path, files)).id == "testowo"


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    """A folder that was unpacked from town.xlsx.zip would be taken for a workbook."""
    assert read_town(write_files(tmp_path / "town.xlsx", GOOD)).id == "testowo"


def test_the_same_sheet_twice_is_noticed(tmp_path: Path) -> None:
    """On a system that tells Pins.csv from pins.csv one of the two would be ignored."""
    assert only_problem(tmp_path, {**GOOD, "Pins.csv": GOOD["pins.csv"]}).file == "Pins.csv"


def test_columns_missing_unknown_and_twice_are_reported_with_the_header(tmp_path: Path) -> None:
    """A renamed column would be reported once per row, or its values lost."""
    header = "id,name,home,mobility,wheelchair,excluded,preferred"
    files = changed("clients.csv", header, "id,nazwisko,home,mobility,wheelchair,mobility,zzz")

    found = [(problem.row, problem.column, problem.wrong) for problem in problems_of(write_files(tmp_path, files))]

    assert found == [
        (1, "nazwisko", "is not a column of this sheet"),
        (1, "mobility", "stands in the header twice"),
        (1, "zzz", "is not a column of this sheet"),
        (1, "name", "is missing from the header"),
    ]


def test_an_id_used_twice_is_reported_at_the_second(tmp_path: Path) -> None:
    """Half of the visits would go to the other client of that number."""
    files = {**GOOD, "clients.csv": GOOD["clients.csv"] + "K-1,Zofia Mak,dom-2,,,,,,\n"}

    problem = only_problem(tmp_path, files)

    assert (problem.file, problem.row, problem.column) == ("clients.csv", 4, "id")
    assert problem.wrong == "stands in row 2 already"


def test_rows_are_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    """Blank rows and notes of several lines would send the dispatcher to the wrong row."""
    clients = 'id,name,home,driver_note\n\nK-1,Maria,dom-1,"raz\ndwa\ntrzy"\n,,,\nK-2,Jan,dom-9,\n'
    files = {**GOOD, "clients.csv": clients, "contacts.csv": "client,name,phone\n"}

    problem = only_problem(tmp_path, files)

    assert (problem.row, problem.column) == (5, "home")


def test_a_group_of_one_is_reported(tmp_path: Path) -> None:
    """A return whose outbound was misspelt would be driven although nobody went."""
    files = changed("requests.csv", "09:45,P-1", "09:45,P-l")

    found = [(problem.row, problem.column) for problem in problems_of(write_files(tmp_path, files))]

    assert found == [(3, "group"), (4, "group")]


def test_a_group_on_two_days_is_reported(tmp_path: Path) -> None:
    """All or none cannot be decided when half of it is planned tomorrow."""
    files = changed("requests.csv", "Z-3,2026-11-23", "Z-3,2026-11-24")

    found = [(problem.row, problem.column) for problem in problems_of(write_files(tmp_path, files))]

    assert found == [(4, "group"), (4, "journey")]


def test_a_circle_of_requests_is_shown(tmp_path: Path) -> None:
    """Each would wait for the other, and the planner would say only that neither fits."""
    files = {**GOOD, "requests.csv": GOOD["requests.csv"].replace(",,,,cus-2026", ",,,Z-4,cus-2026")}

    problem = only_problem(tmp_path, files)

    assert problem.column == "after"
    assert "Z-1 after Z-4 after Z-1" in problem.wrong or "Z-4 after Z-1 after Z-4" in problem.wrong


def test_a_wheelchair_without_any_place_for_it_is_reported(tmp_path: Path) -> None:
    """She would be told 'no capacity' every day, when the layouts of the bus were never filled in."""
    files = changed("vehicles.csv", "8+0|4+2", "8+0")

    found = problems_of(write_files(tmp_path, files))

    assert [(problem.file, problem.row, problem.column) for problem in found] == [
        ("requests.csv", 3, "clients"),
        ("requests.csv", 4, "clients"),
    ]
    assert "no vehicle of the town has a wheelchair place" in found[0].wrong


def test_a_skill_that_nobody_has_is_no_fault_of_the_files(tmp_path: Path) -> None:
    """A request that cannot be served is a result to be explained, not a file to be refused."""
    assert read_town(write_files(tmp_path, changed("staff.csv", "fizjo:2027-05-31", ""))).staff["ewa"].skills == {}  # type: ignore[index]


@pytest.mark.parametrize(
    ("day", "window", "says"),
    [
        ("2026-03-29", "02:30-03:30", "02:30 does not exist on 2026-03-29"),
        ("2026-03-28", "23:00-02:30+1", "02:30 does not exist on 2026-03-29"),
        ("2026-10-25", "01:00-02:30", "02:30 comes twice on 2026-10-25"),
    ],
)
def test_hours_of_the_clock_change_are_refused(day: str, window: str, says: str, tmp_path: Path) -> None:
    """The night carer would come an hour early or late twice a year."""
    row = f"N-1,{day},fizjo,K-1,,,{window},,,,,,,,,,\n"

    problem = only_problem(tmp_path, {**GOOD, "requests.csv": GOOD["requests.csv"] + row})

    assert (problem.row, problem.column) == (6, "window")
    assert says in problem.wrong


def test_the_advice_for_the_hour_that_comes_twice_works(tmp_path: Path) -> None:
    """What the message tells people to write must be what the reader understands."""
    row = "N-1,2026-10-25,fizjo,K-1,,,2026-10-25T02:30+02:00/2026-10-25T02:30+01:00,,,,,,,,,,\n"

    town = read_town(write_files(tmp_path, {**GOOD, "requests.csv": GOOD["requests.csv"] + row}))

    assert town.requests["N-1"].windows[0].length.total_seconds() == 3600  # type: ignore[index]


def test_one_wrong_date_is_one_problem(tmp_path: Path) -> None:
    """Fifty messages about times on a day that does not exist would hide the one that helps."""
    problem = only_problem(tmp_path, changed("requests.csv", "Z-2,2026-11-23", "Z-2,2026-11-32"))

    assert problem.column == "date"


def test_everything_is_reported_at_once(tmp_path: Path) -> None:
    """Correcting a town one message a time would take an afternoon."""
    files = {
        **GOOD,
        "town.toml": GOOD["town.toml"].replace("priority = 1", "priority = 9"),
        "staff.csv": GOOD["staff.csv"].replace("gmina,,40", "gmina,,-1").replace("dlon,driver", "dlon,pilot"),
        "requests.csv": GOOD["requests.csv"].replace("12:00-13:00", "13:00-12:00").replace("11:00-12:00", "eleven"),
    }

    found = [(problem.file, problem.row) for problem in problems_of(write_files(tmp_path, files))]

    assert found == [("requests.csv", 4), ("requests.csv", 5), ("staff.csv", 2), ("staff.csv", 3), ("town.toml", None)]


@pytest.mark.parametrize(("rows", "rest"), [(205, "and 5 more"), (6_000, "and 4800 more at least")])
def test_only_so_many_problems_are_listed(rows: int, rest: str, tmp_path: Path) -> None:
    """A sheet with one column shifted would scroll for minutes, or keep the machine busy as long."""
    contacts = "client,name,phone\n" + "K-9,Anna,600\n" * rows

    problems = problems_of(write_files(tmp_path, {**GOOD, "contacts.csv": contacts}))

    assert len(problems) == 201
    assert problems[-1].wrong == rest


def test_a_message_plays_no_tricks_on_a_terminal(tmp_path: Path) -> None:
    """A pasted escape sequence would recolour or rewrite what the dispatcher reads."""
    header = "id,name,home,mobility,wheelchair,excluded,preferred"
    files = changed("clients.csv", header, header.replace("excluded", "\x1b[2Jexcluded\u202e"))

    text = "\n".join(map(str, problems_of(write_files(tmp_path, files))))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\u001b[2jexcluded" in text


def test_a_missing_separator_at_the_end_is_forgiven_to_spreadsheets_alone(tmp_path: Path) -> None:
    """Excel leaves out the last separators of a row, and nobody can make it write them."""
    short = "id;name;home;phone\nK-1;Maria;dom-1\nK-2;Jan;dom-2;600 100 200\n"

    assert read_town(write_files(tmp_path, {**GOOD, "clients.csv": short})).clients["K-1"].phone == ""  # type: ignore[index]
    assert only_problem(tmp_path, {**GOOD, "clients.csv": short.replace(";", ",")}).row == 2


def test_a_district_that_stands_twice_is_named(tmp_path: Path) -> None:
    """Half of the shifts would serve the other one."""
    lines = GOOD["districts.geojson"].splitlines()
    twice = "\n".join([lines[0], lines[1], lines[2] + ",", lines[1], lines[2], lines[3]])

    problem = only_problem(tmp_path, {**GOOD, "districts.geojson": twice})

    assert (problem.column, problem.wrong) == ("features[2].id", "is the id of feature 1 already")


def test_public_transport_needs_its_table(tmp_path: Path) -> None:
    """The planner would let somebody go by a bus of which it knows nothing."""
    toml = GOOD["town.toml"].partition("[[policy.district_minutes]]")[0]

    problem = only_problem(tmp_path, {**GOOD, "town.toml": toml})

    assert (problem.file, problem.row, problem.column) == ("shifts.csv", 3, "mode")


def test_one_person_is_not_aboard_two_buses(tmp_path: Path) -> None:
    """She would be set down twice, and somebody else left at the kerb."""
    states = GOOD["start_states.csv"] + "S-2,51.04,21.07,09:52,Z-2@09:43,,\n"

    problem = only_problem(tmp_path, {**GOOD, "start_states.csv": states})

    assert (problem.row, problem.column) == (3, "aboard")


def test_empty_columns_at_the_right_edge_are_forgiven(tmp_path: Path) -> None:
    """A spreadsheet in which somebody once typed to the right saves separators for ever after."""
    staff = "".join(f"{line},,\n" for line in GOOD["staff.csv"].splitlines())

    assert set(read_town(write_files(tmp_path, {**GOOD, "staff.csv": staff})).staff) == {"ewa", "adam"}


def test_text_in_a_column_without_a_name_is_noticed(tmp_path: Path) -> None:
    """A note typed beside the sheet would be lost without a word."""
    lines = GOOD["staff.csv"].splitlines()
    staff = f"{lines[0]},\n{lines[1]},urlop?\n{lines[2]},\n"

    problem = only_problem(tmp_path, {**GOOD, "staff.csv": staff})

    assert (problem.row, problem.wrong) == (2, "has 'urlop?' in a column without a name")


def extra_request(day: str, **cells: str) -> Files:
    """Return the good files with one more ride from home to the hospital."""
    fields = {"id": "N-1", "date": day, "service": "bus", "clients": "K-2", "from": "home", "to": "szpital", **cells}
    header = [*HEADER.split(","), *(name for name in fields if name not in HEADER.split(","))]
    short = len(header) - len(HEADER.split(","))
    lines = [line + "," * short for line in GOOD["requests.csv"].splitlines()[1:]]
    row = ",".join(fields.get(name, "") for name in header)
    return {**GOOD, "requests.csv": "\n".join([",".join(header), *lines, row]) + "\n"}


def test_a_request_is_not_its_own_colleague(tmp_path: Path) -> None:
    """'By the same worker as itself' says nothing; another request was meant."""
    problem = only_problem(tmp_path, extra_request("2026-11-23", leave="any", same_staff_as="N-1"))

    assert (problem.row, problem.column) == (6, "same_staff_as")


def test_stays_of_one_length_are_fine_and_reversed_ones_are_not(tmp_path: Path) -> None:
    """'At least 60 and at most 30 minutes at the doctor' fits no day, and nothing would say why."""
    stay = {"leave": "any", "shortest_stay_min": "60"}
    good = extra_request("2026-11-23", **stay, longest_stay_min="60")

    assert "N-1" in read_town(write_files(tmp_path / "good", good)).requests
    bad = only_problem(tmp_path / "bad", extra_request("2026-11-23", **stay, longest_stay_min="30"))
    assert (bad.row, bad.column) == (6, "longest_stay_min")


def test_a_pin_to_a_shift_of_another_day_is_reported(tmp_path: Path) -> None:
    """The pin would hold nothing, and the dispatcher rely on it."""
    files = extra_request("2026-11-24", leave="any")

    problem = only_problem(tmp_path, {**files, "pins.csv": "kind,requests,shift\nshift,N-1,S-1\n"})

    assert (problem.column, problem.wrong) == ("shift", "is on 2026-11-23, the request on 2026-11-24")


def test_a_shift_of_a_whole_day_is_the_longest(tmp_path: Path) -> None:
    """A duty of 24 hours exists; one of 25 is a slip."""
    files = changed("shifts.csv", "07:00,15:00", "07:00,07:00+1")

    assert read_town(write_files(tmp_path, files)).shifts[0].end.day == 24


def test_the_hour_that_is_skipped_comes_with_advice(tmp_path: Path) -> None:
    """'Does not exist' alone leaves people helpless."""
    problem = only_problem(tmp_path, extra_request("2026-03-29", leave="02:30-03:30"))

    assert problem.right == "use a time before or after the hour that is skipped"
