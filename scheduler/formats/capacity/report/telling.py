"""The parts of a report, in the order in which they are read."""

from collections.abc import Iterator

from scheduler.domain.capacity.answers import Answer, Unlike
from scheduler.formats.capacity.report.comparing import compared, grouped
from scheduler.formats.capacity.report.grounds import basis, productivity, sure
from scheduler.formats.capacity.report.parts import Block, Part, Table
from scheduler.formats.capacity.report.spelling import DASH, Spelling, report_words
from scheduler.formats.sheets.words import Lang

SERVICE = ("served_share", "refused_share", "declined_share", "on_time_share", "not_served_share")
COSTS = ("cost_gr", "cost_per_served_gr")


def parts_of(answer: Answer, lang: Lang) -> list[Part]:
    """Return all parts that have something to say."""
    spell = Spelling(words=report_words(lang), answer=answer)
    return [part for part in _all(spell) if part.sentences or part.blocks]


def _all(spell: Spelling) -> Iterator[Part]:
    words, answer = spell.words, spell.answer
    yield basis(spell)
    told = tuple(words.said(sentence) for sentence in answer.sentences)
    yield Part(id="answer", title=words("part.answer"), sentences=told, strong=True)
    yield _part(spell, "compare", tuple(block for kpi in SERVICE for block in compared(spell, kpi)))
    yield from _fleet(spell)
    yield _part(spell, "districts", (*grouped(spell, "served_share", "district"), *_unlike(spell)))
    services = grouped(spell, "served_share", "service")
    yield Part(id="services", title=words("part.services"), blocks=services)
    yield _part(spell, "cost", tuple(block for kpi in COSTS for block in compared(spell, kpi)))
    yield productivity(spell)
    yield sure(spell)


def _part(spell: Spelling, key: str, blocks: tuple[Block, ...]) -> Part:
    lead = (spell.words(f"{key}.lead"),) if blocks else ()
    return Part(id=key, title=spell.words(f"part.{key}"), sentences=lead, blocks=blocks)


def _unlike(spell: Spelling) -> tuple[Block, ...]:
    if not spell.answer.unlike:
        return ()
    words = spell.words
    columns = ("scenario", "gap", "change", "change_interval", "gini")
    rows = tuple(_unlike_row(spell, one) for one in spell.answer.unlike)
    title = words("column.gap")
    table = Table(
        caption=title,
        columns=tuple(words(f"column.{name}") for name in columns),
        rows=rows,
        numbers=frozenset({2, 3, 4}),
    )
    return (Block(title=title, table=table),)


def _unlike_row(spell: Spelling, one: Unlike) -> tuple[str, ...]:
    names = spell.answer.districts
    pair = spell.words("districts.gap", best=names.get(one.best, one.best), worst=names.get(one.worst, one.worst))
    gap = DASH if one.gap is None else spell.change_value(one.gap.mean, "share").lstrip("+")
    return (
        spell.scenario(one.scenario),
        pair if one.gap is not None else DASH,
        gap,
        spell.interval(one.gap, "share", change=True),
        spell.value(one.gini.mean, ""),
    )


def _fleet(spell: Spelling) -> Iterator[Part]:
    found, words = spell.answer.fleet, spell.words
    if found is None:
        return
    lead = words(
        "fleet.lead", like=found.like, target=spell.percent(found.target), confidence=spell.percent(found.confidence, 0)
    )
    if found.size is None:
        told = words("fleet.none")
    else:
        told = words("fleet.found", size=found.size) if found.size else words("fleet.zero")
    rows = tuple(
        (
            str(one.more),
            spell.value(one.served.mean, "share"),
            spell.interval(one.served, "share"),
            words(f"verdict.{one.verdict}"),
        )
        for one in found.looked
    )
    columns = (
        words("column.more"),
        spell.kpi("served_share"),
        words("column.interval", level=spell.percent(found.confidence, 0)),
        words("column.verdict"),
    )
    table = Table(caption=words("table.fleet"), columns=columns, rows=rows, numbers=frozenset({1, 2}))
    yield Part(id="fleet", title=words("part.fleet"), sentences=(lead, told), blocks=(Block(table=table),))
