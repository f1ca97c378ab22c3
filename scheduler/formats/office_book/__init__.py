"""An office's own workbook, whatever it looks like: .xlsx or CSV, as sheets of text. Nothing in it is computed."""

from scheduler.formats.office_book.reading import LARGEST_BOOK, BookError, read_book

__all__ = ["LARGEST_BOOK", "BookError", "read_book"]
