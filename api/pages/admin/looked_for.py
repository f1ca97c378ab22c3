"""What the audit's form asks for, as its address says it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from scheduler.domain.ids import UserId
from scheduler.services.auditing import AuditFilter

PROGRAM = "program"
"""In the address: what nobody did but the program itself."""
_Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, kw_only=True)
class LookedFor:
    """What the form says, as it was sent; empty: whatever it is.

    Attributes
    ----------
    by : str
        Who: a user's id, `token:` and a token's, or `program`.
    kind, id : str
        About what, and which one.
    first, last : str
        Days, both included.
    """

    by: str = ""
    action: str = ""
    kind: str = ""
    id: str = ""
    first: str = ""
    last: str = ""

    def address(self, **other: str) -> str:
        """Return the address of this search, or of one that differs in something."""
        told = {"by": self.by, "action": self.action, "kind": self.kind, "id": self.id.strip(), "from": self.first,
                "to": self.last} | other  # fmt: skip
        found = urlencode({name: value for name, value in told.items() if value})
        return f"/admin/audit?{found}" if found else "/admin/audit"

    def wanted(self) -> AuditFilter:
        """Return which entries are looked for.

        Raises
        ------
        ValueError
            If a day is none.
        """
        subject = f"{self.kind}:{self.id.strip()}" if self.kind else ""
        by = UserId("" if self.by == PROGRAM else self.by) if self.by else None
        first, last = (date.fromisoformat(one) if one else None for one in (self.first, self.last))
        return AuditFilter(by=by, action=self.action, subject=subject, first=first, last=last)


def _looked_for(  # fields of a form, each of which is sent even if it is empty
    *,
    by: _Text = "",
    action: _Text = "",
    kind: _Text = "",
    key: Annotated[str, Query(alias="id", max_length=200)] = "",
    first: Annotated[str, Query(alias="from", max_length=20)] = "",
    last: Annotated[str, Query(alias="to", max_length=20)] = "",
) -> LookedFor:
    return LookedFor(by=by, action=action, kind=kind, id=key, first=first, last=last)


Asked = Annotated[LookedFor, Depends(_looked_for)]
