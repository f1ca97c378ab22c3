"""`report.html`: a study's answer in one file that loads nothing and runs nothing."""

import base64
import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo

from markupsafe import Markup

from scheduler.domain.capacity.answers import Answer
from scheduler.formats.capacity.report.spelling import report_words
from scheduler.formats.capacity.report.telling import parts_of
from scheduler.formats.sheets.assets import asset
from scheduler.formats.sheets.templates import templates
from scheduler.formats.sheets.words import Lang

_HERE = Path(__file__).parent


def report_html(answer: Answer, *, lang: Lang = "pl") -> str:
    """Return the page.

    Parameters
    ----------
    lang : {"pl", "en"}
        Language of the page; names stay as the answer holds them.
    """
    style = asset("tokens.css") + (_HERE / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return (
        templates(_HERE)
        .get_template("report.html.j2")
        .render(
            answer=answer,
            words=report_words(lang),
            parts=parts_of(answer, lang),
            made=f"{answer.made_at.astimezone(ZoneInfo(answer.zone)):%Y-%m-%d %H:%M}",
            style=Markup(style),  # noqa: S704 - our own files
            csp=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        )
    )
