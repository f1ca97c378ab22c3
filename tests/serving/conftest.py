"""Servers in this process write no log between the tests' own lines."""

from tests.api.quiet import quiet

__all__ = ["quiet"]
