"""All stored things of one kind, as one unit reads them."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, select

from scheduler.domain.errors import InputError, InputProblem, StoreError
from scheduler.services.ports import Changes
from scheduler.store.private import TOWN
from scheduler.store.sql.last_changes import LastChanges
from scheduler.store.sql.layout import Layout, Links
from scheduler.store.sql.remembered import Asked, KindMemory, Told
from scheduler.store.sql.session import Session
from scheduler.store.sql.tables import RemovedRow
from scheduler.store.unit import Kept

_ERASED: Any = object()
MOST_ASKED = 1000
"""So many keys are asked for in one question."""
MOST_AT_ONCE = 400
"""So many ids are asked for in one statement."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """A thing as it will be written.

    Attributes
    ----------
    columns : mapping
        All but the town, its place, its stamp and what is sealed.
    plain : bytes or None
        What has to be sealed.
    subjects : tuple of str
        Under whose keys.
    links : mapping of str to frozenset of str
        Its keys, by index.
    body : bytes or None
        Its document, if that has to be sealed under the town's key.
    """

    columns: Mapping[str, Any]
    plain: bytes | None
    subjects: tuple[str, ...]
    links: Mapping[str, frozenset[str]]
    body: bytes | None = None


class SqlShelf:
    """Things of one kind; what a unit has read once, it has until it locks a day."""

    def __init__(self, layout: Layout, session: Session, changes: LastChanges) -> None:
        self._layout = layout
        self._session = session
        self._changes = changes
        self._read: dict[Hashable, Kept[Any] | None] = {}
        self._all: Mapping[Hashable, Kept[Any]] | None = None

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._read.clear()
        self._all = None

    def find(self, key: Hashable) -> Kept[Any] | None:
        """Return one, or None."""
        if self._all is not None:
            return self._all.get(key)
        if key not in self._read:
            self._read[key] = self._unchanged(key) or self._asked(key)
        return self._read[key]

    def all(self) -> Mapping[Hashable, Kept[Any]]:
        """Return all, in the order in which they were first put."""
        if self._all is None:
            self._all = self._told((), self._following)
        return self._all

    def between(self, first: date, last: date) -> Mapping[Hashable, Kept[Any]]:
        """Return those of some days."""
        asked = self._layout.column(self._layout.day).between(first, last)
        return self._told((first, last), lambda _: self._values(self._rows(asked)))

    def page(self, day: date, after: int, limit: int) -> Mapping[Hashable, Kept[Any]]:
        """Return the next ones of a day."""
        table = self._layout.table
        later = (self._of_town(), self._layout.column(self._layout.day) == day, table.c.seq > after)
        return self._values(self._session.rows(select(table).where(*later).order_by(table.c.seq).limit(limit)))

    def by(self, index: str, key: str) -> Mapping[Hashable, Kept[Any]]:
        """Return those that have a key in an index of the kind."""
        links = self._layout.links.get(index)
        if links is None:
            return self._values(self._rows(self._layout.column(f"{index}_id") == key))
        return self._values(self._rows(self._linked(links, index, key)))

    def by_any(self, index: str, keys: Collection[str]) -> Mapping[Hashable, Kept[Any]]:
        """Return those that have one of some keys in a column."""
        column = self._layout.column(f"{index}_id")
        rows = (row for some in batched(sorted(keys), MOST_ASKED) for row in self._rows(column.in_(some)))
        return self._values(rows)

    def stamp_of(self, key: Hashable) -> int:
        """Return the stamp of one; 0: there is none."""
        if key in self._read or self._all is not None:
            kept = self.find(key)
            return 0 if kept is None else kept.stamp
        table = self._layout.table
        found = self._session.rows(select(table.c.stamp).where(self._of_town(), *self._is(key)))
        return found[0].stamp if found else 0

    def changed(self, since: int) -> Changes[Hashable, Any]:
        """Return what has become of the kind since a stamp."""
        if self._changes.of(self._layout.kind.name) <= since:
            return Changes(put={}, removed=frozenset())
        kept = self._put_after(since)
        # What came back was put after it was removed: whoever is told of the one is told of the other.
        return Changes(put={key: one.value for key, one in kept.items()}, removed=self._removed(since).difference(kept))

    def removed(self, keys: frozenset[Hashable]) -> frozenset[Hashable]:
        """Return which of some ids were taken out, and not put again."""
        of, found = {self._layout.key_text(key): key for key in keys}, set()
        for some in batched(of, MOST_AT_ONCE):
            gone = select(RemovedRow.key).where(
                RemovedRow.town_id == self._session.town_id,
                RemovedRow.kind == self._layout.kind.name,
                RemovedRow.key.in_(some),
            )
            found |= {of[row.key] for row in self._session.rows(gone)}
        return frozenset(key for key in found if not self.stamp_of(key))

    def pack(self, key: Hashable, value: Any, day: date | None) -> Packed:
        """Return a thing as it will be written."""
        layout, where = self._layout, f"{self._layout.kind.name} {key}"
        columns: dict[str, Any] = layout.key_values(key)
        columns |= {name: read(value) for name, read in layout.columns.items()}
        if layout.day:
            columns[layout.day] = day
        links = {name: layout.kind.by[name](value) for name in layout.links}
        check_texts(where, [*columns.values(), *(one for keys in links.values() for one in keys)])
        if layout.whole is not None:
            whole = layout.document.write(value, where)
            return Packed(columns=columns, plain=whole, subjects=(layout.whole(str(key)),), links=links)
        plain, subjects = self._private(value, where)
        shown = value if layout.private is None else layout.private.hidden(value)
        document = layout.document.write(shown, where)
        if layout.closed:
            return Packed(columns=columns, plain=plain, subjects=subjects, links=links, body=document)
        columns["document"] = document.decode()
        return Packed(columns=columns, plain=plain, subjects=subjects, links=links)

    def _private(self, value: Any, where: str) -> tuple[bytes | None, tuple[str, ...]]:
        private, secret = self._layout.private, self._layout.secret
        if private is None or secret is None or not private.has(value):
            return None, ()
        return secret.write(private.part(value), where), private.subjects(value)

    def _unchanged(self, key: Hashable) -> Kept[Any] | None:
        """Return one that the process has read since anything of the kind was changed."""
        return self._memory.current(key, self._changes.of(self._layout.kind.name), self._session.stamp)

    def _asked(self, key: Hashable) -> Kept[Any] | None:
        found = next(iter(self._values(self._rows(*self._is(key))).values()), None)
        if found is not None and self._session.exact:
            self._memory.confirm(key, found, self._session.stamp)
        return found

    @property
    def _memory(self) -> KindMemory:
        return self._session.memory.of(self._layout.kind.name)

    def _told(
        self, asked: Asked, read: Callable[[Told | None], Mapping[Hashable, Kept[Any]]]
    ) -> Mapping[Hashable, Kept[Any]]:
        """Return an answer: the remembered one if nothing of the kind was changed since, else what is `read`."""
        stamp = self._session.stamp
        known = self._memory.told(asked, stamp)
        same = known is not None and self._changes.of(self._layout.kind.name) <= known.stamp
        things = known.things if known is not None and same else read(known)
        if self._session.exact:
            self._memory.tell(asked, Told(stamp=stamp, things=things))
        return things

    def _following(self, known: Told | None) -> Mapping[Hashable, Kept[Any]]:
        """Return everything, by what has changed since it was last known."""
        if known is None:
            return self._values(self._rows())
        things = {**known.things, **self._put_after(known.stamp)}
        for key in self._removed(known.stamp):
            if key in things and things[key].stamp <= known.stamp:
                del things[key]
        return dict(sorted(things.items(), key=lambda one: one[1].seq))

    def _put_after(self, since: int) -> Mapping[Hashable, Kept[Any]]:
        return self._values(self._rows(self._layout.table.c.stamp > since))

    def _removed(self, since: int) -> frozenset[Hashable]:
        gone = select(RemovedRow.key).where(
            RemovedRow.town_id == self._session.town_id,
            RemovedRow.kind == self._layout.kind.name,
            RemovedRow.stamp > since,
        )
        return frozenset(self._layout.key_of(row.key) for row in self._session.rows(gone))

    def _of_town(self) -> ColumnElement[bool]:
        return self._layout.table.c.town_id == self._session.town_id

    def _is(self, key: Hashable) -> list[ColumnElement[bool]]:
        return [self._layout.column(name) == value for name, value in self._layout.key_values(key).items()]

    def _linked(self, links: Links, index: str, key: str) -> ColumnElement[bool]:
        table = links.table
        mine = table.c.town_id == self._session.town_id
        wanted: str | bytes = key
        if links.digested:
            if not self._session.rows(select(table.c[links.owner]).where(mine).limit(1)):
                return false()  # where nothing was ever digested there need be no key for it, and a reader makes none
            wanted = self._session.seals.blind(key, what=index)
        owners = select(table.c[links.owner]).where(mine, table.c[links.key] == wanted)
        return self._layout.column(self._layout.id[0]).in_(owners)

    def _rows(self, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
        statement: Select[Any] = select(self._layout.table).where(self._of_town(), *where)
        return self._session.rows(statement.order_by(self._layout.table.c.seq))

    def _values(self, rows: Iterable[Row[Any]]) -> Mapping[Hashable, Kept[Any]]:
        memory, names, found = self._memory, self._layout.id, dict[Hashable, Kept[Any]]()
        for row in rows:
            key = getattr(row, names[0]) if len(names) == 1 else tuple(getattr(row, name) for name in names)
            kept = memory.thing(key, row.stamp) or self._opened(row, key)
            if kept is not None:
                found[key] = kept
        return found

    def _opened(self, row: Row[Any], key: Hashable) -> Kept[Any] | None:
        value = self._value(row, key)
        if value is _ERASED:
            return None
        kept = Kept(value=value, stamp=row.stamp, seq=row.seq)
        self._memory.keep(key, kept)
        return kept

    def _value(self, row: Row[Any], key: Hashable) -> Any:
        layout, zone = self._layout, self._session.zone
        if layout.whole is not None:
            plain = self._open((layout.whole(str(key)),), row, key)
            return _ERASED if plain is None else layout.document.read(plain, layout.where(key), zone)
        name = "body" if layout.closed else "document"
        text = self._document_of(row, key) if layout.closed else row.document
        value = layout.document.read(text, layout.where(key, name), zone)
        if layout.private is None or layout.secret is None or row.sealed is None:
            return value
        plain = self._open(layout.private.subjects(value), row, key)
        if plain is None:
            return value
        try:
            return layout.private.joined(value, layout.secret.read(plain, layout.where(key), zone))
        except ValueError as error:
            raise StoreError(f"what is kept at {layout.where(key)} does not belong to its document") from error

    def _document_of(self, row: Row[Any], key: Hashable) -> bytes:
        """Return the document of a row in which it is sealed."""
        where = self._layout.where(key, "body")
        plain = None if row.body is None else self._session.seals.open((TOWN,), row.body, where=where)
        if plain is None:
            raise StoreError(f"what is kept at {where} cannot be read; restore the town's key ring, or a backup")
        return plain

    def _open(self, subjects: tuple[str, ...], row: Row[Any], key: Hashable) -> bytes | None:
        """Return what is sealed; None: its key was destroyed."""
        return self._session.seals.open(subjects, row.sealed, where=self._layout.where(key))


def check_texts(where: str, values: Iterable[Any]) -> None:
    """Refuse what no database can keep in a column of its own."""
    for value in values:
        if isinstance(value, str) and ("\0" in value or any("\ud800" <= char <= "\udfff" for char in value)):
            wrong, right = "holds a character that cannot be kept", "write it again"
            raise InputError([InputProblem(file=where, wrong=wrong, right=right)])
