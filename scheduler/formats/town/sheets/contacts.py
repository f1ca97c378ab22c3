"""People to phone about a client, in calling order."""

from collections.abc import Iterator

from scheduler.domain.client import Contact
from scheduler.domain.town import Town
from scheduler.formats.town.cell import YES_NO
from scheduler.formats.town.column import Sheet, optional, required
from scheduler.formats.town.draft import Draft
from scheduler.formats.town.row import Row
from scheduler.formats.town.sheets.common import CLIENT, NAME, PHONE, Line, line

CLIENT_ID = required("client", CLIENT, "whom the call is about", "C-017", refers="clients")
CONTACT_NAME = required("name", NAME, "who is called", "Anna Kowalska")
TELEPHONE = required("phone", PHONE, "phone", "600 300 400")
RELATION = optional("relation", NAME, "", "to the client", "córka")
MAY_BOOK = optional("may_book", YES_NO, False, "may book for the client", "yes")
MAY_CANCEL = optional("may_cancel", YES_NO, False, "may cancel for the client", "yes")
SOCIAL_WORKER = optional("social_worker", YES_NO, False, "is the client's social worker", "yes")

SHEET = Sheet(
    name="contacts",
    says="somebody to phone about a client; the order of the rows is the calling order",
    columns=(CLIENT_ID, CONTACT_NAME, TELEPHONE, RELATION, MAY_BOOK, MAY_CANCEL, SOCIAL_WORKER),
    optional=True,
)


def lines(town: Town) -> Iterator[Line]:
    """Yield the rows that say what `town` holds."""
    for client in town.clients.values():
        for contact in client.contacts:
            yield line(
                CLIENT_ID.of(client.id),
                CONTACT_NAME.of(contact.name),
                TELEPHONE.of(contact.phone),
                RELATION.of(contact.relation),
                MAY_BOOK.of(contact.may_book),
                MAY_CANCEL.of(contact.may_cancel),
                SOCIAL_WORKER.of(contact.social_worker),
            )


def take(rows: list[Row], draft: Draft) -> None:
    """Put the contacts into `draft`, by client."""
    for row in rows:
        if row.whole:
            contact = Contact(
                name=row[CONTACT_NAME],
                phone=row[TELEPHONE],
                relation=row[RELATION],
                may_book=row[MAY_BOOK],
                may_cancel=row[MAY_CANCEL],
                social_worker=row[SOCIAL_WORKER],
            )
            draft.contacts.setdefault(row[CLIENT_ID], []).append(contact)
