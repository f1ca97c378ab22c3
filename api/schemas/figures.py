"""Figures of closed days, with their definitions beside them."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from api.schemas.base import Document
from scheduler.domain.figures import Definition, FigureRow, FigureTable, GrantSoFar
from scheduler.domain.policy import ShareMeasure


class FigureShown(Document):
    """One figure, and what it is divided from."""

    key: str
    numerator: int | None = Field(description="A sum, as the definition says it; null: not divided like this.")
    denominator: int | None = Field(description="A sum; 1 of what is only counted.")
    value: float | None = Field(description="In the definition's unit; null: there was nothing to measure.")


class FigureRowShown(Document):
    """The figures of one day, month, district, service or provider."""

    key: str = Field(description="Its id, the date, or the month; empty: of none.")
    name: str
    figures: list[FigureShown]

    @classmethod
    def of(cls, row: FigureRow) -> "FigureRowShown":
        """Return it as the API shows it."""
        figures = [FigureShown.model_construct(**vars(one)) for one in row.figures]
        return cls.model_construct(key=row.key, name=row.name, figures=figures)


class DefinitionShown(Document):
    """What a figure says."""

    key: str
    unit: str = Field(description="`requests`, `km`, `pln`, `permille`, `ratio`, or `per_hour`.")
    name: Mapping[str, str]
    says: Mapping[str, str]
    formula: Mapping[str, str] = Field(description="Numerator / denominator, in words.")

    @classmethod
    def of(cls, one: Definition) -> "DefinitionShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(one))


class DefinitionList(Document):
    """What all figures say."""

    items: list[DefinitionShown]


class GrantShown(Document):
    """What a grant's condition has come to, from what the town started with and all days closed since."""

    through: date = Field(description="Last day that may be in it.")
    measure: ShareMeasure = Field(description="What it is a share of: `value` (grosze), `hours`, or `requests`.")
    target_permille: int = Field(description="What the grant asks for.")
    contracted: float = Field(description="Contracted work, in grosze, hours or requests by `measure`.")
    everything: float = Field(description="All work, in the same.")
    permille: float | None = Field(description="The contracted share; null: no work yet.")
    days: int = Field(description="Closed days in it.")
    period_end: date | None

    @classmethod
    def of(cls, grant: GrantSoFar) -> "GrantShown":
        """Return it as the API shows it."""
        amounts = {"contracted": float(grant.contracted), "everything": float(grant.everything)}
        return cls.model_construct(**{**vars(grant), **amounts}, permille=grant.permille)


class FiguresShown(Document):
    """Figures of a span of days. Rows are added up and divided once: never add up or average the quotients."""

    first: date
    last: date
    by: str
    grant: GrantShown | None = Field(description="The grant period's contracted share; null: no grant asks for one.")
    closed: list[date] = Field(description="Days that are in it.")
    open_days: list[date] = Field(description="Days with bookings that nobody has closed: they are not in it.")
    rows: list[FigureRowShown]
    total: FigureRowShown
    denials: Mapping[str, int] = Field(
        description="Requests of the figure `denied`, by what stood in the way: a rule's code (`seats`), or how the "
        "call ended (`declined`, `waiting`, `refused`)."
    )
    definitions: list[DefinitionShown]

    @classmethod
    def of(cls, table: FigureTable) -> "FiguresShown":
        """Return it as the API shows it."""
        return cls.model_construct(
            first=table.first,
            last=table.last,
            by=table.by,
            grant=GrantShown.of(table.grant) if table.grant else None,
            closed=[*table.closed],
            open_days=[*table.open_days],
            rows=[FigureRowShown.of(one) for one in table.rows],
            total=FigureRowShown.of(table.total),
            denials=table.denials,
            definitions=[DefinitionShown.of(one) for one in table.definitions],
        )
