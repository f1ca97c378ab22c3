"""A study's answer as PDF, set by Typst."""

from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.domain.capacity.answers import Answer
from scheduler.formats.capacity.report.parts import Block, Part
from scheduler.formats.capacity.report.spelling import report_words
from scheduler.formats.capacity.report.telling import parts_of
from scheduler.formats.sheets.plain import clean
from scheduler.formats.sheets.press import Press
from scheduler.formats.sheets.words import Lang

_PRESS = Press(Path(__file__).with_name("report.typ"))


def report_pdf(answer: Answer, *, lang: Lang = "pl") -> bytes:
    """Return the pages.

    Parameters
    ----------
    lang : {"pl", "en"}
        Language of the pages; names stay as the answer holds them.
    """
    words = report_words(lang)
    made = f"{answer.made_at.astimezone(ZoneInfo(answer.zone)):%Y-%m-%d %H:%M}"
    data = {
        "lang": lang,
        "brand": words("brand"),
        "title": clean(answer.title),
        "town": clean(answer.town),
        "made": clean(words("made", town=answer.town, at=made)),
        "note": clean(answer.note),
        "footer": words("footer"),
        "page": words("page"),
        "parts": [_part(part) for part in parts_of(answer, lang)],
    }
    return _PRESS.pdf(data, answer.made_at)


def _part(part: Part) -> dict[str, object]:
    return {
        "title": part.title,
        "sentences": [clean(sentence) for sentence in part.sentences],
        "items": [clean(item) for item in part.items],
        "strong": part.strong,
        "blocks": [_block(block) for block in part.blocks],
    }


def _block(block: Block) -> dict[str, object]:
    table = block.table
    return {
        "title": clean(block.title),
        "svg": "" if block.chart is None else str(block.chart.svg),
        "alt": "" if block.chart is None else clean(block.chart.alt),
        "table": {
            "columns": table.columns,
            "rows": [[clean(cell) for cell in row] for row in table.rows],
            "heads": table.heads,
            "numbers": sorted(table.numbers),
        },
    }
