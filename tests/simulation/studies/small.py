"""A small town with a question, as files: two physiotherapists, and what would be without the second."""

from dataclasses import replace
from pathlib import Path

from fixtures.builder import TownBuilder
from scheduler.domain.town import Town
from scheduler.formats.town_writer import write_town

DEMAND = """
known = 0.0
[services.fizjoterapia]
per_week = 56
districts = { lazy = 1, bugaj = 1 }
lead_days = { 1 = 1 }
hours = { 8 = 1, 9 = 3 }
widths_min = { 60 = 1 }
"""
STUDY = """
id = "small"
name = "Drugi fizjoterapeuta"
town = "starachowice"
first_day = 2026-11-23
days = 1
seed = 3
compare_with = "one"
[replications]
kpi = "refused_share"
least = 2
most = 3
[[scenarios]]
id = "one"
name = "Jeden"
[[scenarios.changes]]
change = "remove_staff"
staff = "P-02"
[[scenarios]]
id = "two"
name = "Dwoje"
"""


def small_town() -> Town:
    """Return the town."""
    builder = TownBuilder(seed=5)
    builder.with_services("fizjoterapia").with_districts().base()
    for _ in range(2):
        builder.add_staff(skills=("fizjoterapia",)).add_shift("08:00-12:00")
    return replace(builder.build(), requests={})


def write_small(folder: Path) -> tuple[Path, Path]:
    """Write the town with its demand, and the study; return where they are."""
    town, study = folder / "town", folder / "study.toml"
    write_town(small_town(), town)
    (town / "demand.toml").write_text(DEMAND, encoding="utf-8")
    study.write_text(STUDY, encoding="utf-8")
    return town, study
