"""How asking a server ends badly. To everybody outside these are `TravelError`; here they decide what is done next."""

from typing import Any

from scheduler.domain.errors import TravelError


class ServerFailedError(TravelError):
    """The server cannot be relied on just now: counts towards leaving it alone."""


class PassingError(ServerFailedError):
    """A failure that may be over in a moment: asked again.

    Parameters
    ----------
    text : str
        A sentence.
    retry_after_s : float or None
        How long the server asks us to wait.
    """

    def __init__(self, text: str, retry_after_s: float | None = None) -> None:
        super().__init__(text)
        self.retry_after_s = retry_after_s


class RefusedError(TravelError):
    """The server is well and declines this request.

    Parameters
    ----------
    text : str
        A sentence.
    said : Any
        Its answer, as JSON says it; None where it is not JSON.
    """

    def __init__(self, text: str, said: Any = None) -> None:
        super().__init__(text)
        self.said = said

    def code(self, key: str) -> Any:
        """Return what the server calls its reason, None where it names none."""
        return self.said.get(key) if isinstance(self.said, dict) else None


class TooBigError(RefusedError):
    """The request asks for more at once than the server gives: a smaller one may do."""


class AnswerError(ValueError):
    """An answer that is not what was asked for. Its text goes on from "the server ...": "gave half a table"."""
