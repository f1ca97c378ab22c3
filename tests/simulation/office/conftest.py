"""Databases of both kinds; they are made as the store's own tests make them."""

from tests.store.conftest import (  # noqa: F401  # pytest finds fixtures by their names here
    postgres_server,
    postgres_template,
    postgres_url,
    ring,
    sqlite_template,
    sqlite_url,
)
