"""Questions as the database keeps them."""

import msgspec
from hypothesis import given

from scheduler.domain.capacity.kept import KeptStudy, StudyRun
from scheduler.domain.capacity.scenarios import Study
from scheduler.domain.ids import StudyRunId
from scheduler.store.sql.documents import Document
from tests.formats.capacity.any_study import studies
from tests.store.samples import NOW

KEPT, RUN = Document(KeptStudy), Document(StudyRun)


@given(study=studies())
def test_any_question_comes_back_as_it_was(study: Study) -> None:
    """The office would play another question than the one that was written, or not be able to read it again."""
    kept = KeptStudy(question=study, changed_at=NOW)
    run = StudyRun(id=StudyRunId("s.1"), study_id=study.id, question=study, asked_at=NOW)

    assert KEPT.read(KEPT.write(kept, "studies"), "studies", NOW.tzinfo) == kept
    assert RUN.read(RUN.write(run, "study_runs"), "study_runs", NOW.tzinfo) == run


def test_what_an_older_version_wrote_is_read_with_todays_defaults() -> None:
    """After an upgrade that adds a field, every study of the office would be unreadable."""
    question = {"id": "s", "name": "S", "town": "t", "first_day": "2027-01-11"}
    written = msgspec.json.encode({"question": question, "changed_at": NOW})
    found = KEPT.read(written, "studies", NOW.tzinfo).question

    assert (found.id, found.days, found.scenarios, found.factors) == ("s", 5, (), ())
