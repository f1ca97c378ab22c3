"""What a town has decided: prices, each with what it means."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Document, Whole
from api.schemas.offers import Sentences
from scheduler.domain.policy import Prices
from scheduler.services.prices import MEANINGS, price_values

_EXAMPLE: JsonDict = {"values": dict(price_values(Prices()))}


class PriceShown(Document):
    """One price."""

    key: str
    value: int = Field(description="In `unit`.")
    usual: int = Field(description="What it is in a town that has not decided, in `unit`.")
    most: int = Field(description="The highest that is taken, in `unit`; the lowest is 0.")
    unit: str = Field(description="`gr`, `gr_per_min`, `gr_per_h`, or `permille`.")
    says: Sentences = Field(description="What it is of, in one sentence by language.")
    more: Sentences = Field(description="What a higher one does to plans, in one sentence by language.")


class PricesShown(Document):
    """Prices of what is not money by itself; the plan weighs them against wages and kilometres."""

    items: list[PriceShown]

    @classmethod
    def of(cls, prices: Prices) -> "PricesShown":
        """Return prices as the API shows them."""
        values, usual = price_values(prices), price_values(Prices())
        return cls.model_construct(
            items=[
                PriceShown.model_construct(
                    key=one.key, value=values[one.key], usual=usual[one.key], most=one.most, unit=one.unit,
                    says=dict(one.says), more=dict(one.more),
                )
                for one in MEANINGS
            ]
        )  # fmt: skip


class PricesChange(Document):
    """All prices, by key."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    values: dict[Annotated[str, Field(max_length=60)], Annotated[Whole, Field(ge=-(10**12), le=10**12)]] = Field(
        max_length=100
    )
