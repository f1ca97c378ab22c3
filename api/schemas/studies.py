"""Studies of capacity: questions in the words of their file, how they are played, and what they answer."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.schemas.base import Document, Whole
from api.schemas.moments import Instant
from scheduler.domain.capacity.kept import USUAL_EFFORT, KeptStudy, Part, StudyRun
from scheduler.domain.errors import InputProblem
from scheduler.domain.long_work import WorkState
from scheduler.formats.capacity.change_keys import Key, Measure, Offered
from scheduler.formats.capacity.study_json import question_of

LARGEST = 64_000
"""Letters; each may take twelve bytes of a request, and no question has so many."""
EXAMPLE: dict[str, Any] = {
    "id": "longer-days",
    "name": "Dłuższe dni",
    "town": "starachowice",
    "note": "Ile da fizjoterapeuta do 18:00?",
    "service": "fizjoterapia",
    "first_day": "2026-12-07",
    "days": 5,
    "seed": 1,
    "compare_with": "base",
    "replications": {"kpi": "refused_share", "half_width": 5, "least": 10, "most": 40, "confidence_percent": 95},
    "service_level": {"percent": 95, "confidence_percent": 90},
    "scenarios": [
        {"id": "wider", "name": "Okna 60 minut", "changes": [{"change": "windows", "minutes": 60}]},
        {"id": "more-calls", "name": "O jedną piątą więcej", "changes": [{"change": "demand", "percent": 20}]},
    ],
}
_TOML = 'id = "s"\nname = "S"\ntown = "starachowice"\nfirst_day = 2026-12-07\n'
Question = Annotated[
    dict[str, Any],
    Field(
        description="The keys and the nesting of the study's file; a key without a value is as one that is not there.",
        json_schema_extra={"example": EXAMPLE},
    ),
]


class StudyDoc(Document):
    """A question to be kept, or to be checked."""

    model_config = ConfigDict(json_schema_extra={"example": {"question": EXAMPLE}})

    question: Question


class StudyText(Document):
    """The file of a study."""

    model_config = ConfigDict(json_schema_extra={"example": {"toml": _TOML}})

    toml: Annotated[str, Field(max_length=LARGEST)] = Field(description="Its text.")


class ProblemShown(Document):
    """One thing wrong in a question."""

    path: str = Field(description="Its key, `scenarios[1].changes[2].vehicle`, counted from 1; empty: all of it.")
    value: str = Field(description="What stands there, shortened.")
    wrong: str
    right: str = Field(description="What would be right.")

    @classmethod
    def of(cls, one: InputProblem) -> "ProblemShown":
        """Return it as the API shows it."""
        return cls.model_construct(path=one.column or "", value=one.value[:200], wrong=one.wrong, right=one.right)


class StudyRead(Document):
    """A file as it was read; nothing of it is kept."""

    question: dict[str, Any] | None = Field(description="null: it cannot be used as it stands.")
    problems: list[ProblemShown]


class ScenarioName(Document):
    """A scenario that would be played."""

    id: str
    name: str


class StudyChecked(Document):
    """What would become of a question; nothing of it is kept."""

    toml: str | None = Field(description="Its file; null: it cannot be written yet.")
    scenarios: list[ScenarioName] = Field(description="All that would be played, combinations of factors among them.")
    problems: list[ProblemShown]


class RunWish(Document):
    """How a study is to be played."""

    model_config = ConfigDict(json_schema_extra={"example": {"replications": None, "effort": None}})

    replications: Annotated[Whole, Field(ge=1, le=10_000)] | None = Field(
        default=None, description="Of each scenario; null: as many as the question wants."
    )
    effort: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, description=f"Of the planner, each simulated evening; null: {USUAL_EFFORT}."
    )


class RunShown(Document):
    """A run of a study."""

    id: str
    study_id: str
    state: WorkState
    stage: Part | None = Field(description="What is being played; null: nothing yet.")
    done: int = Field(description="Replications of all scenarios.")
    total: int = Field(description="Replications; it grows where the figures are not yet sure enough.")
    resumed: int = Field(description="Of `done`: found finished, and not played again.")
    elapsed_s: float = Field(description="Seconds.")
    left_s: float | None = Field(description="Seconds to be expected; null: nobody knows yet.")
    replications: int | None = Field(description="Of each scenario; null: as many as the question wants.")
    effort: int = Field(description="Of the planner, each simulated evening.")
    attempt: int = Field(description="How many runners have had it.")
    cancel_asked: bool
    asked_at: Instant
    asked_by: str
    ended_at: Instant | None
    why: str = Field(description="Why it failed; otherwise empty.")
    question: dict[str, Any] = Field(description="As it was played.")

    @classmethod
    def of(cls, run: StudyRun) -> "RunShown":
        """Return a run as the API shows it."""
        told = {name: getattr(run, name) for name in cls.model_fields if name not in {"stage", "question"}}
        return cls.model_construct(**told, stage=run.part, question=question_of(run.question))


class RunList(Document):
    """Runs of a study, the newest first."""

    items: list[RunShown]


class StudyShown(Document):
    """A question that is kept."""

    id: str
    version: int = Field(description="The ETag's number.")
    question: dict[str, Any]
    changed_at: Instant
    changed_by: str
    latest_run: RunShown | None

    @classmethod
    def of(cls, study: KeptStudy, version: int, latest: StudyRun | None) -> "StudyShown":
        """Return a study as the API shows it."""
        return cls.model_construct(
            id=study.id,
            version=version,
            question=question_of(study.question),
            changed_at=study.changed_at,
            changed_by=study.changed_by,
            latest_run=None if latest is None else RunShown.of(latest),
        )


class StudyList(Document):
    """All studies of a town, the one that was changed last first."""

    items: list[StudyShown]


class MeasureShown(Document):
    """The bounds of a number, both included."""

    low: float = Field(description="In what the key names.")
    high: float = Field(description="In what the key names.")
    step: float = Field(description="As exactly as it is written.")

    @classmethod
    def of(cls, one: Measure) -> "MeasureShown":
        """Return it as the API shows it."""
        return cls.model_construct(low=one.low, high=one.high, step=one.step)


class KeyShown(Document):
    """One key of a kind of change."""

    name: str
    names: str = Field(
        description="`vehicle`, `staff`, `shift` (of a weekly pattern), `service`, `district`, `provider`, `new_id`, "
        "`time`, `weekdays`, `yes_no`, `choice`, `minutes`, `zl`, or `percent`."
    )
    required: bool
    several: bool = Field(description="Whether it is a list.")
    choices: list[str] = Field(description="Of a `choice`.")
    bounds: MeasureShown | None = Field(description="Of a number.")
    says: str = Field(description="What it means, in English.")
    example: str

    @classmethod
    def of(cls, one: Key) -> "KeyShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            name=one.name, names=one.names, required=one.required, several=one.several, choices=list(one.choices),
            bounds=MeasureShown.of(one.measure) if one.measure else None, says=one.says, example=one.example,
        )  # fmt: skip


class ChangeShown(Document):
    """A kind of change with its keys."""

    change: str = Field(description="The word that stands under `change`.")
    says: str = Field(description="What it does, in English.")
    keys: list[KeyShown]
    one_of: list[str] = Field(description="Keys of which exactly one is written.")
    some_of: list[str] = Field(description="Keys of which at least one is written.")

    @classmethod
    def of(cls, one: Offered) -> "ChangeShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            change=one.change, says=one.says, keys=[KeyShown.of(each) for each in one.keys], one_of=list(one.one_of),
            some_of=list(one.some_of),
        )  # fmt: skip


class ChangeList(Document):
    """All kinds of changes."""

    items: list[ChangeShown]


def told(problems: Sequence[InputProblem]) -> list[ProblemShown]:
    """Return problems as the API shows them."""
    return [ProblemShown.of(one) for one in problems]
