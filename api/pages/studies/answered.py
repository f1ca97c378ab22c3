"""An answer as the page shows it: sentences first, then what they rest on, then scenarios side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.pages.studies.comparison import GROUPS, Comparison, by_parts, compared, group_of
from scheduler.domain.capacity.answers import Answer
from scheduler.formats.capacity.report.parts import Part
from scheduler.formats.capacity.report.spelling import Spelling, report_words
from scheduler.formats.capacity.report.telling import parts_of
from scheduler.formats.sheets.words import Lang

_USUAL = "refused_share"
"""What managers ask for first."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Everything that is shown of an answer.

    Attributes
    ----------
    parts : mapping of str to Part
        Those of the report, by id.
    group : str
        The group of figures that is looked at.
    parted : sequence of Comparison
        By district and by service, where it was counted so.
    equity : Part or None
        How unlike the districts are served; None: there are not enough of them.
    """

    answer: Answer
    sentences: Sequence[str]
    parts: Mapping[str, Part]
    groups: Sequence[str]
    group: str
    comparison: Comparison
    parted: Sequence[Comparison]
    equity: Part | None
    level: str


def answered(answer: Answer, show: str, lang: Lang) -> Answered:
    """Return an answer in a language.

    Parameters
    ----------
    show : str
        The figure that is drawn, or the group whose first one is; unknown or empty: refusals.
    """
    spell = Spelling(words=report_words(lang), answer=answer)
    drawn = GROUPS[show][0] if show in GROUPS else show if any(show in keys for keys in GROUPS.values()) else _USUAL
    group = group_of(drawn)
    comparison = compared(spell, group, drawn)
    parted = [by_parts(spell, part, comparison.drawn) for part in ("district", "service")]
    parts = {one.id: one for one in parts_of(answer, lang)}
    return Answered(
        answer=answer,
        sentences=[spell.words.said(one) for one in answer.sentences],
        parts=parts,
        groups=[one for one, keys in GROUPS.items() if any(cell.kpi in keys for cell in answer.cells)],
        group=group,
        comparison=comparison,
        parted=[one for one in parted if one is not None],
        equity=_equity(parts["districts"]) if answer.unlike and "districts" in parts else None,
        level=spell.level,
    )


def _equity(districts: Part) -> Part:
    """Return how unlike districts are served: the last table of the report's part."""
    table = districts.blocks[-1]
    return replace(districts, id="equity", title=table.title, blocks=(table,))
