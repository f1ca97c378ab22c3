"""What all documents share: nothing is guessed, nothing unknown is passed over."""

from functools import partial
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

from scheduler.domain.text import composed


class Document(BaseModel):
    """A JSON object of the API."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="null")


Id = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(max_length=200), AfterValidator(composed)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(partial(composed, lines=True))]
"""Both without what nobody sees, and composed (NFC); a text may have several lines."""
Whole = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]


def wrong_of(message: str) -> str:
    """Return what pydantic says is wrong, without the name that it has for what our own checks say."""
    return message.removeprefix("Value error, ")[:200]


class Problem(Document):
    """A problem document (RFC 9457, `application/problem+json`)."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "urn:dojazd:stale",
                "title": "Somebody else has changed it meanwhile",
                "status": 412,
                "detail": "clients K-03 has changed: version 4 was seen, it is 5 now; look again",
            }
        },
    )

    type: str = Field(description="A URN, `urn:dojazd:` and a name that stays.")
    title: str
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="One sentence for whoever asked.")


class Health(Document):
    """That the service answers."""

    status: str = Field(examples=["ok"])
