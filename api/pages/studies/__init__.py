"""What if: questions about capacity are written, watched while they are computed, and their answers compared."""

from api.pages.studies.routes import router

__all__ = ["router"]
