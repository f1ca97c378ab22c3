"""Tables of the town as a whole: its stamp, what was removed, its keys, its audit chain."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.sql.tables.base import Base, OfTown


class TownRow(Base):
    """A town.

    Attributes
    ----------
    stamp : int
        Advances with every unit of work that changed something.
    seq : int
        The last place that was given away in the order of first puts.
    zone : str or None
        Name of the time zone; as in the head, for reading.
    changes : str
        JSON: by kind, the stamp of its last put or removal (a kind that is not named was never changed), and under ""
        the town's stamp when it was written. Whoever changes things past `sql/writer` keeps it, too.
    audit_number : int
        Of the last entry of the audit chain, whatever has become of that entry; 0: there is none.
    audit_digest : str
        Of that entry.
    """

    __tablename__ = "towns"

    id: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[int]
    seq: Mapped[int]
    zone: Mapped[str | None]
    changes: Mapped[str] = mapped_column(server_default="{}")
    audit_number: Mapped[int] = mapped_column(server_default="0")
    audit_digest: Mapped[str] = mapped_column(server_default="")


class RemovedRow(OfTown, Base):
    """A thing that was taken out; `key` is its id, or a JSON list of the parts of its id."""

    __tablename__ = "removed"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[int]

    __table_args__ = (Index(None, "town_id", "kind", "stamp"),)


class SubjectKeyRow(OfTown, Base):
    """The wrapped data key of somebody or something; whoever deletes it erases what it sealed."""

    __tablename__ = "subject_keys"

    subject: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]


class AuditRow(OfTown, Base):
    """An entry of the audit chain; `fields` is a JSON list, `at` an RFC 3339 time as it was written."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    by: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    fields: Mapped[str]
    before: Mapped[str]
    digest: Mapped[str]

    __table_args__ = (Index(None, "town_id", "subject"),)
