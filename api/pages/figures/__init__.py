"""The manager's pages: what closed days came to, held against what was planned and against the time before."""

from api.pages.figures.routes import router

__all__ = ["router"]
