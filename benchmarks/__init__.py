"""Measurements: public instances, peers and long runs. Nothing imports this package."""
