"""Revisions of the schema, each with the way back."""
