"""The log: one JSON object a line, on the error output, without anybody's data.

What other libraries log is taken as their sentence without the values in it, and of an exception its type and the
lines of code it came through; its message may hold what somebody sent. That goes for what nobody catches, too.
"""

import io
import logging
import re
import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

_SENTENCE = re.compile(r"[^(<\n]*")
"""Of a library's sentence what comes before a value that is in it already, as asyncio writes them."""


def log_as_json(level: int = logging.INFO) -> None:
    """Let this process log so from now on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, _Unfailing(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Bare()]
    root.setLevel(logging.WARNING)
    sys.excepthook = _on_uncaught
    threading.excepthook = lambda told: _note("broken thread", told.exc_value)
    sys.unraisablehook = lambda told: _note("broken end", told.exc_value)


def frames(error: BaseException) -> list[str]:
    """Return where an error came from, without what it says, which may hold somebody's data."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)][
        -12:
    ]


class _Unfailing(io.TextIOBase):
    """An output that may be full: what is done is not answered as an error because nobody can write that it was."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str, /) -> int:
        """Write, if there is room."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Let it be read, if there is room."""
        with suppress(OSError):
            self._stream.flush()


class _Bare(logging.Handler):
    """Passes on what other libraries say, without values."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        error = record.exc_info[1] if record.exc_info else None
        said = _SENTENCE.match(str(record.msg))
        structlog.get_logger(record.name).log(
            record.levelno, "library", source=record.name, said=said[0].strip() if said else "", **_told(error)
        )


def _on_uncaught(_kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    _note("broken", error)


def _note(event: str, error: BaseException | None) -> None:
    structlog.get_logger("dojazd").error(event, **_told(error))


def _told(error: BaseException | None) -> dict[str, Any]:
    return {"error": type(error).__name__, "where": frames(error)} if error else {}
