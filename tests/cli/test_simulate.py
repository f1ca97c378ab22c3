"""`dojazd simulate`, from a question in a file to a report in a folder."""

import io
import json
import os
import signal
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pandas as pd
import pytest

from scheduler.services.solving import get_ready
from tests.cli.conftest import Run
from tests.simulation.studies.small import write_small

PATIENCE_S = 60


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English, and do not compile while a test waits."""
    monkeypatch.setenv("LANG", "C.UTF-8")
    get_ready(lambda _: None, lang="en")


def replications(out: Path) -> dict[str, int]:
    """Return when each finished replication was written."""
    return {path.name: path.stat().st_mtime_ns for path in (out / "replications").glob("*.json")}


def test_a_question_becomes_a_report_and_is_not_asked_twice(dojazd: Run, tmp_path: Path) -> None:
    """The manager would get no answer, or wait a second night for the same one."""
    town, study = write_small(tmp_path)
    out = tmp_path / "out"
    done = dojazd("simulate", town, study, "--workers", 0, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "Dwoje: " in done.stdout
    assert "2\N{NO-BREAK SPACE}replications of 1 day" in done.stdout
    assert out.stat().st_mode & 0o077 == 0
    figures = pd.read_parquet(io.BytesIO((out / "figures.parquet").read_bytes()))
    of_all = figures[(figures.district == "") & (figures.service == "")]
    served = of_all[of_all.kpi == "served"].groupby("scenario").value.sum()
    assert 0 < served["one"] < served["two"]
    assert "Demand is assumed" in (out / "report.en.html").read_text(encoding="utf-8")
    assert (out / "report.pl.pdf").read_bytes().startswith(b"%PDF")

    before = replications(out)
    assert len(before) == 4
    refused = dojazd("simulate", town, study, "--workers", 0, "--out", out)
    assert refused.returncode == 2
    assert "holds 4 finished replications; go on from them with --resume" in refused.stderr
    more = dojazd("simulate", town, study, "--workers", 0, "--out", out, "--resume", "--replications", 3)
    assert more.returncode == 0, more.stderr
    assert before.items() < replications(out).items()
    assert len(replications(out)) == 6
    again = pd.read_parquet(io.BytesIO((out / "figures.parquet").read_bytes()))
    assert again[again.replication < 2].reset_index(drop=True).equals(figures)


def test_a_stopped_study_keeps_what_is_finished(dojazd: Run, tmp_path: Path) -> None:
    """Ctrl-C at five to eight would throw the night away."""
    town, study = write_small(tmp_path)
    out = tmp_path / "out"

    def stop_after_the_first() -> None:
        ends = monotonic() + PATIENCE_S
        while not replications(out) and monotonic() < ends:
            sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=stop_after_the_first, daemon=True).start()
    done = dojazd("simulate", town, study, "--workers", 0, "--out", out, "--replications", 500)
    assert done.returncode == 1
    assert "of 1000 replications are finished" in done.stdout
    assert f"kept in {out / 'replications'}" in done.stdout
    assert 1 <= len(replications(out)) < 1000
    assert not (out / "report.en.html").exists()


def test_a_kept_town_is_played_by_its_id(dojazd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office would have to write its own town into files to ask a question about it."""
    monkeypatch.setenv("DOJAZD_DATA", str(tmp_path / "data"))
    town, study = write_small(tmp_path)
    done = dojazd("import", town, "--by", "ola")
    assert done.returncode == 0, done.stderr
    silent = dojazd("simulate", "starachowice", study, "--workers", 0)
    assert silent.returncode == 2
    assert "has no calls" in silent.stderr
    assert f"or write {tmp_path / 'data' / 'towns' / 'starachowice' / 'demand.toml'}" in silent.stderr
    out = tmp_path / "out"
    demand = town / "demand.toml"
    done = dojazd("simulate", "starachowice", study, "--workers", 0, "--demand", demand, "--out", out)
    assert done.returncode == 0, done.stderr
    of_files = dojazd("simulate", town, study, "--workers", 0, "--json", "--out", tmp_path / "files")
    assert of_files.returncode == 0
    told = json.loads(of_files.stdout)  # one document and nothing else, as a pipe reads it
    assert (told["schema"], told["study"], told["made"]["replications"]) == (1, "small", {"one": 2, "two": 2})
    assert [one["en"] for one in told["sentences"]] == done.stdout.splitlines()[1:-1]
    assert "report.en.html" in of_files.stderr
    kept, read = (pd.read_parquet(folder / "figures.parquet") for folder in (out, tmp_path / "files"))
    assert kept.equals(read)


def test_the_cluster_of_the_settings_is_asked(dojazd: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office with a cluster would wait for its own two cores all night, or not be told that the cluster is gone."""
    monkeypatch.setattr("scheduler.simulation.studies.cluster.PATIENCE_S", 0.3)
    monkeypatch.setenv("DOJAZD_CLUSTER", "tcp://127.0.0.1:1")
    town, study = write_small(tmp_path)
    done = dojazd("simulate", town, study)
    assert done.returncode == 2
    assert "the cluster at tcp://127.0.0.1:1 does not answer" in done.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda town, study: (town / "demand.toml").unlink(), "name another with --demand"),
        (lambda town, study: study.write_text(study.read_text().replace("starachowice", "kielce")), "'kielce'"),
        (lambda town, study: study.write_text(study.read_text().replace("P-02", "P-99")), "P-99"),
        (lambda town, study: study.write_text("id ="), "study.toml"),
    ],
)
def test_what_cannot_be_played_is_told_in_a_line(dojazd: Run, tmp_path: Path, spoil: object, said: str) -> None:
    """A slip in a file would be answered with a page of program text, or after the night."""
    town, study = write_small(tmp_path)
    assert callable(spoil)
    spoil(town, study)
    done = dojazd("simulate", town, study, "--workers", 0)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
