"""Sheets people look at and print."""
