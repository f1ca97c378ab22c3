"""Tables of studies of capacity: questions, runs, answers, and the replications behind them.

All of them are sealed: their names and remarks are somebody's words, and their scenarios name workers.
"""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from scheduler.store.sql.tables.base import Base, Closed, Thing


class StudyRow(Thing, Closed, Base):
    """A question."""

    __tablename__ = "studies"


class StudyRunRow(Thing, Closed, Base):
    """A study that is played, or was."""

    __tablename__ = "study_runs"

    study_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "study_id"),)


class StudyAnswerRow(Thing, Closed, Base):
    """What a run came to; its id is the run's."""

    __tablename__ = "study_answers"

    study_id: Mapped[str]

    __table_args__ = (Index(None, "town_id", "study_id"),)


class ReplicationRow(Thing, Closed, Base):
    """A finished replication; its id is the key of all that it was played from."""

    __tablename__ = "replications"

    study_id: Mapped[str]
    used_on: Mapped[date]

    __table_args__ = (Index(None, "town_id", "study_id"), Index(None, "town_id", "used_on"))
