"""Returned sheets: what is known of their stops, and what somebody types in."""

from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from api.schemas.base import Document, Whole
from api.schemas.moments import Instant
from api.schemas.offers import Sentences
from scheduler.services.field.paper import Entered, PaperOutcome, PaperRow, PaperSheet, RowProblem, TypedRow

_MOST_TASKS = 200
TypedTime = Annotated[
    str,
    Field(max_length=10, description="By the town's clock: `9.30`, `930` or `9:30`; empty: none stands there."),
]


class PaperTask(Document):
    """A task of a stop, and how it ended."""

    task_id: Annotated[str, Field(min_length=1, max_length=200, description="As the itinerary names it.")]
    outcome: PaperOutcome | None = Field(None, description="null: none is known, or stands on the sheet.")


class PaperRowTyped(Document):
    """What stands on a sheet of one stop; it takes the place of whatever was reported of that before."""

    stop: Annotated[Whole, Field(ge=1, le=10_000, description="Its number on the sheet.")]
    arrived: TypedTime = ""
    left: TypedTime = ""
    tasks: Annotated[list[PaperTask], Field(max_length=_MOST_TASKS, default_factory=list)]

    @property
    def row(self) -> TypedRow:
        """The row that this describes."""
        outcomes = {one.task_id: one.outcome for one in self.tasks if one.outcome is not None}
        return TypedRow(stop=self.stop, arrived=self.arrived, left=self.left, outcomes=outcomes)


class PaperTyped(Document):
    """Rows of a sheet; those that are left out stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "rows": [
                    {
                        "stop": 1, "arrived": "9.30", "left": "1005",
                        "tasks": [{"task_id": "R-024:visit", "outcome": "done"}],
                    }
                ]
            }
        }
    )  # fmt: skip

    rows: Annotated[list[PaperRowTyped], Field(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def _names_each_once(self) -> "PaperTyped":
        stops = [one.stop for one in self.rows]
        if len(set(stops)) < len(stops):
            raise ValueError("a stop is named twice")
        return self


class PaperRowShown(Document):
    """A stop of a sheet, and what is known of it."""

    stop: int = Field(description="Its number on the sheet.")
    arrived: Instant | None = Field(description="As reported; of several tasks the first.")
    left: Instant | None = Field(description="When the last of its tasks ended, as reported.")
    tasks: list[PaperTask]

    @classmethod
    def of(cls, row: PaperRow) -> "PaperRowShown":
        """Return a row as the API shows it."""
        tasks = [PaperTask(task_id=one.task_id, outcome=row.outcomes.get(one.task_id)) for one in row.stop.tasks]
        return cls(stop=row.stop.number, arrived=row.arrived, left=row.left, tasks=tasks)


class PaperShown(Document):
    """A shift's sheet as it is known."""

    shift_id: str
    plan: int = Field(description="Version of the published plan whose stops these are.")
    rows: list[PaperRowShown]

    @classmethod
    def of(cls, sheet: PaperSheet) -> "PaperShown":
        """Return a sheet as the API shows it."""
        rows = [PaperRowShown.of(one) for one in sheet.rows]
        return cls(shift_id=sheet.manifest.shift.id, plan=sheet.manifest.version, rows=rows)


class RowProblemShown(Document):
    """What is wrong with a row."""

    stop: int = Field(description="Number of the stop.")
    field: str = Field(description="arrived, left or outcome.")
    said: Sentences

    @classmethod
    def of(cls, one: RowProblem) -> "RowProblemShown":
        """Return a problem as the API shows it."""
        return cls(stop=one.stop, field=one.field, said=dict(one.said))


class PaperEntered(Document):
    """What became of what was typed."""

    kept: int = Field(description="Number of new events.")
    taken_back: int = Field(description="Number of earlier events that the sheet has corrected.")
    problems: list[RowProblemShown] = Field(description="If there is any, nothing of what was typed is kept.")
    sheet: PaperShown

    @classmethod
    def of(cls, entered: Entered) -> "PaperEntered":
        """Return it as the API shows it."""
        return cls(
            kept=entered.kept,
            taken_back=entered.taken_back,
            problems=[RowProblemShown.of(one) for one in entered.problems],
            sheet=PaperShown.of(entered.sheet),
        )
