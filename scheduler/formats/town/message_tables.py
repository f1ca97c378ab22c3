"""How clients are written to, in town.toml: who writes, when, and in which letters."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from scheduler.domain.message_policy import MessagePolicy
from scheduler.formats.town.cell import YES_NO, matching, text
from scheduler.formats.town.column import Sheet, optional
from scheduler.formats.town.live_tables import HOUR
from scheduler.formats.town.numeric import minutes
from scheduler.formats.town.sheets.common import line
from scheduler.formats.town.toml_table import TomlReader, toml_lines

_USUAL, _PATH = MessagePolicy(), "policy.messages"
_REMINDED_AT = _USUAL.reminder_at or time(17)

SENDER = optional("sender", text(60), _USUAL.sender, "what the centre calls itself; empty: the town's name", "CUS")
LANGUAGE = optional("language", matching("pl|en", "pl or en"), _USUAL.language,
                    "of clients of whom no other is known", "pl")  # fmt: skip
QUIET_FROM = optional("quiet_from", HOUR, _USUAL.quiet_from, "from this hour on nobody's telephone rings", "20:00")
QUIET_UNTIL = optional("quiet_until", HOUR, _USUAL.quiet_until, "until this hour; the same: at no hour", "08:00")
URGENT = optional("urgent_before_min", minutes(), _USUAL.urgent_before,
                  "before the hour it is about, a message goes out at night as well", "90")  # fmt: skip
REMINDERS = optional("reminders", YES_NO, _USUAL.reminder_at is not None,
                     "who gets messages is reminded on the day before", "yes")  # fmt: skip
REMINDER_AT = optional("reminder_at", HOUR, _REMINDED_AT, "from this hour on", "17:00")
NEARBY = optional("nearby_min", minutes(120), _USUAL.nearby, "before it comes a crew is announced; 0: never", "10")
PLAIN = optional("plain_letters", YES_NO, _USUAL.plain_letters, "an SMS is written without Polish marks", "yes")
MESSAGES = Sheet(
    name=_PATH, says="how clients are written to",
    columns=(SENDER, LANGUAGE, QUIET_FROM, QUIET_UNTIL, URGENT, REMINDERS, REMINDER_AT, NEARBY, PLAIN),
)  # fmt: skip


def take_messages(policy: Mapping[str, Any], reader: TomlReader) -> MessagePolicy:
    """Return how clients are written to; if anything is wrong, the usual way."""
    row = reader.row(reader.table(policy, "messages", _PATH), MESSAGES, _PATH)
    if not row.whole:
        return _USUAL
    made = MessagePolicy(
        sender=row[SENDER],
        language=row[LANGUAGE],
        quiet_from=row[QUIET_FROM],
        quiet_until=row[QUIET_UNTIL],
        urgent_before=row[URGENT],
        reminder_at=row[REMINDER_AT] if row[REMINDERS] else None,
        nearby=row[NEARBY],
        plain_letters=row[PLAIN],
    )
    if made.reminds_too_late:
        wrong = "lies in the quiet hours, and they last until the next day: nobody would be reminded"
        right = f"give an hour before {made.quiet_from:%H:%M} (quiet_from), or reminders = false"
        row.wrong(REMINDER_AT, wrong, right)
        return _USUAL
    return made


def message_lines(policy: MessagePolicy) -> Iterator[str]:
    """Yield the table that says what `policy` holds, all values spelled out."""
    cells = line(
        SENDER.full(policy.sender),
        LANGUAGE.full(policy.language),
        QUIET_FROM.full(policy.quiet_from),
        QUIET_UNTIL.full(policy.quiet_until),
        URGENT.full(policy.urgent_before),
        REMINDERS.full(policy.reminder_at is not None),
        REMINDER_AT.full(policy.reminder_at or _REMINDED_AT),
        NEARBY.full(policy.nearby),
        PLAIN.full(policy.plain_letters),
    )
    yield from ["", f"[{_PATH}]", *toml_lines(cells, MESSAGES)]
