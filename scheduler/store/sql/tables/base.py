"""What all tables share: how columns of a type are kept, how constraints are named, whose each row is."""

from datetime import date
from typing import ClassVar

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names of their own, so that a migration can take them away again."""


class Base(DeclarativeBase):
    """Base of all rows."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {str: Text, int: BigInteger, bytes: LargeBinary, date: Date, bool: Boolean}


class OfTown:
    """A row of a town; it goes with the town."""

    town_id: Mapped[str] = mapped_column(ForeignKey("towns.id", ondelete="CASCADE"), primary_key=True, sort_order=-30)


class Thing(OfTown):
    """A row of a thing that has an id.

    Attributes
    ----------
    seq : int
        Its place in the order in which things of the kind were first put.
    stamp : int
        The town's stamp of its last change.
    """

    id: Mapped[str] = mapped_column(primary_key=True, sort_order=-20)
    seq: Mapped[int] = mapped_column(sort_order=-10)
    stamp: Mapped[int] = mapped_column(sort_order=-9)


class Documented:
    """A row whose thing is written as JSON, without what is personal."""

    document: Mapped[str] = mapped_column(sort_order=10)


class Closed:
    """A row whose thing is written as JSON, without what has a key of its own, and sealed under the town's key."""

    body: Mapped[bytes | None] = mapped_column(sort_order=10)


class Sealed:
    """A row with something personal, which is sealed; None: there is nothing of the kind."""

    sealed: Mapped[bytes | None] = mapped_column(sort_order=20)


def index_stamps() -> None:
    """Let the youngest change of each kind of a town be found at once, and what was changed since."""
    for table in Base.metadata.tables.values():
        if {"town_id", "seq", "stamp"} <= set(table.c.keys()):
            Index(None, table.c.town_id, table.c.stamp)
