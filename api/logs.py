"""The log: one JSON object a line, on the error output, without anybody's data.

What other libraries log is taken as their sentence without the values in it, and of an exception its type and the
lines of code it came through; its message may hold what somebody sent.
"""

import logging
import sys
from typing import Any

import structlog

from api.middleware.looking_after import frames


def log_as_json(level: int = logging.INFO) -> None:
    """Let this process log so from now on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Bare()]
    root.setLevel(logging.WARNING)


class _Bare(logging.Handler):
    """Passes on what other libraries say, without values."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        error = record.exc_info[1] if record.exc_info else None
        told: dict[str, Any] = {"error": type(error).__name__, "where": frames(error)} if error else {}
        structlog.get_logger(record.name).log(
            record.levelno, "library", source=record.name, said=str(record.msg), **told
        )
