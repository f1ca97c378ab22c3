"""Databases of both kinds; they are made as the store's own tests make them."""

from tests.store.conftest import postgres_server, postgres_template, ring, sqlite_template  # noqa: F401
