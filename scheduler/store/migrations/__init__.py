"""The database's schema, version by version, as Alembic runs it; see `scheduler.store.sql.schema`."""
