"""Figures and months as JSON, or as a file: CSV, a workbook, or pages to print; by `format`, or by `Accept`."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Query, Request, Response

from api.conditional import is_known, known_or, not_modified, tag
from api.schemas.base import Document
from scheduler.domain.report import Report
from scheduler.formats.sheets.report_files import report_csv, report_xlsx
from scheduler.formats.sheets.report_pdf import report_pdf
from scheduler.formats.sheets.words import Lang

type Form = Literal["json", "csv", "xlsx", "pdf"]

_TYPES: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
Format = Annotated[
    Form | None,
    Query(alias="format", description="Left out: what `Accept` names first, else JSON."),
]
Language = Annotated[Literal["pl", "en"], Query(alias="lang", description="Of the words in a file.")]
FILES: dict[int | str, dict[str, object]] = {
    200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in [*_TYPES.values()][1:]}}
}
"""What a route that can be printed says of its answers."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """In which form somebody wants an answer.

    Attributes
    ----------
    known : str or None
        What `If-None-Match` said.
    """

    form: Form
    lang: Lang
    known: str | None

    @classmethod
    def of(cls, request: Request, form: Form | None, lang: Lang, known: str | None) -> "Wanted":
        """Return what a request wants: the form that it names, else the first of `Accept` that there is."""
        accepted = [one.partition(";")[0].strip().lower() for one in request.headers.get("accept", "").split(",")]
        named = {kind: one for one, kind in _TYPES.items()}
        first: Form = next((named[kind] for kind in accepted if kind in named), "json")
        return cls(form=form or first, lang=lang, known=known)


def printed[D: Document](response: Response, shown: D, report: Report, wanted: Wanted) -> D | Response:
    """Return an answer in the form that is wanted, or that it is known already.

    A file has the ETag of what is in it, not of when it was made.
    """
    response.headers["Vary"] = "Accept"
    if wanted.form == "json":
        return known_or(response, shown, wanted.known)
    said = f"{wanted.form} {wanted.lang} {shown.model_dump_json()}"
    version = int.from_bytes(hashlib.sha256(said.encode()).digest()[:7])
    if is_known(wanted.known, version):
        return not_modified(version)
    headers = {
        "ETag": tag(version),
        "Content-Disposition": f'attachment; filename="{report.file}.{wanted.form}"',
        "Vary": "Accept",
    }
    return Response(_made(report, wanted.form, wanted.lang), headers=headers, media_type=_TYPES[wanted.form])


def _made(report: Report, form: Form, lang: Lang) -> bytes:
    if form == "csv":
        return report_csv(report, lang=lang).encode()
    return report_xlsx(report, lang=lang) if form == "xlsx" else report_pdf(report, lang=lang)
