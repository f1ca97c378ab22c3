"""What Alembic runs: the migrations, on the connection and in the transaction of whoever asks for them."""

from alembic import context

from scheduler.store.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    compare_type=True,
)
context.run_migrations()
