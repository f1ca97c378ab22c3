"""The command line: what a person types, and what they read back."""

from scheduler.cli.app import main

__all__ = ["main"]
