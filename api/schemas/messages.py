"""Messages to clients: what was written, what clients want, what the town has decided, and whether they go out."""

from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from api.schemas.base import Document, Line, Whole, YesNo
from api.schemas.moments import Instant
from scheduler.domain.client import Channel, Client
from scheduler.domain.message_policy import MessagePolicy
from scheduler.domain.messages import Message, MessageKind, MessageState, MessageWishes, Topic
from scheduler.services.messages.desk import CarrierState
from scheduler.services.messages.letters import segments
from scheduler.services.ports import Carried

Written = Literal["sms", "email"]
Hour = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["20:00"])]
_MINUTE = timedelta(minutes=1)


class MessageShown(Document):
    """A message to a client, and what became of it."""

    id: str
    day: date = Field(description="The service day that it is about.")
    client_id: str
    name: str = Field(description="Of the client; empty: erased, or not for whoever may not read clients.")
    request_ids: list[str]
    notice_ids: list[str] = Field(description="What somebody would have been phoned about; of kind nearby: nothing.")
    kind: MessageKind
    channel: Channel
    to: str = Field(description="Number or address; likewise.")
    subject: str
    text: str
    parts: int = Field(description="Of an SMS: in how many it is sent and paid for.")
    state: MessageState
    why: str = Field(description="Why it was dropped or refused, or failed last: the name of a reason; or empty.")
    made_at: Instant
    due_at: Instant = Field(description="Of one that waits: when it is tried next.")
    attempts: int = Field(description="That were begun.")
    ended_at: Instant | None

    @classmethod
    def of(cls, message: Message, client: Client | None) -> "MessageShown":
        """Return a message as the API shows it, and to whom; None: to nobody who may be named."""
        told = {name: getattr(message, name) for name in cls.model_fields if name not in {"parts", "name"}}
        bare = {"name": client.name} if client else {"name": "", "to": "", "subject": "", "text": ""}
        parts = segments(message.text) if message.channel is Channel.SMS else 0
        lists = {"request_ids": list(message.request_ids), "notice_ids": list(message.notice_ids)}
        return cls.model_construct(**{**told, **lists, **bare, "parts": parts})


class MessageList(Document):
    """Messages about one day, as they were written."""

    items: list[MessageShown]


class Unwanted(Document):
    """What a client does not want by a channel."""

    channel: Written
    topic: Topic


class UnwantedShown(Unwanted):
    """The same, since when, and who has written it down."""

    at: Instant
    by: str


class WishesChange(Document):
    """How a client wants to be written to."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"language": "", "unwanted": [{"channel": "sms", "topic": "arrivals"}]}}
    )

    language: Literal["", "pl", "en"] = Field(default="", description="Empty: the town's.")
    unwanted: Annotated[list[Unwanted], Field(max_length=6)]


class WishesShown(Document):
    """How a client wants to be written to."""

    language: str
    unwanted: list[UnwantedShown]

    @classmethod
    def of(cls, wishes: MessageWishes) -> "WishesShown":
        """Return them as the API shows them."""
        off = [UnwantedShown.model_construct(**vars(one)) for one in wishes.opt_outs]
        return cls.model_construct(language=wishes.language, unwanted=off)


class MessagePolicyDoc(Document):
    """When and how clients are written to."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "sender": "CUS", "language": "pl", "quiet_from": "20:00", "quiet_until": "08:00",
                "urgent_before_min": 90, "reminder_at": "17:00", "nearby_min": 10, "plain_letters": True,
            }
        }
    )  # fmt: skip

    sender: Annotated[Line, Field(max_length=60)] = Field(description="What the centre calls itself; empty: the town.")
    language: Literal["pl", "en"] = Field(description="Of clients of whom no other is known.")
    quiet_from: Hour = Field(description="From then on nobody's telephone rings; as until: it may at any hour.")
    quiet_until: Hour
    urgent_before_min: Annotated[Whole, Field(ge=0, le=1440)] = Field(
        description="Minutes before the hour that it is about, from which on a message goes out at night as well."
    )
    reminder_at: Hour | None = Field(
        description="On the day before, and before quiet hours that last to midnight; null: nobody is reminded by "
        "themselves."
    )
    nearby_min: Annotated[Whole, Field(ge=0, le=120)] = Field(
        description="Before it comes a crew is announced; 0: never."
    )
    plain_letters: YesNo = Field(description="Whether an SMS is written without the marks of Polish letters.")

    @field_validator("reminder_at")
    @classmethod
    def _before_the_night(cls, value: str | None, info: ValidationInfo) -> str | None:
        first, last = (info.data.get(name) for name in ("quiet_from", "quiet_until"))
        if value and first and last and _policy_of(first, last, value).reminds_too_late:
            raise ValueError(
                f"lies in the quiet hours, and they last until the next day: give an hour before {first}, or null"
            )
        return value

    def policy(self) -> MessagePolicy:
        """Return the policy that this describes."""
        return MessagePolicy(
            sender=self.sender.strip(), language=self.language, quiet_from=time.fromisoformat(self.quiet_from),
            quiet_until=time.fromisoformat(self.quiet_until), urgent_before=self.urgent_before_min * _MINUTE,
            reminder_at=time.fromisoformat(self.reminder_at) if self.reminder_at else None,
            nearby=self.nearby_min * _MINUTE, plain_letters=self.plain_letters,
        )  # fmt: skip

    @classmethod
    def of(cls, policy: MessagePolicy) -> "MessagePolicyDoc":
        """Return a policy as the API shows it."""
        return cls.model_construct(
            sender=policy.sender, language=policy.language, quiet_from=f"{policy.quiet_from:%H:%M}",
            quiet_until=f"{policy.quiet_until:%H:%M}", urgent_before_min=policy.urgent_before // _MINUTE,
            reminder_at=f"{policy.reminder_at:%H:%M}" if policy.reminder_at else None,
            nearby_min=policy.nearby // _MINUTE, plain_letters=policy.plain_letters,
        )  # fmt: skip


def _policy_of(quiet_from: str, quiet_until: str, reminder_at: str) -> MessagePolicy:
    first, last, at = (time.fromisoformat(one) for one in (quiet_from, quiet_until, reminder_at))
    return MessagePolicy(quiet_from=first, quiet_until=last, reminder_at=at)


class CarrierShown(Document):
    """How it goes with the messages of one channel."""

    channel: Channel
    label: str = Field(description="Who carries them: a server, or a folder.")
    tells: bool = Field(description="False: they lie in a folder from which nobody is known to send.")
    waiting: int = Field(description="So many messages are to be sent.")
    failed: int = Field(description="So many about the last seven days and those to come were not sent.")
    sent_at: Instant | None

    @classmethod
    def of(cls, state: CarrierState) -> "CarrierShown":
        """Return it as the API shows it."""
        return cls.model_construct(**vars(state))


class CarrierList(Document):
    """How it goes with messages, by channel."""

    items: list[CarrierShown]


class TrialWish(Document):
    """A trial message to oneself."""

    model_config = ConfigDict(json_schema_extra={"example": {"channel": "email", "to": "anna@example.org"}})

    channel: Written
    to: Annotated[Line, Field(min_length=1, max_length=254)]


class TrialTold(Document):
    """What became of a trial message."""

    taken: bool
    filed: bool = Field(description="Whether it only lies in a folder, from which nobody is known to send.")
    why: str = Field(description="Why not: unknown, silent, broken, busy, unsafe, sign_in, refused; or empty.")
    status: int | None = Field(description="As the gateway or the mail server answered.")

    @classmethod
    def of(cls, carried: Carried, *, filed: bool) -> "TrialTold":
        """Return it as the API shows it."""
        why = carried.failure.value if carried.failure else ""
        return cls.model_construct(taken=not why, filed=filed and not why, why=why, status=carried.status)
