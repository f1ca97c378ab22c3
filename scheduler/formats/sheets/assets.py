"""The fixed files that pages and sheets are made from."""

from functools import cache
from pathlib import Path

PAGE = Path(__file__).with_name("page")


@cache
def asset(name: str) -> str:
    """Return the text of a file of the page."""
    return (PAGE / name).read_text(encoding="utf-8")
