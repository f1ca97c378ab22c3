"""The service day while it runs: what was reported of it, what is to be expected, and what is done about it."""
