"""Another master key: all data keys are wrapped anew, in one transaction; what they sealed stays as it is."""

from sqlalchemy import Engine, select, text, update

from scheduler.store.sealing import MasterKey
from scheduler.store.sealing.keyring import STATE, other_key
from scheduler.store.sql.engine import for_writing
from scheduler.store.sql.failures import told
from scheduler.store.sql.tables import SubjectKeyRow


def rotate(engine: Engine, old: MasterKey, new: MasterKey) -> int:
    """Wrap all keys of a database with another master key, or none of them; return how many there are.

    The new key must be kept safely before: whoever loses it after that loses everything.

    Raises
    ------
    MasterKeyError
        If a town's keys are not wrapped with the old key.
    StoreError
        If a key is damaged, or the database cannot be written; all keys are as before then.
    """
    count = 0
    with told(), for_writing(engine.connect()) as connection, connection.begin():
        if connection.dialect.name == "postgresql":  # no other unit makes a key meanwhile; SQLite's waits anyway
            connection.execute(text("LOCK TABLE subject_keys IN EXCLUSIVE MODE"))
        rows = connection.execute(select(SubjectKeyRow.town_id, SubjectKeyRow.subject, SubjectKeyRow.wrapped)).all()
        for row in rows:
            if row.subject == STATE and row.wrapped[:16] != old.check:
                raise other_key(row.town_id, old)
        for row in rows:
            name = f"{row.town_id}/{row.subject}"
            if row.subject == STATE:
                wrapped = new.check + row.wrapped[16:]
            else:
                wrapped = new.wrap(old.unwrap(row.wrapped, name), name)
                count += 1
            mine = SubjectKeyRow.town_id == row.town_id, SubjectKeyRow.subject == row.subject
            connection.execute(update(SubjectKeyRow).where(*mine).values(wrapped=wrapped))
    return count
