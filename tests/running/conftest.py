"""Databases of both kinds; they are made as the store's own tests make them."""

from tests.store.conftest import (  # noqa: F401
    database_url,
    postgres_server,
    postgres_template,
    postgres_url,
    ring,
    sql_store,
    sqlite_template,
    sqlite_url,
    store,
)
