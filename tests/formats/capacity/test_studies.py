"""Studies as files: read with every mistake named, and written so that they read back."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.errors import InputError, InputProblem
from scheduler.formats.capacity.change_tables import KINDS
from scheduler.formats.capacity.study_reader import parse_study, read_study
from scheduler.formats.capacity.study_writer import study_text
from tests.formats.capacity.any_study import studies

HEAD = 'id = "s"\nname = "S"\ntown = "t"\nfirst_day = 2027-01-11\n'


@given(study=studies())
def test_a_study_that_is_written_reads_back(study: Study) -> None:
    """The wizard would ask for three buses and the report would answer for two."""
    assert parse_study(study_text(study)) == study


def test_little_needs_to_be_written() -> None:
    """A manager would have to fill in what no one has an opinion on."""
    study = parse_study(HEAD)

    assert (study.days, study.reference, study.scenarios, study.fleet) == (5, "base", (), None)
    assert study.repetition.half_width is None


@pytest.mark.parametrize(
    ("kpi", "written", "meant"),
    [("refused_share", "1.5", 0.015), ("cost_per_served_gr", "2.50", 250.0), ("late", "0.5", 0.5)],
)
def test_a_half_width_is_in_the_unit_that_people_use(kpi: str, written: str, meant: float) -> None:
    """One and a half points would be taken for 150 %, and the study would end after ten replications."""
    study = parse_study(f'{HEAD}[replications]\nkpi = "{kpi}"\nhalf_width = {written}\n')

    assert study.repetition.half_width == meant


def problems(text: str) -> list[InputProblem]:
    with pytest.raises(InputError) as caught:
        parse_study(text, "second-bus.toml")
    return list(caught.value.problems)


def change(kind: str, more: str = "") -> str:
    head = '[[scenarios]]\nid = "a"\nname = "A"\n[[scenarios.changes]]\n'
    return f'{HEAD}{head}change = "{kind}"\n{more}\n'


AT = "scenarios[1].changes[1]"
SLIPS = [
    ("id = 's'", "name", "", "is empty"),
    (HEAD + "dayz = 3", "dayz", "3", "did you mean days?"),
    (HEAD + "days = 0", "days", "0", "use 1 to 366"),
    (HEAD + 'seed = "many"', "seed", "many", "write digits"),
    (HEAD.replace("2027-01-11", '"11 January"'), "first_day", "11 January", "2026-11-23"),
    (HEAD + 'compare_with = "one-bus"', "compare_with", "one-bus", "use one of base"),
    (HEAD + "replications = 10", "replications", "10", "write [replications]"),
    (HEAD + '[replications]\nkpi = "refused"\nhalf_width = 0', "replications.half_width", "0", "above 0"),
    (HEAD + '[replications]\nkpi = "refusals"', "replications.kpi", "refusals", "did you mean refused"),
    (HEAD + "[replications]\nleast = 20\nmost = 10", "replications.most", "10", "use 20 or more"),
    (HEAD + "[replications]\nleast = 1", "replications.least", "1", "use 2 to"),
    (HEAD + "[service_level]\npercent = 950", "service_level.percent", "950", "use 0 to 100"),
    (HEAD + "[service_level]\npercent = 0", "service_level.percent", "0", "more than 0"),
    (HEAD + "[service_level]\nconfidence_percent = 100", "service_level.confidence_percent", "100", "use 95 or 90"),
    (HEAD + "[fleet]\nmost = 3", "fleet.like", "", "such as BUS-1"),
    (HEAD + "[design]\nsamples = 1000", "design.samples", "1000", "use 1 to 64"),
    (HEAD + "[[factors]]\nid = 'f'\nname = 'F'", "factors[1].levels", "", "twice or more"),
    (HEAD + "[[scenarios]]\nid = 'a'\nname = 'A'\n" * 2, "scenarios[2].id", "a", "another id"),
    (HEAD + "[[scenarios]]\nid = 'a'\nname = 'A'\nchanges = 3", "scenarios[1].changes", "3", "before each"),
    (change("second bus"), f"{AT}.change", "second bus", "use one of"),
    (change("add_vehicles"), f"{AT}.change", "add_vehicles", "did you mean add_vehicle?"),
    (change("add_vehicle"), f"{AT}.like", "", "such as BUS-1"),
    (change("add_vehicle", 'like = "BUS-1"\nnumber = 2'), f"{AT}.number", "2", "use one of"),
    (change("add_vehicle", 'like = "BUS 1"'), f"{AT}.like", "BUS 1", "letters, digits"),
    (change("hours", 'staff = "P-03"'), f"{AT}.end", "", "at least one of start, end"),
    (change("hours", 'end = "18:00"'), f"{AT}.vehicle", "", "exactly one of shift, staff, vehicle"),
    (
        change("hours", 'staff = "P-03"\nvehicle = "B"\nend = "18:00"'), f"{AT}.vehicle", "B",
        "exactly one of shift, staff, vehicle",
    ),
    (change("hours", 'staff = "P-03"\nend = "26:00"'), f"{AT}.end", "26:00", "write a time"),
    (change("windows", "minutes = 0"), f"{AT}.minutes", "0", "use 1 to"),
    (change("pooling", 'allowed = "sometimes"'), f"{AT}.allowed", "sometimes", "use one of"),
    (change("rate", 'staff = "P-03"\nzl = -4'), f"{AT}.zl", "-4", "use 0 to"),
    (change("demand", "percent = -101"), f"{AT}.percent", "-101", "use -100 to"),
    (
        change("contract_out", 'service = "s"\nprovider = "p"\npercent = 133\nzl_per_request = 1'),
        f"{AT}.percent", "133", "use 0 to 100",
    ),
    (change("add_shift", 'like = "W-1"\nweekdays = ["mon", "moon"]'), f"{AT}.weekdays", "mon|moon", "mean mon?"),
]  # fmt: skip

VARYING = '[[factors]]\nid = "f"\nname = "F"\n'


def factor(keys: str, change: str = 'change = "demand"', design: str = "[design]\nsamples = 5\n") -> str:
    return f"{HEAD}{design}{VARYING}{keys}\n[[factors.changes]]\n{change}\n"


FROM_0 = 'varies = "percent"\nfrom = 0\nto = 30\n'
F1, C1 = "factors[1]", "factors[1].changes[1]"
BESIDE_LEVELS = factor(f"{FROM_0}[[factors.levels]]\nid = 'a'\nname = 'A'")
SLIPS += [
    (factor("from = 0\nto = 30"), f"{F1}.varies", "", "write varies, from and to"),
    (factor('varies = "percent"\nto = 30'), f"{F1}.from", "", "write varies, from and to"),
    (factor('varies = "width"\nfrom = 0\nto = 30'), f"{F1}.varies", "width", "minutes"),
    (factor('varies = "percent"\nfrom = 30\nto = 30'), f"{F1}.to", "30", "more than 30"),
    (factor(FROM_0, design=""), f"{F1}.step", "", "or [design] with samples"),
    (factor(f"{FROM_0}step = 7"), f"{F1}.step", "7", "such as 15"),
    (factor(f"{FROM_0}step = 0"), f"{F1}.step", "0", "such as 15"),
    (factor('varies = "percent"\nfrom = -120\nto = 30'), f"{F1}.from", "-120", "use -100 to"),
    (factor('varies = "percent"\nfrom = 0\nto = 5000'), f"{F1}.to", "5000", "use -100 to"),
    (factor('varies = "percent"\nfrom = 0\nto = 1\nstep = 0.05'), f"{F1}.step", "0.05", "at most one decimal"),
    (factor(FROM_0, 'change = "demand"\npercent = 20'), f"{C1}.percent", "20", "leave it out"),
    (factor(FROM_0, 'change = "windows"'), f"{C1}.change", "", "use one of demand, contract_out"),
    (factor(FROM_0, 'change = "demnad"'), f"{C1}.change", "demnad", "did you mean demand?"),
    (factor(FROM_0, 'change = "demand"\ndistrict = "a b"'), f"{C1}.district", "a b", "letters, digits"),
    (
        factor(FROM_0, 'change = "demand"\n[[factors.changes]]\nchange = "contract_out"\nservice = "s"\n'
               'provider = "p"\nzl_per_request = 1'),
        f"{F1}.varies", "percent", "a factor for each",
    ),
    (f"{HEAD}{VARYING}{FROM_0}step = 10\n", f"{F1}.changes", "", "write [[factors[1].changes]]"),
    (BESIDE_LEVELS, f"{F1}.varies", "percent", "levels, or varies"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "value", "right"), SLIPS)
def test_each_slip_is_named_with_what_would_be_right(text: str, key: str, value: str, right: str) -> None:
    """A manager would be told that the file is wrong, and would not know where."""
    found = [problem for problem in problems(text) if problem.column == key]

    assert len(found) == 1
    assert found[0].file == "second-bus.toml"
    assert found[0].value == value
    assert right in f"{found[0].wrong}; {found[0].right}"


def test_all_slips_are_named_at_once() -> None:
    """A manager would run the study once for each of them."""
    text = (
        HEAD.replace("2027-01-11", "2027-01-10")
        + "days = 0\nseed = -1\n"
        + change("hours", 'end = "26:00"')[len(HEAD) :]
    )

    assert [problem.column for problem in problems(text)] == ["days", "seed", f"{AT}.end"]


@given(text=st.text(max_size=60), kind=st.sampled_from(sorted(KINDS)))
def test_whatever_is_typed_is_answered_with_its_mistakes(text: str, kind: str) -> None:
    """A page that writes such files would break on what somebody pastes into it."""
    for each in (text, HEAD + text, change(kind, text), f"{HEAD}scenarios = {text}"):
        with suppress(InputError):
            assert study_text(parse_study(each))


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    """The command line would end in a stack trace."""
    with pytest.raises(InputError, match=r"none\.toml: is missing"):
        read_study(tmp_path / "none.toml")


def test_what_no_file_may_hold_is_not_written() -> None:
    """The wizard would write a file that cannot be read tomorrow."""
    study = parse_study(HEAD)

    with pytest.raises(ValueError, match="days"):
        study_text(Study(**{**vars(study), "days": 5_000}))
