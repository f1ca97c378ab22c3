"""Public benchmark files as ordinary problems: reading, rounding, answering in the files' own numbers."""
