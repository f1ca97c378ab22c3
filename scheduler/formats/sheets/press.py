"""Typst at work for one asker at a time: a compiler that is shared keeps what it was given, and refuses a second."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock

import typst


class Press:
    """A template that is set again and again, by whichever thread.

    Parameters
    ----------
    template : Path
        It finds its values in one JSON text, the input `data`.
    """

    def __init__(self, template: Path) -> None:
        self._template, self._one = template, Lock()

    def pdf(self, data: Mapping[str, object], made_at: datetime) -> bytes:
        """Return what the template makes of values: accessible PDF, or plain PDF of characters that no font has."""
        # Values get in as one JSON text and are never part of the template: what looks like markup is printed as it is.
        inputs = {"data": json.dumps(data)}
        made_s = max(0, int(made_at.timestamp()))
        with self._one:
            try:
                pdf = self._compiler.compile(sys_inputs=inputs, format="pdf", timestamp=made_s, pdf_standards="ua-1")
            except typst.TypstError:
                # An emoji in a note, say; a driver can do without it, and without the sheet cannot do.
                pdf = self._compiler.compile(sys_inputs=inputs, format="pdf", timestamp=made_s)
        if not isinstance(pdf, bytes):
            msg = f"Typst returned {type(pdf).__name__} for a PDF"
            raise TypeError(msg)
        return pdf

    @cached_property
    def _compiler(self) -> typst.Compiler:
        """The compiler with the template; made once, since finding fonts takes longer than a sheet."""
        fonts = typst.Fonts(include_system_fonts=False)
        return typst.Compiler(self._template, root=self._template.parent, font_paths=fonts)
