"""The report of a study: one page for browsers that needs no network, and a PDF."""

from scheduler.formats.capacity.report.html import report_html
from scheduler.formats.capacity.report.pdf import report_pdf

__all__ = ["report_html", "report_pdf"]
